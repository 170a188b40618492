import { beginChange, close, tell } from '../conversations/index.ts'
import type { Ongoing } from '../contracts/index.ts'
import { BatonError } from '../platform/index.ts'
import { servingPresences, shownPresence } from '../routing/index.ts'
import type { Hub } from './hub.ts'
import { detailOf, requireFile, summaryOf, type HubCore } from './hub-core.ts'
import { stepsOf } from './steps/replay-conversation.ts'

export function supervision(core: HubCore, assignWaiting: (environmentId: string) => Promise<void>): Hub['supervisor'] {
  const load = async (environmentId: string, conversationId: string) => {
    const conversation = await core.store.load(conversationId)
    if (conversation?.environmentId !== environmentId) throw new BatonError('CONVERSATION_NOT_FOUND', conversationId)
    return conversation
  }

  return {
    async ongoing(environmentId): Promise<Ongoing> {
      const now = core.clock.now()
      const midnight = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()))
      const [all, agents, configuration, closedToday] = await Promise.all([
        core.store.ongoing(environmentId),
        core.agents.ofEnvironment(environmentId),
        core.configurationOf(environmentId),
        core.store.closedToday(environmentId, midnight),
      ])
      // The maker's test chats and copilots without the hub are not the supervisor's business.
      const conversations = all.filter((conversation) => conversation.channel === 'livechat')
      const waiting = conversations.filter((conversation) => conversation.owner.kind === 'queue')
      return {
        at: now.toISOString(),
        conversations: conversations.map((conversation) => summaryOf(core, conversation)),
        agents: agents.map((agent) => ({
          id: agent.agentId,
          name: agent.name,
          presence: shownPresence(agent),
          capacity: { total: agent.capacity, used: agent.used },
          queues: agent.queueIds.map((id) => configuration.queues.get(id)?.name ?? id),
          conversations: conversations.filter(({ owner }) => owner.kind === 'agent' && owner.id === agent.agentId).length,
        })),
        queues: [...configuration.queues.values()].map((queue) => {
          const here = waiting.filter((conversation) => conversation.queueId === queue.id)
          return {
            id: queue.id,
            name: queue.name,
            waiting: here.length,
            longestWaitSince: here.map((conversation) => conversation.queuedAt ?? conversation.createdAt).toSorted()[0] ?? null,
            agentsAvailable: agents.filter((agent) => agent.queueIds.includes(queue.id) && servingPresences.includes(agent.presence)).length,
          }
        }),
        totals: {
          withCopilot: conversations.filter(({ owner }) => owner.kind === 'copilot').length,
          waiting: waiting.length,
          withAgent: conversations.filter(({ owner, status }) => owner.kind === 'agent' && status === 'active').length,
          wrapUp: conversations.filter(({ status }) => status === 'wrap-up').length,
          closedToday,
        },
      }
    },

    async detail(environmentId, conversationId) {
      return detailOf(core, await load(environmentId, conversationId))
    },

    async file(environmentId, conversationId, fileId) {
      await load(environmentId, conversationId)
      return requireFile(core, conversationId, fileId)
    },

    async steps(environmentId, conversationId) {
      return stepsOf(core, await load(environmentId, conversationId))
    },

    async forceClose(environmentId, conversationId, by) {
      await load(environmentId, conversationId)
      const summary = await core.lanes.run(conversationId, (conversation) => {
        if (conversation.status === 'closed') return { result: summaryOf(core, conversation) }
        const now = core.clock.now()
        const told = conversation.status === 'wrap-up' ? beginChange(conversation) : tell(beginChange(conversation), now, 'A supervisor has closed this conversation.')
        const change = close(told, now, 'supervisor-closed', by)
        return { change, result: summaryOf(core, change.after) }
      })
      core.later(() => assignWaiting(environmentId))
      return summary
    },
  }
}
