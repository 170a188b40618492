import { beginChange, close, deadlineKinds, isOver, note, withDeadline, withdrawOffer, type Conversation } from '../conversations/index.ts'
import { agentDeadlines, agentSubject, markInactive, restoreWithinMs, setAgentPresence } from './agent-actions.ts'
import { leave } from './customer.ts'
import { answerCall, letCopilotAnswer, performCall, type HubCore } from './hub-core.ts'
import type { OutsideCall } from './copilot-turn.ts'

const everyMs = 200

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
  const tick = () => {
    draining = drain()
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

async function handle(core: HubCore, assignWaiting: (environmentId: string) => Promise<void>, due: Due): Promise<void> {
  if (due.subject.startsWith('agent:')) return handleAgent(core, due)
  const stored = await core.store.deadline(due.subject, due.kind)
  if (!stored || stored.getTime() !== due.dueAt.getTime()) return
  const conversation = await core.store.load(due.subject)
  if (!conversation || conversation.closedAt) return core.store.clearDeadline(due.subject, due.kind, due.dueAt)
  switch (due.kind) {
    case deadlineKinds.inactivity:
      return fireInactivity(core, due)
    case deadlineKinds.abandoned:
      return closeWhen(core, due, (current) => current.owner.kind === 'copilot' && close(note(beginChange(current), core.clock.now(), 'timedOut'), core.clock.now(), 'inactive'))
    case deadlineKinds.offer:
      return offerPassed(core, assignWaiting, due)
    case deadlineKinds.reoffer:
      await closeWhen(core, due, (current) => withDeadline(beginChange(current), deadlineKinds.reoffer, undefined))
      return assignWaiting(conversation.environmentId)
    case deadlineKinds.wrapUp:
      await closeWhen(core, due, (current) => current.status === 'wrap-up' && close(beginChange(current), core.clock.now(), 'wrap-up-timed-out'))
      return assignWaiting(conversation.environmentId)
    case deadlineKinds.customerGone:
      return customerGone(core, due, conversation)
    case deadlineKinds.call:
      return callLost(core, due, conversation)
    default:
      return core.store.clearDeadline(due.subject, due.kind, due.dueAt)
  }
}

/** Runs `decide` if the deadline is still the one that was claimed; a `false` means that it has become pointless. */
async function closeWhen(core: HubCore, due: Due, decide: (conversation: Conversation) => ReturnType<typeof beginChange> | false): Promise<void> {
  const handled = await core.lanes.run(due.subject, async (conversation) => {
    if (!(await stillDue(core, due))) return { result: true }
    const change = conversation.closedAt ? false : decide(conversation)
    return change ? { change, result: true } : { result: false }
  })
  if (!handled) await core.store.clearDeadline(due.subject, due.kind, due.dueAt)
}

async function stillDue(core: HubCore, due: Due): Promise<boolean> {
  const stored = await core.store.deadline(due.subject, due.kind)
  return stored?.getTime() === due.dueAt.getTime()
}

/** The copilot's own inactivity topic, on the conversation it still owns. (S9) */
async function fireInactivity(core: HubCore, due: Due): Promise<void> {
  const call = await core.lanes.run<OutsideCall | undefined>(due.subject, async (conversation) => {
    if (!(await stillDue(core, due))) return { result: undefined }
    const spent = withDeadline(beginChange(conversation), deadlineKinds.inactivity, undefined)
    if (conversation.owner.kind !== 'copilot' || isOver(conversation)) return { change: spent, result: undefined }
    const turn = await letCopilotAnswer(core, spent, { type: 'inactivity' })
    return { change: turn.change, result: turn.call, onNoCapacity: () => core.board.stale(conversation.environmentId) }
  })
  if (call) performCall(core, due.subject, call)
}

async function offerPassed(core: HubCore, assignWaiting: (environmentId: string) => Promise<void>, due: Due): Promise<void> {
  const missed = await core.lanes.run(due.subject, async (conversation) => {
    if (!conversation.offer || !(await stillDue(core, due))) return { result: undefined }
    return { change: withdrawOffer(beginChange(conversation), core.clock.now(), 'offerTimedOut'), result: { agentId: conversation.offer.agentId, environmentId: conversation.environmentId } }
  })
  if (!missed) return core.store.clearDeadline(due.subject, due.kind, due.dueAt)
  await markInactive(core, missed.agentId)
  await assignWaiting(missed.environmentId)
}

async function customerGone(core: HubCore, due: Due, conversation: Conversation): Promise<void> {
  const { workstreams } = await core.configurationOf(conversation.environmentId)
  const minutes = workstreams.get(conversation.workstreamId ?? '')?.wrapUpMinutes ?? 15
  await closeWhen(core, due, (current) => !core.isOnline(current.id) && !isOver(current) && leave(current, core.clock.now(), 'customerLeft', minutes))
}

/** The process that made the call is gone: the topic hears that it failed and goes on by its own rules. */
async function callLost(core: HubCore, due: Due, conversation: Conversation): Promise<void> {
  const { callId } = (conversation.dialog ?? {}) as { callId?: string; call?: { callId?: string } }
  const pending = callId ?? (conversation.dialog as { call?: { callId?: string } } | undefined)?.call?.callId
  await core.store.clearDeadline(due.subject, due.kind, due.dueAt)
  if (!pending) return
  await answerCall(core, due.subject, pending, { type: 'failed', code: 'ExecutionTimeout', message: 'The call was lost: the service restarted before the answer came.' })
}

async function handleAgent(core: HubCore, due: Due): Promise<void> {
  const agentId = due.subject.slice('agent:'.length)
  const agent = await core.agents.find(agentId)
  await core.store.clearDeadline(due.subject, due.kind, due.dueAt)
  if (!agent) return
  if (due.kind === agentDeadlines.pageGone && agent.presence !== 'offline') {
    await setAgentPresence(core, agent, 'offline', agent.presence === 'inactive' ? 'available' : agent.presence)
    await withdrawOffersOf(core, agentId)
    await core.store.setDeadline(agentSubject(agentId), agentDeadlines.forgetPresence, new Date(core.clock.now().getTime() + restoreWithinMs))
  }
  // Back later than that, they start as available, like a fresh sign-in.
  if (due.kind === agentDeadlines.forgetPresence && agent.presence === 'offline') await core.agents.setPresence(agentId, 'offline', 'available')
}

/** Somebody who left cannot answer: what rings at them rings elsewhere. */
async function withdrawOffersOf(core: HubCore, agentId: string): Promise<void> {
  for (const offered of await core.store.offeredTo(agentId)) {
    await core.lanes.run(offered.id, (conversation) => {
      if (conversation.offer?.agentId !== agentId) return { result: undefined }
      return { change: withdrawOffer(beginChange(conversation), core.clock.now(), 'offerWithdrawn'), result: undefined }
    })
  }
}

