/** @jsxImportSource preact */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Acts } from './attachments.tsx'
import { loadCards } from '../load-cards.ts'
import { texts } from '../texts.ts'

/** The renderer is a second file, fetched when the first card arrives. */
export function AdaptiveCardView({ card, acts }: { card: unknown; acts: Acts }) {
  const place = useRef<HTMLDivElement>(null)
  const latest = useRef(acts)
  latest.current = acts
  const [state, setState] = useState<'loading' | 'shown' | 'failed'>('loading')
  const [submitted, setSubmitted] = useState(false)

  useEffect(() => {
    let gone = false
    loadCards()
      .then((render) => {
        if (gone || !place.current) return
        const submit = (value: unknown) => {
          if (latest.current.disabled) return
          setSubmitted(true)
          if (typeof value === 'string') latest.current.reply({ title: value, type: 'imBack', value })
          else latest.current.submit(value)
        }
        place.current.replaceChildren(render(card, { dark: matchMedia('(prefers-color-scheme: dark)').matches, submit }))
        setState('shown')
      })
      .catch(() => !gone && setState('failed'))
    return () => {
      gone = true
    }
  }, [card])

  return (
    <div class="card adaptive" aria-busy={state === 'loading'}>
      {state === 'failed' ? <p class="quiet">{texts.cardUnreadable}</p> : null}
      {/* A card is answered once. */}
      <div ref={place} inert={submitted || acts.disabled} class={submitted || acts.disabled ? 'submitted' : ''} />
    </div>
  )
}
