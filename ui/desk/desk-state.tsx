import { type ReactNode, createContext, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { type DeskFrame, type Inbox, deskAgent, deskFrame, inbox as inboxSchema, type Offer, type Presence } from '../../src/contracts/desk.ts'
import { type SocketStatus, api, callApi, serverClock, useLiveSocket } from '../kit/index.ts'
import { readMarks } from './local-marks.ts'
import { createOutbox, type Outbox } from './outbox.ts'

/** What a conversation on the screen hears: new lines, or that it may have missed some. */
export type ConversationNews = Extract<DeskFrame, { type: 'entries' }> | { type: 'catch-up' }
type Typing = { from: string; until: number }

export type Desk = {
  inbox: Inbox | undefined
  error: unknown
  socket: SocketStatus
  typing: ReadonlyMap<string, Typing>
  outbox: Outbox
  refresh(): Promise<void>
  setPresence(presence: Exclude<Presence, 'inactive'>): Promise<void>
  listen(conversationId: string, listener: (news: ConversationNews) => void): () => void
}

const DeskContext = createContext<Desk | undefined>(undefined)
const typingMs = 6000
const pollMs = 10_000

export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (!desk) throw new Error('useDesk needs a DeskProvider above it.')
  return desk
}

/** The agent's inbox, kept true by the socket; HTTP fills in whenever the socket was away. */
export function DeskProvider(props: { children: ReactNode }) {
  const [inbox, setInbox] = useState<Inbox>()
  const [error, setError] = useState<unknown>()
  const [typing, setTyping] = useState<ReadonlyMap<string, Typing>>(new Map())
  const frames = useRef(0)
  const news = useRef(createNews()).current
  const outbox = useRef<Outbox>(undefined)
  outbox.current ??= createOutbox({
    send: (id, message) => callApi(`/api/desk/conversations/${encodeURIComponent(id)}/messages`, { body: message }),
    storage: sessionStorage,
    newClientId: () => `desk-${randomId()}`,
    now: () => new Date(serverClock.now()).toISOString(),
    onSent: (id) => setTimeout(() => news.tell(id, { type: 'catch-up' }), 800),
  })

  const refresh = useMemo(
    () => async () => {
      const before = frames.current
      try {
        const loaded = await api(inboxSchema, '/api/desk/inbox')
        // A frame that came meanwhile is newer than this answer.
        if (frames.current === before) setInbox(loaded)
        setError(undefined)
      } catch (failure) {
        setError(failure)
      }
    },
    [],
  )
  useEffect(() => void refresh(), [refresh])

  const onFrame = (frame: DeskFrame) => {
    if (frame.type === 'inbox') {
      frames.current += 1
      setInbox(frame.inbox)
      setError(undefined)
    } else if (frame.type === 'offer') {
      setInbox((old) => (old ? withOffer(old, frame.offer) : old))
    } else if (frame.type === 'entries') {
      news.tell(frame.conversationId, frame)
      const customerSpoke = frame.entries.some(({ author, activity }) => author.kind === 'customer' && activity.type === 'message')
      if (customerSpoke) setTyping((old) => without(old, frame.conversationId))
    } else {
      setTyping((old) => new Map(old).set(frame.conversationId, { from: frame.from, until: Date.now() + typingMs }))
    }
  }
  const onOpen = () => {
    news.tellAll({ type: 'catch-up' })
    outbox.current?.resume()
  }
  const socket = useLiveSocket('/api/desk/stream', { schema: deskFrame, onFrame, onOpen })
  useExpiringTyping(typing, setTyping)
  usePolling(socket !== 'open', () => {
    void refresh()
    news.tellAll({ type: 'catch-up' })
  })
  useTidyMarks(inbox)

  const value: Desk = {
    inbox,
    error,
    socket,
    typing,
    outbox: outbox.current,
    refresh,
    async setPresence(presence) {
      const agent = await api(deskAgent, '/api/desk/presence', { body: { presence } })
      setInbox((old) => (old ? { ...old, agent } : old))
    },
    listen: news.listen,
  }
  return <DeskContext value={value}>{props.children}</DeskContext>
}

/** Where sockets cannot pass (some proxies), the desk still works, only slower. */
function usePolling(needed: boolean, poll: () => void) {
  const latest = useRef(poll)
  latest.current = poll
  useEffect(() => {
    if (!needed) return
    const timer = setInterval(() => latest.current(), pollMs)
    return () => clearInterval(timer)
  }, [needed])
}

function useTidyMarks(inbox: Inbox | undefined) {
  const loaded = inbox !== undefined
  const latest = useRef(inbox)
  latest.current = inbox
  useEffect(() => {
    if (latest.current) readMarks.keep(new Set([...latest.current.mine, ...latest.current.open, ...latest.current.closedToday].map(({ id }) => id)))
  }, [loaded])
}

function withOffer(inbox: Inbox, offer: Offer): Inbox {
  return { ...inbox, offers: [...inbox.offers.filter(({ offerId }) => offerId !== offer.offerId), offer] }
}

function createNews() {
  const listeners = new Set<{ id: string; listener: (news: ConversationNews) => void }>()
  return {
    listen(id: string, listener: (news: ConversationNews) => void) {
      const one = { id, listener }
      listeners.add(one)
      return () => void listeners.delete(one)
    },
    tell(id: string, item: ConversationNews) {
      for (const one of listeners) if (one.id === id) one.listener(item)
    },
    tellAll(item: ConversationNews) {
      for (const one of listeners) one.listener(item)
    },
  }
}

function useExpiringTyping(typing: ReadonlyMap<string, Typing>, set: (next: (old: ReadonlyMap<string, Typing>) => ReadonlyMap<string, Typing>) => void) {
  useEffect(() => {
    if (typing.size === 0) return
    const next = Math.min(...[...typing.values()].map(({ until }) => until))
    const timer = setTimeout(() => set((old) => new Map([...old].filter(([, { until }]) => until > Date.now()))), Math.max(50, next - Date.now()))
    return () => clearTimeout(timer)
  }, [typing, set])
}

function without<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  if (!map.has(key)) return map
  const next = new Map(map)
  next.delete(key)
  return next
}

/** `crypto.randomUUID` exists only on secure origins; a desk in a local network may be plain http. */
function randomId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
