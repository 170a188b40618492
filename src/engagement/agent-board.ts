import type { Change } from '../conversations/index.ts'
import { capacityMoves } from '../conversations/index.ts'
import type { Clock } from '../platform/index.ts'
import type { Agent, AgentStore } from './ports.ts'

/** Older than this, the board is read again behind the back of whoever looks. */
const refreshAfterMs = 2_000

/**
 * Who is there and how busy, kept in memory so that an escalation rings without asking the database first. It is a
 * guess that the commit checks: an offer to an agent who is full or gone does not land.
 */
export function agentBoard(agents: AgentStore, clock: Clock) {
  type Board = { agents: Map<string, Agent>; readAt: number; reading: Promise<void> | undefined }
  const boards = new Map<string, Board>()
  /** Counts readings and what made them stale: only the latest reading is kept. */
  const turns = new Map<string, number>()
  const nextTurn = (environmentId: string): number => {
    const turn = (turns.get(environmentId) ?? 0) + 1
    turns.set(environmentId, turn)
    return turn
  }

  const read = async (environmentId: string): Promise<Board> => {
    const turn = nextTurn(environmentId)
    const list = await agents.ofEnvironment(environmentId)
    const board = { agents: new Map(list.map((agent) => [agent.agentId, agent])), readAt: clock.now().getTime(), reading: undefined }
    if (turns.get(environmentId) === turn) boards.set(environmentId, board)
    return board
  }

  return {
    async look(environmentId: string): Promise<Agent[]> {
      const board = boards.get(environmentId) ?? (await read(environmentId))
      if (!board.reading && clock.now().getTime() - board.readAt > refreshAfterMs) {
        board.reading = read(environmentId).then(
          () => {},
          () => {
            board.reading = undefined
          },
        )
      }
      return [...board.agents.values()]
    },

    /** Forget: the next look reads. */
    stale(environmentId: string) {
      nextTurn(environmentId)
      boards.delete(environmentId)
    },

    /** Keeps the units in step with a commit. */
    committed(change: Change, now: Date) {
      const board = boards.get(change.after.environmentId)
      if (!board) return
      for (const { agentId, delta, guard } of capacityMoves(change)) {
        const agent = board.agents.get(agentId)
        if (agent) board.agents.set(agentId, { ...agent, used: Math.max(0, agent.used + delta), lastAssignedAt: guard ? now.getTime() : agent.lastAssignedAt })
      }
    },
  }
}

export type AgentBoard = ReturnType<typeof agentBoard>
