import type { Presence } from '../contracts/index.ts'

export type AgentLoad = {
  agentId: string
  name: string
  presence: Presence
  capacity: number
  used: number
  queueIds: readonly string[]
  /** Epoch milliseconds of the last assignment; 0 for never. */
  lastAssignedAt: number
}

type WorkItem = {
  queueId: string
  units: number
  /** Agents who declined or missed it: id -> times and when (ISO). */
  declined: Readonly<Record<string, { times: number; at: string }>>
}

/** An agent is offered the same conversation at most this often, and not again before this many milliseconds. */
export const offerLimits = { times: 3, againAfterMs: 60_000 }

/** Presences that get work. `inactive` (missed an offer), away, do not disturb and offline do not. */
export const servingPresences: readonly Presence[] = ['available', 'busy']

/** Who may be considered at all; an assignment method only ranks them. */
export function canTake(agent: AgentLoad, work: WorkItem, now: Date): boolean {
  if (!servingPresences.includes(agent.presence)) return false
  if (!agent.queueIds.includes(work.queueId)) return false
  if (agent.used + work.units > agent.capacity) return false
  const declined = work.declined[agent.agentId]
  return !declined || (declined.times < offerLimits.times && now.getTime() - new Date(declined.at).getTime() >= offerLimits.againAfterMs)
}

/** Highest free capacity first; a tie goes to whoever has waited longest for work. (omnichannel reference 2.10) */
export function pickAgent(work: WorkItem, agents: readonly AgentLoad[], now: Date): AgentLoad | undefined {
  let best: AgentLoad | undefined
  for (const agent of agents) {
    if (canTake(agent, work, now) && (!best || rank(agent, best) < 0)) best = agent
  }
  return best
}

/** When an agent who declined may be asked again: the earliest moment still to come. Past it, only presence or capacity can help. */
export function nextTry(work: WorkItem, now: Date): Date | undefined {
  const times = Object.values(work.declined)
    .filter((declined) => declined.times < offerLimits.times)
    .map((declined) => new Date(declined.at).getTime() + offerLimits.againAfterMs)
    .filter((at) => at > now.getTime())
  return times.length ? new Date(Math.min(...times)) : undefined
}

/** What presence the others see: capacity in use shows as busy, a full agent as do not disturb. (reference 2.6 rule 1) */
export function shownPresence(agent: Pick<AgentLoad, 'presence' | 'capacity' | 'used'>): Presence {
  if (agent.presence !== 'available' && agent.presence !== 'busy') return agent.presence
  if (agent.used > 0 && agent.used >= agent.capacity) return 'do-not-disturb'
  return agent.used > 0 ? 'busy' : agent.presence
}

function rank(a: AgentLoad, b: AgentLoad): number {
  return b.capacity - b.used - (a.capacity - a.used) || a.lastAssignedAt - b.lastAssignedAt || (a.agentId < b.agentId ? -1 : 1)
}
