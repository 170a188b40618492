import { useCallback, useEffect, useId, useMemo, useRef, useState } from 'react'
import { type Found, announcement, isWorthAsking, matching, typedAt, wantedAfter } from './completion.ts'
import type { Completion, Completions } from './studio-api.ts'

const waitMs = 60

export type Complete = (text: string, offset: number, signal: AbortSignal) => Promise<Completions | null>
type State = { found: Found | undefined; open: boolean; index: number; signature: Completions['signature'] }
const nothing: State = { found: undefined, open: false, index: 0, signature: undefined }

/**
 * Suggestions while a text is typed. The server is asked once a word; as the word grows, its answer is narrowed down here.
 * The editor tells what was typed and where the caret went, and asks `shown` what to show.
 */
export function useCompletions(complete: Complete | undefined, text: string) {
  const [state, setState] = useState<State>(nothing)
  const [caret, setCaret] = useState(0)
  const listId = useId()
  const asking = useRef<{ abort: AbortController; timer: ReturnType<typeof setTimeout> }>(undefined)

  const typed = state.found && state.open ? typedAt(state.found, text, caret) : undefined
  const items = useMemo(() => (state.found && typed !== undefined ? matching(state.found.completions.items, typed) : []), [state.found, typed])
  const index = Math.min(state.index, items.length - 1)

  const stop = useCallback(() => {
    clearTimeout(asking.current?.timer)
    asking.current?.abort.abort()
    asking.current = undefined
  }, [])
  useEffect(() => stop, [stop])

  const ask = useCallback(
    (value: string, offset: number, open: boolean, delay = waitMs) => {
      if (!complete) return
      stop()
      const abort = new AbortController()
      const timer = setTimeout(() => {
        complete(value, offset, abort.signal).then(
          (completions) => abort.signal.aborted || setState(completions ? { found: { completions, length: value.length }, open, index: 0, signature: completions.signature } : nothing),
          // Without suggestions one can still write; the checker tells when the server is away.
          () => abort.signal.aborted || setState(nothing),
        )
      }, delay)
      asking.current = { abort, timer }
    },
    [complete, stop],
  )
  const close = useCallback(() => {
    stop()
    setState(nothing)
  }, [stop])

  return {
    /** Only while there is something to choose from. */
    list: items.length > 0 ? { id: listId, items, index, optionId: (at: number) => `${listId}-${at}` } : undefined,
    start: state.found?.completions.start ?? caret,
    signature: state.signature,
    spoken: announcement(items.length, items[index]),
    close,
    /** Ctrl+Space. */
    open: (value: string, offset: number) => {
      setCaret(offset)
      ask(value, offset, true, 0)
    },
    /** The maker typed; `character` is undefined when something was taken away. */
    typed: (value: string, offset: number, character: string | undefined) => {
      setCaret(offset)
      // With "=" a value becomes a formula.
      const stays = character !== '=' && state.found && state.open && typedAt(state.found, value, offset) !== undefined
      if (stays) {
        setState((old) => ({ ...old, index: 0 }))
        return
      }
      const wanted = character === undefined ? undefined : wantedAfter(character, value.slice(0, offset - 1))
      if ((wanted === 'names' || wanted === 'signature' || state.signature) && isWorthAsking(value, offset)) ask(value, offset, wanted === 'names')
      else close()
    },
    moved: (value: string, offset: number) => {
      if (offset === caret) return
      setCaret(offset)
      if (state.found && state.open && typedAt(state.found, value, offset) !== undefined) return
      if (state.signature) ask(value, offset, false)
      else if (state.open) close()
    },
    choose: (step: number) => setState((old) => ({ ...old, index: (index + step + items.length) % items.length })),
    /** The change that takes a suggestion. */
    take: (value: string, at = index): { from: number; to: number; item: Completion } | undefined => {
      const item = items[at]
      const { found } = state
      return item && found ? { from: found.completions.start, to: found.completions.end + value.length - found.length, item } : undefined
    },
  }
}
