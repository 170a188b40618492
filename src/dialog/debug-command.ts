import { freshState } from './state.ts'
import type { Turn } from './turn.ts'

/** `/debug conversationid`, `/debug clearstate`, `/debug clearhistory`, and in the test chat `/debug set Global.X "y"`. */
export function debugCommand(turn: Turn, text: string): boolean {
  const command = /^\/debug\s+(\w+)(?:\s+(\S+)\s*(.*))?$/i.exec(text.trim())
  if (!command) return false
  const answer = run(turn, (command[1] ?? '').toLowerCase(), command[2], command[3] ?? '')
  if (answer !== undefined) turn.send({ type: 'message', text: answer })
  return answer !== undefined
}

function run(turn: Turn, name: string, target: string | undefined, value: string): string | undefined {
  switch (name) {
    case 'conversationid':
      return turn.context.conversationId
    case 'clearstate':
      clearState(turn)
      return 'The state is cleared.'
    case 'clearhistory':
      turn.state.topics = []
      turn.state.phrases = []
      return 'The history is cleared.'
    case 'set':
      if (!turn.context.inTestMode || target === undefined) return undefined
      turn.set(target.replace(/^bot\./i, 'Global.'), value.trim().replace(/^"(.*)"$/, '$1'))
      return `${target} is set.`
    default:
      return undefined
  }
}

function clearState(turn: Turn) {
  const { started, turn: count } = turn.state
  Object.assign(turn.state, freshState(), { turn: count, started })
}
