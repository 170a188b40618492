import { afterEach, describe, expect, it } from 'vitest'
import { testHub } from '../../test/support/hub.ts'
import { agentBoard } from './agent-board.ts'
import type { Agent } from './ports.ts'

let world: Awaited<ReturnType<typeof testHub>> | undefined
afterEach(async () => {
  await world?.close()
  world = undefined
})

describe('a queue in front of which nobody can be served', () => {
  it('does not keep an agent from who waits behind', async () => {
    world = await testHub({ agents: [{ id: 'ana', presence: 'away' }] })
    const kim = await world.customer()
    await kim.say('talk to a person')
    // Sixty who came before and need more than anybody's capacity.
    await world.database.pool.query(`
      insert into conversation (id, environment_id, version, last_seq, status, owner_kind, owner_id, channel, workstream_id, widget_id, copilot_id, copilot_version, queue_id, capacity_units, data, created_at, queued_at, changed_at)
      select 'large_' || n, environment_id, 1, 0, status, owner_kind, owner_id, channel, workstream_id, widget_id, copilot_id, copilot_version, queue_id, 9, data, created_at, queued_at - interval '1 hour', changed_at
      from conversation, generate_series(1, 60) n where id = '${kim.id}'`)
    await world.hub.agent.setPresence('ana', 'available')
    await world.hub.settled()
    expect((await world.hub.agent.inbox('ana')).offers.map(({ conversation }) => conversation.id)).toEqual([kim.id])
  })
})

describe('the board of agents', () => {
  it('is not set back by a reading that began before it changed', async () => {
    const ana = (presence: string) => [{ agentId: 'ana', presence }] as unknown as Agent[]
    const readings: ((agents: Agent[]) => void)[] = []
    let now = 0
    const board = agentBoard({ ofEnvironment: () => new Promise<Agent[]>((resolve) => readings.push(resolve)) } as never, { now: () => new Date(now) })
    const first = board.look('contoso')
    readings[0]!(ana('away'))
    await first
    now = 5_000
    await board.look('contoso')
    // Ana becomes available while that look behind the back is still under way.
    board.stale('contoso')
    const fresh = board.look('contoso')
    readings[2]!(ana('available'))
    expect((await fresh)[0]?.presence).toBe('available')
    readings[1]!(ana('away'))
    await new Promise((resolve) => setTimeout(resolve))
    expect((await board.look('contoso'))[0]?.presence).toBe('available')
  })
})
