/** @jsxImportSource preact */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Chat, ChatView } from '../chat/chat.ts'
import type { Line } from '../chat/lines.ts'
import { texts } from '../texts.ts'
import { ActionButton, Attachments, type Acts } from './attachments.tsx'
import { RichText } from './rich-text-view.tsx'

/** Within this distance of the end, new lines are followed; further up, somebody is reading. */
const atEndPx = 80

export function MessageList({ view, chat }: { view: ChatView; chat: Chat }) {
  const scroller = useRef<HTMLDivElement>(null)
  const following = useRef(true)
  const topBefore = useRef(0)
  const [below, setBelow] = useState(false)
  const { lines, typing } = view
  const last = lines.at(-1)

  const toEnd = () => {
    const element = scroller.current
    if (element) element.scrollTop = element.scrollHeight
  }
  useLayoutEffect(() => {
    if (last?.from === 'me') following.current = true
    if (following.current) toEnd()
    else setBelow(true)
  }, [last?.key, last?.from, typing, view.connection, view.phase])
  // Pictures and cards grow after they were added; a phone's keyboard shrinks the panel.
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const watch = new ResizeObserver(() => following.current && toEnd())
    watch.observe(element)
    if (element.firstElementChild) watch.observe(element.firstElementChild)
    return () => watch.disconnect()
  }, [])

  const scrolled = () => {
    const element = scroller.current
    if (!element) return
    const nearEnd = element.scrollHeight - element.scrollTop - element.clientHeight < atEndPx
    // Only going up is a wish to stay: content that grew meanwhile also leaves the end far away.
    if (nearEnd) following.current = true
    else if (element.scrollTop < topBefore.current) following.current = false
    topBefore.current = element.scrollTop
    if (following.current) setBelow(false)
  }
  const acts = (line: Line): Acts => ({
    reply: chat.reply,
    submit: (value) => chat.say('', { value }),
    disabled: view.phase !== 'chatting' || (line.from === 'copilot' && view.agentName !== undefined),
  })
  const lastSaid = lines.findLast((line) => line.from !== 'system')

  return (
    <div class="scroller" ref={scroller} onScroll={scrolled} tabIndex={0} role="log" aria-live="polite" aria-relevant="additions" aria-label={texts.messages}>
      <div class="lines">
        {view.config.notice ? <p class="notice">{view.config.notice}</p> : null}
        {view.phase === 'chatting' && lines.length === 0 ? <p class="start">{texts.writeFirst}</p> : null}
        {lines.map((line, at) => (
          <LineView key={line.clientId ?? line.key} line={line} before={lines[at - 1]} after={lines[at + 1]} acts={acts(line)} chat={chat} isLast={line === lastSaid} />
        ))}
        {lastSaid && lastSaid.from !== 'me' && lastSaid.quickReplies.length && view.phase === 'chatting' ? (
          <div class="choices">
            {lastSaid.quickReplies.map((choice, at) => (
              <ActionButton key={at} choice={choice} acts={acts(lastSaid)} />
            ))}
          </div>
        ) : null}
        {typing !== undefined ? (
          <p class="typing">
            <span class="dots" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            <span>{texts.isTyping(typing)}</span>
          </p>
        ) : null}
      </div>
      {below ? (
        <button
          type="button"
          class="below"
          onClick={() => {
            following.current = true
            setBelow(false)
            toEnd()
          }}
        >
          {texts.newMessages}
        </button>
      ) : null}
    </div>
  )
}

type LineProps = { line: Line; before: Line | undefined; after: Line | undefined; acts: Acts; chat: Chat; isLast: boolean }

function LineView({ line, before, after, acts, chat, isLast }: LineProps) {
  const day = dayOf(line.at)
  const separator = day !== dayOf(before?.at) ? <p class="day">{day}</p> : null
  if (line.from === 'system') {
    return (
      <>
        {separator}
        <div class="system">
          <RichText text={line.text} markdown={false} />
        </div>
      </>
    )
  }
  const first = before?.from !== line.from || before.name !== line.name || separator !== null
  const ends = after?.from !== line.from || after.name !== line.name
  return (
    <>
      {separator}
      <div class={`line ${line.from}${first ? ' first' : ''}${line.status === 'failed' ? ' failed' : ''}`}>
        {line.from !== 'me' && first && line.name ? <p class="author">{line.name}</p> : null}
        {line.from === 'me' ? <span class="hidden">{texts.you}: </span> : null}
        {line.text ? (
          <div class="bubble" dir="auto">
            <RichText text={line.text} markdown={line.markdown} />
          </div>
        ) : null}
        {line.changed === 'deleted' ? (
          <p class="mark">
            <em>{texts.deleted}</em>
          </p>
        ) : null}
        <Attachments list={line.attachments} carousel={line.carousel} acts={acts} />
        {line.status === 'failed' ? <Failed line={line} chat={chat} /> : null}
        {line.status !== 'failed' && (ends || line.status === 'sending' || line.changed === 'edited') ? (
          <p class="mark">
            <time dateTime={line.at}>{timeOf(line.at)}</time>
            {line.changed === 'edited' ? <span> · {texts.edited}</span> : null}
            {line.from === 'me' && (isLast || line.status === 'sending') ? <span> · {line.status === 'sending' ? texts.sending : texts.sent}</span> : null}
          </p>
        ) : null}
      </div>
    </>
  )
}

function Failed({ line, chat }: { line: Line; chat: Chat }) {
  const id = line.clientId ?? ''
  const ended = line.problem === 'ended'
  return (
    <p class="mark problem">
      <span>
        {texts.notSent} {ended ? texts.ended : line.problem}
      </span>
      {ended ? null : (
        <button type="button" class="plain" onClick={() => chat.retry(id)}>
          {texts.tryAgain}
        </button>
      )}
      <button type="button" class="plain" onClick={() => chat.discard(id)}>
        {texts.discard}
      </button>
    </p>
  )
}

const timeOf = (at: string) => new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })

function dayOf(at: string | undefined): string | undefined {
  if (!at) return undefined
  const date = new Date(at)
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / 86_400_000)
  if (days === 0) return texts.today
  return days === 1 ? texts.yesterday : date.toLocaleDateString([], { weekday: 'long', day: 'numeric', month: 'long' })
}
