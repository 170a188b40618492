import type { ConversationSummary, DeskFrame, Inbox } from '../contracts/index.ts'
import type { Hint } from '../engagement/bus.ts'
import type { Hub } from '../engagement/hub.ts'
import type { Log } from '../platform/index.ts'
import { coalesce, goingAway, type Gateway, type LiveSocket, type SocketRoute } from '../realtime/index.ts'
import { checkRole, type PersonSession, type Sessions } from './session.ts'

type Deps = { hub: Hub; gateway: Gateway; sessions: Sessions; log: Log }

const inboxEveryMs = 50
/** A new line changes only a preview in the list, so the list may follow a little later than the line itself. */
const previewWithinMs = 250
/** Hints can be lost between nodes. */
const resyncEveryMs = 30_000

/** The desk's socket: the inbox first and whenever it changed; lines and typing of my conversations at once. */
export function deskStream(deps: Deps): SocketRoute {
  const pages = countPages(deps)
  return {
    path: '/api/desk/stream',
    cookie: true,
    settled: pages.settled,
    async accept(request) {
      const found = await deps.sessions.fromCookies(request.headers.cookie)
      const session = checkRole(found?.session, 'agent')
      return (socket) => {
        pages.opened(session.userId)
        socket.onClose(() => pages.closed(session.userId))
        streamInbox(deps, session, socket)
      }
    },
  }
}

function streamInbox(deps: Deps, session: PersonSession, socket: LiveSocket) {
  const { userId, environmentId } = session
  let last: Inbox | undefined
  let lastText = ''
  const send = (frame: DeskFrame) => socket.send(JSON.stringify(frame))

  const updates = coalesce(async () => {
    try {
      if (!(await deps.sessions.current(session))?.roles.includes('agent')) return socket.close(goingAway.refused, 'You are signed out.')
      const inbox = await deps.hub.agent.inbox(userId)
      const text = JSON.stringify({ type: 'inbox', inbox } satisfies DeskFrame)
      last = inbox
      if (text === lastText) return
      lastText = text
      socket.send(text)
    } catch (error) {
      deps.log.error('an inbox could not be loaded', error, { agentId: userId })
      // The page must not wait for a list that may never come: it reconnects and asks again.
      socket.close(goingAway.tooSlow, 'Try again.')
    }
  }, inboxEveryMs)

  const stopListening = deps.gateway.onEnvironment(environmentId, (hint) => {
    if (hint.type === 'conversation') {
      if (hint.offer && hint.offeredTo === userId) send({ type: 'offer', offer: hint.offer })
      if (isOwner(hint, userId) && hint.entries.length > 0) send({ type: 'entries', conversationId: hint.conversation.id, entries: hint.entries })
      if (isNews(hint, userId, last)) updates.request(isOnlyTalk(hint, userId, last) ? previewWithinMs : 0)
    } else if (hint.type === 'typing') {
      const mine = last?.mine.some((one) => one.id === hint.conversationId)
      if (mine && hint.side !== 'agent') send({ type: 'typing', conversationId: hint.conversationId, from: hint.from })
    } else if (hint.type === 'agent') {
      if (hint.agentId === userId) updates.request()
    } else if (hint.type === 'configuration') {
      updates.request()
    } else if (isListed(hint.conversationId, last)) {
      updates.request()
    }
  })

  const resync = setInterval(() => updates.request(), resyncEveryMs)
  socket.onClose(() => {
    stopListening()
    updates.stop()
    clearInterval(resync)
  })
  updates.request()
}

type ConversationHint = Extract<Hint, { type: 'conversation' }>

function isOwner({ conversation: { owner } }: ConversationHint, agentId: string): boolean {
  return owner.kind === 'agent' && owner.id === agentId
}

function isNews(hint: ConversationHint, agentId: string, inbox: Inbox | undefined): boolean {
  if (!inbox || isOwner(hint, agentId) || changesHands(hint, agentId)) return true
  const { conversation } = hint
  const inMyQueues = conversation.owner.kind === 'queue' && inbox.agent.queues.some((queue) => queue.id === conversation.queue?.id)
  return inMyQueues || isListed(conversation.id, inbox)
}

/** The lists know it in this very state: only what was said is new. */
function isOnlyTalk(hint: ConversationHint, agentId: string, inbox: Inbox | undefined): boolean {
  const { conversation } = hint
  const known = listed(inbox).find((one) => one.id === conversation.id)
  return known?.status === conversation.status && known.owner.kind === conversation.owner.kind && !changesHands(hint, agentId)
}

/** It comes to this agent or leaves them, or begins or stops to ring at them. */
function changesHands(hint: ConversationHint, agentId: string): boolean {
  const owned = hint.wasOwnedBy === agentId
  const rang = hint.wasOfferedTo === agentId
  const rings = hint.offeredTo === agentId
  return isOwner(hint, agentId) !== owned || rings !== rang || (rings && hint.offer !== undefined)
}

function isListed(conversationId: string, inbox: Inbox | undefined): boolean {
  return !inbox || listed(inbox).some((one) => one.id === conversationId)
}

function listed(inbox: Inbox | undefined): ConversationSummary[] {
  return inbox ? [...inbox.mine, ...inbox.open, ...inbox.offers.map((offer) => offer.conversation)] : []
}

/** An agent may have several pages open: the hub hears of the first one and of the last one. */
function countPages({ hub, log }: Deps) {
  const pages = new Map<string, number>()
  const told = new Map<string, Promise<void>>()
  // One after the other, so that a quick reload ends as connected.
  const tell = (agentId: string, what: (agentId: string) => Promise<void>) => {
    const before = told.get(agentId) ?? Promise.resolve()
    const after = before.then(() => what(agentId)).catch((error: unknown) => log.error('an agent page could not be counted', error, { agentId }))
    told.set(agentId, after)
    void after.then(() => told.get(agentId) === after && told.delete(agentId))
  }
  return {
    opened(agentId: string) {
      const count = (pages.get(agentId) ?? 0) + 1
      pages.set(agentId, count)
      if (count === 1) tell(agentId, hub.agent.connected)
    },
    closed(agentId: string) {
      const count = (pages.get(agentId) ?? 1) - 1
      if (count > 0) return void pages.set(agentId, count)
      pages.delete(agentId)
      tell(agentId, hub.agent.disconnected)
    },
    settled: async () => void (await Promise.all(told.values())),
  }
}
