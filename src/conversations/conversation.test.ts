import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { acceptedBy, agentSays, beginChange, capacityMoves, close, customerSays, enqueue, heldCapacity, isOver, offerTo, startWrapUp, withdrawOffer, type Change, type Conversation } from './index.ts'

const now = new Date('2026-03-02T10:00:00Z')
const queue = { id: 'general', name: 'General' }
const agents = ['ana', 'bo'].map((id) => ({ id, name: id }))

function conversation(): Conversation {
  const at = now.toISOString()
  return {
    id: 'c1', environmentId: 'contoso', version: 1, lastSeq: 0, status: 'active', owner: { kind: 'copilot', id: 'bot', name: 'Bot' }, channel: 'livechat',
    workstreamId: 'chat', widgetId: 'widget', copilotId: 'bot', copilotVersion: 1, queueId: undefined, capacityUnits: 2, offer: undefined,
    data: { customer: { id: 'kim', name: 'Kim' }, locale: 'en-US', context: {}, variables: {}, subject: '', declined: {}, due: {} },
    dialog: undefined, createdAt: at, queuedAt: undefined, wrapUpAt: undefined, closedAt: undefined, changedAt: at,
  }
}

/** Every step the hub takes, allowed where the hub allows it. */
const steps: Record<string, (change: Change, agent: { id: string; name: string }) => Change> = {
  say: (change) => (isOver(change.after) ? change : customerSays(change, now, { type: 'message', text: 'hi' }, undefined)),
  escalate: (change) => (change.after.owner.kind === 'copilot' ? enqueue(change, now, queue, { reason: 'test' }) : change),
  offer: (change, agent) =>
    change.after.owner.kind === 'queue' && !change.after.offer
      ? offerTo(change, now, { offerId: 'o', agentId: agent.id, agentName: agent.name, offeredAt: now.toISOString(), expiresAt: now.toISOString() })
      : change,
  decline: (change) => withdrawOffer(change, now, 'declined'),
  timeOut: (change) => withdrawOffer(change, now, 'offerTimedOut'),
  accept: (change, agent) => (change.after.owner.kind === 'queue' ? acceptedBy(change, now, agent) : change),
  answer: (change, agent) => (change.after.owner.kind === 'agent' && !isOver(change.after) ? agentSays(change, now, agent, { text: 'yes', clientId: 'x' }) : change),
  end: (change) => (change.after.owner.kind === 'agent' && change.after.status === 'active' ? startWrapUp(change, now, 'agentEnded', 15) : change),
  close: (change) => (change.after.closedAt ? change : close(change, now, 'agent-closed')),
}

const journey = fc.array(fc.tuple(fc.constantFrom(...Object.keys(steps)), fc.constantFrom(...agents)), { maxLength: 40 })

describe('whatever happens to a conversation', () => {
  it('numbers its lines without a hole, and ids follow the numbers', () => {
    fc.assert(
      fc.property(journey, (walk) => {
        const lines = run(walk).flatMap((change) => change.lines)
        expect(lines.map((line) => line.seq)).toEqual(lines.map((_, index) => index + 1))
        expect(lines.every((line) => line.activity.id === `c1|${String(line.seq).padStart(7, '0')}`)).toBe(true)
      }),
    )
  })

  it('gives back exactly the capacity it took, and holds none once it is closed', () => {
    fc.assert(
      fc.property(journey, (walk) => {
        const held = new Map<string, number>()
        let last = conversation()
        for (const change of run(walk)) {
          for (const move of capacityMoves(change)) held.set(move.agentId, (held.get(move.agentId) ?? 0) + move.delta)
          last = change.after
        }
        const holder = heldCapacity(last)
        for (const [agentId, units] of held) expect(units).toBe(agentId === holder?.agentId ? holder.units : 0)
        if (last.closedAt) expect(holder).toBeUndefined()
      }),
    )
  })

  it('never leaves closed', () => {
    fc.assert(
      fc.property(journey, (walk) => {
        let closed = false
        for (const { after } of run(walk)) {
          if (closed) expect(after.status).toBe('closed')
          closed ||= after.status === 'closed'
        }
      }),
    )
  })
})

function run(walk: [string, { id: string; name: string }][]): Change[] {
  let current = conversation()
  return walk.map(([step, agent]) => {
    const change = steps[step]!(beginChange(current), agent)
    current = change.after
    return change
  })
}
