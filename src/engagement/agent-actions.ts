import { acceptedBy, agentSays, beginChange, close, isOver, offerOf, startWrapUp, withdrawOffer, type Conversation } from '../conversations/index.ts'
import type { ConversationDetail, ConversationSummary, Entry, Inbox, Presence } from '../contracts/index.ts'
import { BatonError } from '../platform/index.ts'
import { servingPresences, shownPresence } from '../routing/index.ts'
import type { Hub } from './hub.ts'
import { expectBack } from './hand-off.ts'
import { detailOf, requireFile, summaryOf, type HubCore } from './hub-core.ts'
import type { Agent } from './ports.ts'

/** An agent whose last page went away counts as present this long: a reload is not an absence. */
const reloadGraceMs = 10_000
/** After that they are offline; back within this time they get the presence they had. (omnichannel reference 2.6 rule 5) */
export const restoreWithinMs = 150_000
const oneDayMs = 24 * 3600_000

/** An agent away this long gives their conversations back to the queue. (omnichannel reference 2.6) */
export const releaseAfterMs = 8 * 60_000

export const agentDeadlines = { pageGone: 'page-gone', forgetPresence: 'forget-presence', release: 'release' } as const
export const agentSubject = (agentId: string) => `agent:${agentId}`

export function agentActions(core: HubCore, assignWaiting: (environmentId: string) => Promise<void>): Hub['agent'] {
  const changed = (agent: Agent) => {
    core.board.stale(agent.environmentId)
    core.bus.publish({ type: 'agent', environmentId: agent.environmentId, agentId: agent.agentId })
    core.later(() => assignWaiting(agent.environmentId))
  }

  return {
    async inbox(agentId): Promise<Inbox> {
      const agent = await findAgent(core, agentId)
      const [configuration, mine, offered, open, closedToday] = await Promise.all([
        core.configurationOf(agent.environmentId),
        core.store.ofAgent(agentId),
        core.store.offeredTo(agentId),
        core.store.waitingInQueues([...agent.queueIds]),
        core.store.closedBy(agentId, new Date(core.clock.now().getTime() - oneDayMs)),
      ])
      return {
        agent: {
          id: agent.agentId,
          name: agent.name,
          presence: shownPresence(agent),
          capacity: { total: agent.capacity, used: agent.used },
          queues: agent.queueIds.flatMap((id) => configuration.queues.get(id) ?? []).map(({ id, name }) => ({ id, name })),
        },
        offers: offered.flatMap((conversation) => offerOf(conversation, core.isOnline(conversation.id)) ?? []),
        mine: mine.map((conversation) => summaryOf(core, conversation)),
        open: open.filter((conversation) => !conversation.offer).map((conversation) => summaryOf(core, conversation)),
        closedToday: closedToday.map((conversation) => summaryOf(core, conversation)),
      }
    },

    async setPresence(agentId, presence) {
      const agent = await findAgent(core, agentId)
      await core.agents.setPresence(agentId, presence, undefined)
      // Who is not there for offers cannot answer the one that rings.
      if (!servingPresences.includes(presence)) await withdrawOffersOf(core, agentId)
      changed(agent)
    },

    async connected(agentId) {
      core.connectedAgents.add(agentId)
      const agent = await findAgent(core, agentId)
      await core.store.clearDeadline(agentSubject(agentId), agentDeadlines.pageGone)
      await core.store.clearDeadline(agentSubject(agentId), agentDeadlines.release)
      if (agent.presence !== 'offline' || !agent.presenceBefore) return
      await core.store.clearDeadline(agentSubject(agentId), agentDeadlines.forgetPresence)
      await core.agents.setPresence(agentId, agent.presenceBefore, undefined, 'offline')
      changed(agent)
    },

    async disconnected(agentId) {
      core.connectedAgents.delete(agentId)
      const due = new Date(core.clock.now().getTime() + reloadGraceMs)
      await core.store.setDeadline(agentSubject(agentId), agentDeadlines.pageGone, due)
    },

    async accept(agentId, conversationId, offerId) {
      const agent = await findAgent(core, agentId)
      return core.lanes.run(conversationId, (conversation) => {
        if (conversation.owner.kind === 'agent' && conversation.owner.id === agentId) return { result: summaryOf(core, conversation) }
        requireSameEnvironment(conversation, agent)
        requireOfferOrQueue(conversation, agent, offerId)
        const accepted = acceptedBy(beginChange(conversation), core.clock.now(), { id: agentId, name: agent.name })
        const change = expectBack(accepted, core.clock.now(), core.isOnline(conversationId))
        return { change, result: summaryOf(core, change.after) }
      })
    },

    async decline(agentId, conversationId, offerId) {
      const environmentId = await core.lanes.run(conversationId, (conversation) => {
        if (conversation.offer?.offerId !== offerId || conversation.offer.agentId !== agentId) throw new BatonError('OFFER_GONE', conversationId)
        return { change: withdrawOffer(beginChange(conversation), core.clock.now(), 'declined'), result: conversation.environmentId }
      })
      core.later(() => assignWaiting(environmentId))
    },

    async say(agentId, conversationId, message) {
      return core.lanes.run(conversationId, async (conversation) => {
        const firstTime = async () => ({ seq: (await core.store.findByClientId(conversationId, message.clientId)) ?? 0 })
        if (conversation.owner.kind !== 'agent' || conversation.owner.id !== agentId || isOver(conversation)) {
          // The first sending may have landed just before the end.
          const known = await firstTime()
          if (known.seq && (await mayRead(core, agentId, conversation))) return { result: known }
          throw isOver(conversation) ? new BatonError('CONVERSATION_ENDED', conversationId) : new BatonError('NOT_YOURS', conversationId)
        }
        const change = agentSays(beginChange(conversation), core.clock.now(), conversation.owner, message)
        return { change, result: { seq: change.after.lastSeq }, onDuplicate: firstTime }
      })
    },

    async typing(agentId, conversationId) {
      const conversation = await core.lanes.peek(conversationId)
      if (conversation?.owner.kind !== 'agent' || conversation.owner.id !== agentId) throw new BatonError('NOT_YOURS', conversationId)
      core.bus.publish({ type: 'typing', environmentId: conversation.environmentId, conversationId, side: 'agent', from: conversation.owner.name })
    },

    async end(agentId, conversationId) {
      const agent = await findAgent(core, agentId)
      const { workstreams } = await core.configurationOf(agent.environmentId)
      return core.lanes.run(conversationId, (conversation) => {
        requireMine(conversation, agentId)
        if (conversation.status === 'wrap-up') return { result: summaryOf(core, conversation) }
        const minutes = workstreams.get(conversation.workstreamId ?? '')?.wrapUpMinutes ?? 15
        const change = startWrapUp(beginChange(conversation), core.clock.now(), 'agentEnded', minutes)
        return { change, result: summaryOf(core, change.after) }
      })
    },

    async close(agentId, conversationId) {
      const agent = await findAgent(core, agentId)
      const summary = await core.lanes.run<ConversationSummary>(conversationId, (conversation) => {
        if (conversation.status === 'closed' && conversation.data.servedBy === agentId) return { result: summaryOf(core, conversation) }
        requireMine(conversation, agentId)
        const change = close(beginChange(conversation), core.clock.now(), 'agent-closed', agent.name)
        return { change, result: summaryOf(core, change.after) }
      })
      core.later(() => assignWaiting(agent.environmentId))
      return summary
    },

    async detail(agentId, conversationId): Promise<ConversationDetail> {
      return detailOf(core, await loadReadable(core, agentId, conversationId))
    },

    async entries(agentId, conversationId, after): Promise<Entry[]> {
      await loadReadable(core, agentId, conversationId)
      return core.store.entriesAfter(conversationId, after, 'staff')
    },

    async file(agentId, conversationId, fileId) {
      await loadReadable(core, agentId, conversationId)
      return requireFile(core, conversationId, fileId)
    },
  }
}

/** The agent did not answer: no more offers until they say that they are back. (omnichannel reference 2.6 rule 3) */
export async function markInactive(core: HubCore, agentId: string): Promise<void> {
  const agent = await core.agents.find(agentId)
  if (!agent || (agent.presence !== 'available' && agent.presence !== 'busy')) return
  await setAgentPresence(core, agent, 'inactive', undefined)
}

/** Somebody who left cannot answer: what rings at them rings elsewhere. */
export async function withdrawOffersOf(core: HubCore, agentId: string): Promise<void> {
  for (const offered of await core.store.offeredTo(agentId)) {
    await core.lanes.run(offered.id, (conversation) => {
      if (conversation.offer?.agentId !== agentId) return { result: undefined }
      return { change: withdrawOffer(beginChange(conversation), core.clock.now(), 'offerWithdrawn'), result: undefined }
    })
  }
}

/** Only from the presence that was looked at: an agent who has just come back is not overwritten. */
export async function setAgentPresence(core: HubCore, agent: Agent, presence: Presence, before: Presence | undefined): Promise<void> {
  await core.agents.setPresence(agent.agentId, presence, before, agent.presence)
  core.board.stale(agent.environmentId)
  core.bus.publish({ type: 'agent', environmentId: agent.environmentId, agentId: agent.agentId })
}

async function findAgent(core: HubCore, agentId: string): Promise<Agent> {
  const agent = await core.agents.find(agentId)
  if (!agent) throw new BatonError('NOT_FOUND', 'agent', agentId)
  return agent
}

function requireSameEnvironment(conversation: Conversation, agent: Agent): void {
  if (conversation.environmentId !== agent.environmentId) throw new BatonError('CONVERSATION_NOT_FOUND', conversation.id)
}

function requireOfferOrQueue(conversation: Conversation, agent: Agent, offerId: string | undefined): void {
  if (conversation.owner.kind === 'agent') throw new BatonError('ALREADY_TAKEN', conversation.id)
  if (conversation.owner.kind !== 'queue') throw offerId ? new BatonError('OFFER_GONE', conversation.id) : new BatonError('CONVERSATION_NOT_FOUND', conversation.id)
  if (offerId) {
    if (conversation.offer?.offerId !== offerId || conversation.offer.agentId !== agent.agentId) throw new BatonError('OFFER_GONE', conversation.id)
    return
  }
  if (!conversation.queueId || !agent.queueIds.includes(conversation.queueId)) throw new BatonError('CONVERSATION_NOT_FOUND', conversation.id)
  if (conversation.offer && conversation.offer.agentId !== agent.agentId) throw new BatonError('ALREADY_TAKEN', conversation.id)
}

function requireMine(conversation: Conversation, agentId: string): void {
  if (conversation.owner.kind !== 'agent' || conversation.owner.id !== agentId) throw new BatonError('NOT_YOURS', conversation.id)
}

async function loadReadable(core: HubCore, agentId: string, conversationId: string): Promise<Conversation> {
  const conversation = await core.store.load(conversationId)
  if (!conversation || !(await mayRead(core, agentId, conversation))) throw new BatonError('CONVERSATION_NOT_FOUND', conversationId)
  return conversation
}

/** Mine, offered to me, served by me before, or waiting in one of my queues. */
async function mayRead(core: HubCore, agentId: string, conversation: Conversation): Promise<boolean> {
  if (conversation.owner.kind === 'agent' && conversation.owner.id === agentId) return true
  if (conversation.offer?.agentId === agentId) return true
  if (conversation.closedAt && conversation.data.servedBy === agentId) return true
  if (conversation.owner.kind !== 'queue' || !conversation.queueId) return false
  const agent = await core.agents.find(agentId)
  return agent?.environmentId === conversation.environmentId && agent.queueIds.includes(conversation.queueId)
}
