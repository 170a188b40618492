import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { z } from 'zod'
import { type ConversationDetail, type ConversationSummary, type Entry, conversationDetail, entry } from '../../src/contracts/conversation.ts'
import { api } from '../kit/index.ts'
import { useDesk } from './desk-state.tsx'
import { findInInbox } from './inbox-sections.ts'
import { completeUpTo, mergeEntries, newer } from './merge-entries.ts'

const entriesAnswer = z.object({ entries: z.array(entry) })
/** The last ones that were open, so that going back shows them at once. */
const remembered = new Map<string, ConversationDetail>()

export type OpenConversation = {
  status: 'loading' | 'ready' | 'failed'
  error: unknown
  detail: ConversationDetail | undefined
  reload(): void
  /** The answer of an action is newer than what is shown. */
  setSummary(summary: ConversationSummary): void
}

export const conversationPath = (id: string) => `/api/desk/conversations/${encodeURIComponent(id)}`

/** One conversation in full, kept complete: pushed lines are merged by number, holes are filled over HTTP. */
export function useConversation(id: string): OpenConversation {
  const { inbox, listen } = useDesk()
  const [detail, setDetail] = useState(() => remembered.get(id))
  const [status, setStatus] = useState<OpenConversation['status']>(detail ? 'ready' : 'loading')
  const [error, setError] = useState<unknown>()
  const [round, setRound] = useState(0)
  const early = useRef<readonly Entry[]>([])

  const addEntries = useCallback((entries: readonly Entry[]) => {
    early.current = mergeEntries(early.current, entries)
    setDetail((old) => (old ? withEntries(old, entries) : old))
  }, [])

  useEffect(() => {
    const abort = new AbortController()
    api(conversationDetail, conversationPath(id), { signal: abort.signal }).then(
      (loaded) => {
        setDetail((old) => withEntries(old ? { ...loaded, conversation: newer(old.conversation, loaded.conversation) ?? loaded.conversation, entries: [...mergeEntries(old.entries, loaded.entries)] } : loaded, early.current))
        setStatus('ready')
        setError(undefined)
      },
      (failure: unknown) => {
        if (abort.signal.aborted) return
        setStatus('failed')
        setError(failure)
      },
    )
    return () => abort.abort()
  }, [id, round])

  const complete = useMemo(() => completeUpTo(detail?.entries ?? []), [detail?.entries])
  const catchUp = useRef(async () => {})
  catchUp.current = async () => {
    if (!detail) return setRound((n) => n + 1)
    try {
      addEntries((await api(entriesAnswer, `${conversationPath(id)}/entries?after=${complete}`)).entries)
    } catch {
      // The next frame, or the next opening of the socket, tries again.
    }
  }
  useEffect(() => listen(id, (news) => (news.type === 'entries' ? addEntries(news.entries) : void catchUp.current())), [id, listen, addEntries])

  const listed = findInInbox(inbox, id)
  const summary = newer(detail?.conversation, listed)
  const last = Math.max(summary?.lastSeq ?? 0, detail?.entries.at(-1)?.seq ?? 0)
  const behind = detail !== undefined && complete < last
  useEffect(() => {
    if (!behind) return
    // Pushed lines usually come a moment after the list says that they exist.
    const timer = setTimeout(() => void catchUp.current(), 400)
    return () => clearTimeout(timer)
  }, [behind, last])

  // It left every list: it was closed, or somebody else has it. The server knows which.
  const known = listed !== undefined
  const wasKnown = useRef(known)
  useEffect(() => {
    if (wasKnown.current && !known) setRound((n) => n + 1)
    wasKnown.current = known
  }, [known])

  const shown = useMemo(() => (detail && summary && summary !== detail.conversation ? { ...detail, conversation: summary } : detail), [detail, summary])
  useEffect(() => {
    if (shown) remember(id, shown)
  }, [id, shown])

  return {
    status,
    error,
    detail: shown,
    reload: () => {
      setStatus('loading')
      setRound((n) => n + 1)
    },
    setSummary: (next) => setDetail((old) => (old ? { ...old, conversation: newer(old.conversation, next) ?? next } : old)),
  }
}

function withEntries(detail: ConversationDetail, entries: readonly Entry[]): ConversationDetail {
  const merged = mergeEntries(detail.entries, entries)
  return merged === detail.entries ? detail : { ...detail, entries: [...merged] }
}

function remember(id: string, detail: ConversationDetail) {
  remembered.delete(id)
  remembered.set(id, detail)
  const oldest = remembered.keys().next().value
  if (remembered.size > 12 && oldest !== undefined) remembered.delete(oldest)
}
