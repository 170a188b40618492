import { beginChange, deadlineKinds, withDeadline, type Conversation } from '../conversations/index.ts'
import { canTake, nextTry, servingPresences } from '../routing/index.ts'
import { ring, sayWait, type Desk } from './hand-off.ts'
import type { HubCore } from './hub-core.ts'

/**
 * Looks for agents for what waits, in the queues' order. One look at a time in an environment; a wish that arrives
 * meanwhile is granted once afterwards.
 */
export function waitingAssigner(core: HubCore): (environmentId: string) => Promise<void> {
  const looking = new Map<string, { again: boolean; done: Promise<void> }>()
  const look = async (environmentId: string) => {
    const state = { again: true, done: Promise.resolve() }
    const run = async () => {
      while (state.again) {
        state.again = false
        await assignOnce(core, environmentId)
      }
      // In the same breath as the last look at `again`: a wish can arrive between any two.
      looking.delete(environmentId)
    }
    looking.set(environmentId, state)
    state.done = run().catch((error: unknown) => {
      looking.delete(environmentId)
      throw error
    })
    await state.done
  }
  return async (environmentId) => {
    const current = looking.get(environmentId)
    if (!current) return look(environmentId)
    current.again = true
    await current.done
  }
}

const lookedAtOnce = 50
const mostLookedAt = 1_000

/** Goes on past those whom nobody can take (declined by all, larger than anybody's capacity), as long as somebody is free. */
async function assignOnce(core: HubCore, environmentId: string): Promise<void> {
  for (let skip = 0; skip < mostLookedAt; skip += lookedAtOnce) {
    const page = await core.store.waiting(environmentId, lookedAtOnce, skip)
    let left = 0
    for (const waiting of page) {
      const desk = await core.desk(environmentId)
      if (desk.agents.some((agent) => canTake(agent, workOf(waiting), desk.now))) await offerOne(core, waiting.id)
      else {
        await waitOn(core, waiting, desk)
        left++
      }
    }
    if (left < lookedAtOnce || !(await somebodyIsFree(core, environmentId))) return
  }
}

async function somebodyIsFree(core: HubCore, environmentId: string): Promise<boolean> {
  return (await core.desk(environmentId)).agents.some((agent) => servingPresences.includes(agent.presence) && agent.used < agent.capacity)
}

async function offerOne(core: HubCore, conversationId: string): Promise<void> {
  await core.lanes.run(conversationId, async (conversation) => {
    if (conversation.owner.kind !== 'queue' || conversation.offer) return { result: undefined }
    const change = ring(beginChange(conversation), await core.desk(conversation.environmentId))
    return { change, result: undefined, onNoCapacity: () => core.board.stale(conversation.environmentId) }
  })
}

/** Nobody can take it: the customer is told once, and a deadline remembers when somebody who declined may be asked again. */
async function waitOn(core: HubCore, waiting: Conversation, desk: Desk): Promise<void> {
  const at = nextTry(workOf(waiting), desk.now)
  if (waiting.data.toldToWait && (!at || waiting.data.due[deadlineKinds.reoffer]?.at)) return
  await core.lanes.run(waiting.id, (conversation) => {
    if (conversation.owner.kind !== 'queue' || conversation.offer) return { result: undefined }
    const told = sayWait(beginChange(conversation), desk)
    return { change: at ? withDeadline(told, deadlineKinds.reoffer, at) : told, result: undefined }
  })
}

function workOf(conversation: Conversation) {
  return { queueId: conversation.queueId ?? '', units: conversation.capacityUnits, declined: conversation.data.declined }
}
