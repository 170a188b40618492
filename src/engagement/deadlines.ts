import { beginChange, close, deadlineKinds, isDue, isOver, note, settleDeadline, tell, withDeadline, withdrawOffer, type Conversation } from '../conversations/index.ts'
import { agentDeadlines, markInactive, releaseAfterMs, restoreWithinMs, setAgentPresence, withdrawOffersOf } from './agent-actions.ts'
import { routeToQueue } from './hand-off.ts'
import { leave } from './customer.ts'
import { letCopilotAnswer, performCall, type HubCore } from './hub-core.ts'
import type { OutsideCall } from './copilot-turn.ts'

const everyMs = 200
/** Somebody became free and the process died before it looked for work: looked for again this often. */
const lookForWorkEveryMs = 15_000
const forgetEveryMs = 3_600_000
/** Copilot Studio keeps transcripts this long. (10.4) */
const keepTurnsDays = 30

type Due = { subject: string; kind: string; dueAt: Date }

/**
 * Drains what is due. A row is claimed with a lease and handled in its conversation's lane; the commit that handles it
 * moves or removes it. What turned out to be stale is removed only while it still is the row that was claimed.
 */
export function deadlineLoop(core: HubCore, assignWaiting: (environmentId: string) => Promise<void>) {
  let timer: NodeJS.Timeout | undefined
  let draining: Promise<void> | undefined
  let stopped = false

  const drain = async () => {
    for (;;) {
      const due = await core.store.claimDue(core.clock.now())
      await Promise.all(due.map((row) => handle(core, assignWaiting, row).catch((error: unknown) => core.log.error('a deadline could not be handled', error, { subject: row.subject, kind: row.kind }))))
      if (due.length < 100 || stopped) return
    }
  }
  let lookedAt = -Infinity
  const lookForWork = async () => {
    if (performance.now() - lookedAt < lookForWorkEveryMs) return
    lookedAt = performance.now()
    for (const environmentId of await core.store.environmentsWaiting()) await assignWaiting(environmentId)
  }
  let forgotAt = -Infinity
  const forgetOldTurns = async () => {
    if (performance.now() - forgotAt < forgetEveryMs) return
    forgotAt = performance.now()
    await core.store.forgetTurns(new Date(core.clock.now().getTime() - (core.keepTurnsDays ?? keepTurnsDays) * 86_400_000))
  }
  const tick = () => {
    draining = drain()
      .then(lookForWork)
      .then(forgetOldTurns)
      .catch((error: unknown) => core.log.error('deadlines could not be read', error))
      .finally(() => {
        if (!stopped) timer = setTimeout(tick, everyMs)
      })
  }

  return {
    start: tick,
    /** Once, now; what tests with a hand-moved clock call. */
    drain,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await draining
    },
  }
}

async function handle(core: HubCore, assignWaiting: (environmentId: string) => Promise<void>, row: Due): Promise<void> {
  if (row.subject.startsWith('agent:')) return handleAgent(core, assignWaiting, row)
  const conversation = await core.store.load(row.subject)
  if (!conversation || conversation.closedAt) return core.store.clearDeadline(row.subject, row.kind, row.dueAt)
  const fired = await fire(core, row, await minutesOfWrapUp(core, conversation))
  if (!fired) return
  if (fired.call) performCall(core, row.subject, fired.call)
  if (fired.missedBy) await markInactive(core, fired.missedBy)
  if (row.kind !== deadlineKinds.inactivity && row.kind !== deadlineKinds.call) await assignWaiting(conversation.environmentId)
}

type Fired = { call?: OutsideCall | undefined; missedBy?: string }

/** Does what is due, in the conversation's lane. A row that came too early moves to where its deadline is now. */
async function fire(core: HubCore, row: Due, wrapUpMinutes: number): Promise<Fired | undefined> {
  return core.lanes.run<Fired | undefined>(row.subject, async (conversation) => {
    const now = core.clock.now()
    if (!isDue(conversation, row.kind, now)) return { change: settleDeadline(beginChange(conversation), row.kind), result: undefined }
    const change = settleDeadline(withDeadline(beginChange(conversation), row.kind, undefined), row.kind)
    const onNoCapacity = () => core.board.stale(conversation.environmentId)
    const withCopilot = conversation.owner.kind === 'copilot' && !isOver(conversation)
    switch (row.kind) {
      case deadlineKinds.inactivity: {
        if (!withCopilot) return { change, result: {} }
        const turn = await letCopilotAnswer(core, change, { type: 'inactivity' })
        return { change: turn.change, result: { call: turn.call }, onNoCapacity }
      }
      case deadlineKinds.call: {
        const callId = withCopilot ? pendingCall(conversation) : undefined
        if (!callId) return { change, result: {} }
        const turn = await letCopilotAnswer(core, change, { type: 'answer', callId, result: lostCall })
        return { change: turn.change, result: { call: turn.call }, onNoCapacity }
      }
      case deadlineKinds.abandoned:
        return { change: withCopilot ? close(note(change, now, 'timedOut'), now, 'inactive') : change, result: {} }
      case deadlineKinds.offer:
        if (!conversation.offer) return { change, result: {} }
        return { change: withdrawOffer(change, now, 'offerTimedOut'), result: { missedBy: conversation.offer.agentId } }
      case deadlineKinds.wrapUp:
        return { change: conversation.status === 'wrap-up' ? close(change, now, 'wrap-up-timed-out') : change, result: {} }
      case deadlineKinds.customerGone:
        return { change: core.isOnline(conversation.id) || isOver(conversation) ? change : leave(change, now, 'customerLeft', wrapUpMinutes), result: {} }
      default:
        return { change, result: {} }
    }
  })
}

/** The process that made the call is gone: the topic hears that it failed and goes on by its own rules. */
const lostCall = { type: 'failed', code: 'ExecutionTimeout', message: 'The call was lost: the service restarted before its answer came.' } as const

function pendingCall(conversation: Conversation): string | undefined {
  const state = conversation.dialog as { pending?: { callId?: string } } | undefined
  return state?.pending?.callId
}

async function minutesOfWrapUp(core: HubCore, conversation: Conversation): Promise<number> {
  const { workstreams } = await core.configurationOf(conversation.environmentId)
  return workstreams.get(conversation.workstreamId ?? '')?.wrapUpMinutes ?? 15
}

/**
 * The agent's page is gone. Everything that follows is written before the row that led here is removed, so that a crash
 * anywhere repeats the whole: each step does nothing the second time.
 */
async function handleAgent(core: HubCore, assignWaiting: (environmentId: string) => Promise<void>, row: Due): Promise<void> {
  const agentId = row.subject.slice('agent:'.length)
  const agent = await core.agents.find(agentId)
  const back = agent && core.connectedAgents.has(agent.agentId)
  // Disabled, or no agent any more: nothing is waited for.
  if (!agent && row.kind === agentDeadlines.release) await dismiss(core, assignWaiting, agentId)
  if (agent && !back) {
    const later = (milliseconds: number) => new Date(row.dueAt.getTime() + milliseconds)
    if (row.kind === agentDeadlines.pageGone) {
      await core.store.setDeadline(row.subject, agentDeadlines.forgetPresence, later(restoreWithinMs))
      await core.store.setDeadline(row.subject, agentDeadlines.release, later(releaseAfterMs))
      if (agent.presence !== 'offline') await setAgentPresence(core, agent, 'offline', agent.presence === 'inactive' ? 'available' : agent.presence)
      await withdrawOffersOf(core, agent.agentId)
      await assignWaiting(agent.environmentId)
    }
    // Back later than that, they start as available, like a fresh sign-in; who went offline by hand stays so.
    if (row.kind === agentDeadlines.forgetPresence && agent.presence === 'offline' && agent.presenceBefore) await core.agents.setPresence(agent.agentId, 'offline', 'available', 'offline')
    if (row.kind === agentDeadlines.release) await releaseConversationsOf(core, agent.agentId)
  }
  await core.store.clearDeadline(row.subject, row.kind, row.dueAt)
}

async function dismiss(core: HubCore, assignWaiting: (environmentId: string) => Promise<void>, agentId: string): Promise<void> {
  const [offered, held] = await Promise.all([core.store.offeredTo(agentId), core.store.ofAgent(agentId)])
  await withdrawOffersOf(core, agentId)
  await releaseConversationsOf(core, agentId)
  for (const environmentId of new Set([...offered, ...held].map((conversation) => conversation.environmentId))) {
    core.board.stale(environmentId)
    await assignWaiting(environmentId)
  }
}

/** Their customers wait no longer for somebody who does not come back: the queue takes over, with the same thread. */
async function releaseConversationsOf(core: HubCore, agentId: string): Promise<void> {
  for (const held of await core.store.ofAgent(agentId)) {
    await core.lanes.run(held.id, async (conversation) => {
      if (conversation.owner.kind !== 'agent' || conversation.owner.id !== agentId || conversation.status !== 'active') return { result: undefined }
      const desk = await core.desk(conversation.environmentId)
      const left = tell(note(beginChange(conversation), desk.now, 'agentLeft', { agent: conversation.owner.name }), desk.now, `${conversation.owner.name} has lost the connection.`, null)
      return { change: routeToQueue(left, desk, 'agent-left'), result: undefined, onNoCapacity: () => core.board.stale(conversation.environmentId) }
    })
  }
}
