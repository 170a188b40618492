import type { ScriptSettings } from '../script-settings.ts'
import { texts } from '../texts.ts'
import { openConnection, backoff, type Connection, type ConnectionState } from './connection.ts'
import { createExclusive } from './exclusive.ts'
import { activityOf, addActivities, emptyHistory, lastSeqOf, shownLines, unreadAfter, type History, type Line, type Outgoing, type QuickReply } from './lines.ts'
import type { Memory } from './memory.ts'
import { ServerError, type ActivitySet, type Config, type Server, type Session } from './server.ts'

/**
 *            open()              token                     endOfConversation, 404
 *   idle ─────────────▶ starting ─────▶ chatting ─────────────────────────────▶ ended
 *    ▲                     │ no                                                   │
 *    └── failed ◀──────────┘            ◀───────────── startChat() ───────────────┘
 */
export type Phase = 'idle' | 'starting' | 'chatting' | 'ended' | 'failed'

export type ChatView = {
  config: Config
  phase: Phase
  connection: ConnectionState
  lines: Line[]
  typing: string | undefined
  /** The person who answers, once there is one. */
  agentName: string | undefined
  unread: number
  open: boolean
  sound: boolean
  problem: string | undefined
}

export type Chat = ReturnType<typeof createChat>
type ChatEvent = 'open' | 'close' | 'chat-started' | 'message' | 'unread' | 'ended'
type Deps = { settings: ScriptSettings; server: Server; memory: Memory; config: Config; emit(name: ChatEvent, detail?: unknown): void }

const typingShownMs = 6000
const typingSentMs = 3000

/** One chat of one page, in step with the other tabs of the same site. The view is a snapshot; `subscribe` tells of a new one. */
export function createChat({ settings, server, memory, config, emit }: Deps) {
  const exclusive = createExclusive(`baton:${settings.id}`, memory, navigator.locks)
  const listeners = new Set<() => void>()
  let phase: Phase = 'idle'
  let connectionState: ConnectionState = 'connecting'
  let connection: Connection | undefined
  let session: Session | undefined
  let history: History = emptyHistory
  let acked: Outgoing[] = []
  let context: Record<string, string | number | boolean> = {}
  let problem: string | undefined
  let isOpen = memory.get<boolean>('open') ?? false
  let typingSentAt = 0
  let typingTimer: ReturnType<typeof setTimeout> | undefined
  let refreshTimer: ReturnType<typeof setTimeout> | undefined
  let retryTimer: ReturnType<typeof setTimeout> | undefined
  let retries = 0
  let view = snapshot()

  function snapshot(): ChatView {
    const outgoing = ownOutgoing()
    const lines = shownLines(history, outgoing, acked)
    const agent = history.lines.findLast((line) => line.serves !== undefined)?.serves
    return {
      config,
      phase,
      connection: connectionState,
      lines,
      typing: phase === 'chatting' ? typingName() : undefined,
      agentName: phase === 'chatting' ? (agent ?? undefined) : undefined,
      unread: unreadAfter(history, seen()),
      open: isOpen,
      sound: memory.get<boolean>('sound') ?? false,
      problem,
    }
  }

  function typingName(): string | undefined {
    const { typing } = history
    return typing && Date.now() - typing.at < typingShownMs ? typing.name : undefined
  }

  function changed() {
    const before = view
    markSeen()
    view = snapshot()
    if (view.unread !== before.unread) emit('unread', { count: view.unread })
    for (const listener of listeners) listener()
  }

  function seen() {
    return memory.get<{ conversationId: string; seq: number }>('seen')?.seq ?? 0
  }

  function markSeen() {
    const last = lastSeqOf(history)
    if (session && isOpen && document.visibilityState === 'visible' && last > seen()) memory.set('seen', { conversationId: session.conversationId, seq: last })
  }

  function ownOutgoing() {
    return memory.list<Outgoing>('out:').filter((item) => item.conversationId === session?.conversationId)
  }

  // ---- beginning, resuming, ending

  async function start() {
    if (phase === 'starting' || phase === 'chatting') return
    setPhase('starting')
    try {
      use(await exclusive('start', findOrOpen))
    } catch (error) {
      problem = error instanceof ServerError ? error.message : String(error)
      setPhase('failed')
    }
  }

  /** Another tab may have opened one meanwhile. */
  async function findOrOpen(): Promise<Session> {
    const saved = memory.get<Session>('session')
    if (saved && saved.expiresAt > Date.now()) return saved
    const opened = await server.token({
      ...(saved ? { resume: saved.token } : {}),
      locale: settings.locale ?? navigator.language,
      ...(settings.customerName ? { customer: { name: settings.customerName } } : {}),
      context,
    })
    if (!opened.resumed) memory.remove('seen')
    memory.set('session', opened)
    emit('chat-started', { conversationId: opened.conversationId, resumed: opened.resumed })
    return opened
  }

  function use(next: Session) {
    if (session?.conversationId !== next.conversationId) {
      history = emptyHistory
      acked = []
    }
    session = next
    problem = undefined
    planRefresh()
    setPhase('chatting')
    connection?.close()
    connection = openConnection({
      server,
      session: () => session ?? next,
      onActivities: take,
      onState(state) {
        if (connectionState === state) return
        connectionState = state
        if (state === 'online') void flush()
        changed()
      },
      renew,
      onOver: () => over(),
    })
  }

  function take({ activities }: ActivitySet) {
    const before = history
    history = addActivities(history, activities, session?.userId ?? '', Date.now())
    acked = acked.filter((item) => !history.echoed.has(item.clientId))
    for (const item of ownOutgoing()) if (history.echoed.has(item.clientId)) memory.remove(`out:${item.clientId}`)
    if (history.typing !== before.typing && history.typing) {
      clearTimeout(typingTimer)
      typingTimer = setTimeout(changed, typingShownMs + 50)
    }
    announce(before)
    changed()
    if (history.ended) over()
  }

  /** What is new and from others, once: not the history that a reload brings. */
  function announce(before: History) {
    if (before === emptyHistory) return
    const fresh = history.lines.filter((line) => line.from !== 'me' && line.seq > lastSeqOf(before) && line.seq > seen())
    for (const line of fresh) emit('message', { from: line.from, name: line.name })
  }

  function over() {
    clearTimeout(refreshTimer)
    clearTimeout(retryTimer)
    connection?.close()
    connection = undefined
    if (memory.get<Session>('session')?.conversationId === session?.conversationId) memory.remove('session')
    for (const item of ownOutgoing()) memory.set(`out:${item.clientId}`, { ...item, problem: 'ended' })
    if (phase === 'ended') return
    setPhase('ended')
    emit('ended', { conversationId: session?.conversationId })
  }

  async function startAgain() {
    connection?.close()
    memory.remove('session')
    memory.remove('seen')
    for (const item of memory.list<Outgoing>('out:')) memory.remove(`out:${item.clientId}`)
    session = undefined
    history = emptyHistory
    acked = []
    phase = 'idle'
    await start()
  }

  async function end() {
    if (!session || phase !== 'chatting') return
    try {
      await server.end(session)
    } catch (error) {
      if (error instanceof ServerError && error.passing) throw error
    }
    over()
  }

  // ---- tokens

  async function renew() {
    await exclusive('renew', async () => {
      const saved = memory.get<Session>('session')
      // Another tab has just done it.
      if (saved && session && saved.token !== session.token && saved.expiresAt > Date.now()) return adopt(saved)
      if (session) adopt(await server.refresh(session).catch((error: unknown) => reopen(error, session)))
    })
  }

  /** A token that slept too long cannot be refreshed, but the conversation may still be open. */
  async function reopen(error: unknown, old: Session | undefined): Promise<Session> {
    if (!old || phase !== 'chatting' || !(error instanceof ServerError) || ![401, 403].includes(error.status)) throw error
    const opened = await server.token({ resume: old.token })
    if (opened.conversationId !== old.conversationId) throw new ServerError(404, 'CONVERSATION_ENDED', texts.ended)
    return opened
  }

  function adopt(next: Session) {
    session = next
    memory.set('session', next)
    planRefresh()
  }

  function planRefresh() {
    clearTimeout(refreshTimer)
    if (!session) return
    const wait = Math.max(30_000, (session.expiresAt - Date.now()) * 0.6)
    refreshTimer = setTimeout(() => void renew().catch(() => {}), Math.min(wait, 2 ** 31 - 1))
  }

  // ---- saying

  function say(text: string, more: { title?: string; value?: unknown } = {}) {
    const trimmed = text.trim()
    if ((!trimmed && more.value === undefined) || !session || phase !== 'chatting') return
    const clientId = randomId()
    memory.set(`out:${clientId}`, { clientId, conversationId: session.conversationId, at: new Date().toISOString(), text: trimmed, ...more } satisfies Outgoing)
    typingSentAt = 0
    changed()
    void flush()
  }

  /** Sends what waits, in order. The same id until the server has it; the server drops what it has seen. */
  async function flush() {
    clearTimeout(retryTimer)
    const again = await exclusive('send', async () => {
      const waiting = ownOutgoing().filter((item) => !item.problem)
      for (const item of waiting.toSorted((a, b) => a.at.localeCompare(b.at))) {
        const wait = await post(item)
        if (wait !== undefined) return wait
      }
      return undefined
    })
    changed()
    if (again !== undefined) retryTimer = setTimeout(() => void flush(), again)
  }

  /** Milliseconds to wait before trying again; undefined when this one is settled. */
  async function post(item: Outgoing): Promise<number | undefined> {
    // Another tab may have sent it while this one waited for its turn.
    if (!session || memory.get(`out:${item.clientId}`) === undefined) return undefined
    try {
      await server.post(session, activityOf(item))
      retries = 0
      if (!history.echoed.has(item.clientId)) acked = [...acked, item]
      memory.remove(`out:${item.clientId}`)
      changed()
      return undefined
    } catch (error) {
      if (!(error instanceof ServerError)) throw error
      if (error.passing) return Math.max(error.retryAfter * 1000, backoff(++retries))
      if (error.status === 401 || error.status === 403) return renew().then(() => 0, () => backoff(++retries))
      if (error.status === 404) {
        over()
        return undefined
      }
      memory.set(`out:${item.clientId}`, { ...item, problem: error.message })
      return undefined
    }
  }

  function retry(clientId: string) {
    const item = memory.get<Outgoing>(`out:${clientId}`)
    if (!item) return
    const { problem: _, ...clean } = item
    memory.set(`out:${clientId}`, clean)
    changed()
    void flush()
  }

  function discard(clientId: string) {
    memory.remove(`out:${clientId}`)
    changed()
  }

  function reply(choice: QuickReply) {
    const value = typeof choice.value === 'string' ? choice.value : undefined
    if (choice.type === 'postBack') say(value ?? '', { title: choice.title, ...(value === undefined ? { value: choice.value } : {}) })
    else say(value ?? choice.title)
  }

  function typing() {
    if (!session || phase !== 'chatting' || connectionState !== 'online' || Date.now() - typingSentAt < typingSentMs) return
    typingSentAt = Date.now()
    // Not worth a second try.
    server.post(session, { type: 'typing' }).catch(() => {})
  }

  // ---- window

  function setOpen(next: boolean) {
    if (isOpen === next) return
    isOpen = next
    memory.set('open', next)
    emit(next ? 'open' : 'close')
    changed()
    if (next && (phase === 'idle' || phase === 'failed') && config.online) void start()
    if (next && !config.online) void reloadConfig()
  }

  async function reloadConfig() {
    try {
      config = await server.config()
    } catch {
      return
    }
    changed()
    if (config.online && isOpen && phase === 'idle') void start()
  }

  function setPhase(next: Phase) {
    phase = next
    changed()
  }

  /** A chat that was going on when the page was left goes on, with the panel as it was. */
  function resume() {
    const saved = memory.get<Session>('session')
    if (saved && Date.now() - saved.expiresAt < 86_400_000) {
      session = saved
      phase = 'starting'
      if (saved.expiresAt > Date.now() + 30_000) use(saved)
      else renew().then(() => session && use(session), () => waitForOpening())
    } else if (isOpen && config.online) void start()
  }

  /** Whether the old conversation is still open is asked when the customer looks: asking opens a new one if it is not. */
  function waitForOpening() {
    session = undefined
    setPhase('idle')
    if (isOpen && config.online) void start()
  }

  memory.onChange((name) => {
    if (name === 'session') followOtherTab()
    if (name.startsWith('out:') || name === 'seen' || name === 'sound') changed()
  })

  function followOtherTab() {
    const saved = memory.get<Session>('session')
    if (!saved) return
    if (session?.conversationId === saved.conversationId) session = saved
    else if (phase !== 'starting') use(saved)
  }

  const wake = () => {
    changed()
    connection?.wake()
    if (session && phase === 'chatting') void flush()
  }
  window.addEventListener('online', wake)
  window.addEventListener('offline', () => {
    if (phase === 'chatting') connectionState = 'offline'
    changed()
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') wake()
  })

  return {
    view: () => view,
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    resume,
    start,
    startAgain,
    end,
    say,
    reply,
    retry,
    discard,
    typing,
    setOpen,
    setSound(on: boolean) {
      memory.set('sound', on)
      changed()
    },
    setContext(more: Record<string, string | number | boolean>) {
      context = { ...context, ...more }
    },
    get conversationId() {
      return session?.conversationId
    },
  }
}

function randomId(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
