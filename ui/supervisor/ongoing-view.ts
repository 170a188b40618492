import type { ConversationSummary } from '../../src/contracts/conversation.ts'
import type { Ongoing } from '../../src/contracts/supervisor.ts'
import { type Stage, customerName, stageOf } from '../kit/conversation/words.ts'

export type Filters = { search: string; stage: string; queueId: string; agentId: string }
export type SortKey = 'customer' | 'stage' | 'queue' | 'owner' | 'wait' | 'started'
export type Sort = { key: SortKey; down: boolean }

const stageOrder: Record<Stage, number> = { waiting: 0, agent: 1, 'wrap-up': 2, copilot: 3, closed: 4 }

/** What needs a person first is on top: waiting ones, the longest wait first. */
export const defaultSort: Sort = { key: 'stage', down: false }

export function filterConversations(conversations: readonly ConversationSummary[], filters: Filters): ConversationSummary[] {
  const words = filters.search.trim().toLowerCase()
  return conversations.filter(
    (one) =>
      (!filters.stage || stageOf(one) === filters.stage) &&
      (!filters.queueId || one.queue?.id === filters.queueId) &&
      (!filters.agentId || (one.owner.kind === 'agent' && one.owner.id === filters.agentId)) &&
      (!words || searchable(one).includes(words)),
  )
}

function searchable(one: ConversationSummary): string {
  return [customerName(one), one.subject, one.copilotName, one.queue?.name, ownerName(one), one.lastMessage?.text].join('\n').toLowerCase()
}

export function ownerName(one: ConversationSummary): string {
  return one.owner.kind === 'agent' || one.owner.kind === 'copilot' ? one.owner.name : ''
}

/** How long the customer waits or has waited for a person; undefined when they never asked for one. */
export function waitMs(one: ConversationSummary, now: number): number | undefined {
  if (!one.escalatedAt) return stageOf(one) === 'waiting' ? now - Date.parse(one.startedAt) : undefined
  const until = one.acceptedAt ?? one.wrapUpAt ?? one.closedAt
  return Math.max(0, (until ? Date.parse(until) : now) - Date.parse(one.escalatedAt))
}

export function sortConversations(conversations: readonly ConversationSummary[], sort: Sort, now: number): ConversationSummary[] {
  const compare = comparisons[sort.key]
  const direction = sort.down ? -1 : 1
  return conversations.toSorted((a, b) => direction * compare(a, b, now) || byAge(a, b))
}

const byText = (text: (one: ConversationSummary) => string) => (a: ConversationSummary, b: ConversationSummary) => text(a).localeCompare(text(b))
const byAge = (a: ConversationSummary, b: ConversationSummary) => Date.parse(a.escalatedAt ?? a.startedAt) - Date.parse(b.escalatedAt ?? b.startedAt)

const comparisons: Record<SortKey, (a: ConversationSummary, b: ConversationSummary, now: number) => number> = {
  customer: byText(customerName),
  stage: (a, b) => stageOrder[stageOf(a)] - stageOrder[stageOf(b)],
  queue: byText((one) => one.queue?.name ?? '\uffff'),
  owner: byText((one) => ownerName(one) || '\uffff'),
  wait: (a, b, now) => (waitMs(b, now) ?? -1) - (waitMs(a, now) ?? -1),
  started: (a, b) => Date.parse(b.startedAt) - Date.parse(a.startedAt),
}

export type QueueBar = { id: string; name: string; counts: { stage: Stage; count: number }[]; total: number; longestWaitSince: string | null; agentsAvailable: number | null }

/** Per queue how many conversations are in which state; what is with copilots alone has a bar of its own. */
export function queueBars(ongoing: Ongoing): QueueBar[] {
  const counted = (conversations: readonly ConversationSummary[], ids: Stage[]) => ids.map((stage) => ({ stage, count: conversations.filter((one) => stageOf(one) === stage).length })).filter(({ count }) => count > 0)
  const queued = ongoing.queues.map((queue): QueueBar => {
    const mine = ongoing.conversations.filter((one) => one.queue?.id === queue.id)
    const counts = counted(mine, ['waiting', 'agent', 'wrap-up'])
    return { id: queue.id, name: queue.name, counts, total: counts.reduce((sum, { count }) => sum + count, 0), longestWaitSince: queue.longestWaitSince, agentsAvailable: queue.agentsAvailable }
  })
  const counts = counted(ongoing.conversations, ['copilot'])
  return [...queued, { id: '', name: 'With copilots', counts, total: counts[0]?.count ?? 0, longestWaitSince: null, agentsAvailable: null }]
}
