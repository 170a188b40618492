import { copilotSays, withData, type Change } from '../conversations/index.ts'
import type { Activity, Entry } from '../contracts/index.ts'
import type { CallResult } from '../dialog/index.ts'

type Wanted = { activityId: string; activity?: Activity | undefined }
type Outcome = { change: Change; result: CallResult }

/**
 * Changes or, without an `activity`, takes back what the copilot said. The log only grows: a line of its own says which
 * one it changes. Only the copilot's own messages that the customer can see, and only in this conversation.
 */
export function changeMessage(change: Change, now: Date, bot: { id: string; name: string }, { activityId, activity }: Wanted, earlier: readonly Entry[]): Outcome {
  const lines = [...earlier, ...change.lines].filter(({ author, audience }) => author.kind === 'copilot' && audience === 'everyone')
  const removed = new Set(lines.flatMap(({ activity: line }) => (line.type === 'messageDelete' ? [line.changes] : [])))
  const messages = lines.filter((line) => line.activity.type === 'message' && !removed.has(line.activity.id))
  const target = activityId ? messages.find((line) => line.activity.id === activityId) : messages.at(-1)
  if (!target?.activity.id) return { change, result: { type: 'failed', code: 'ContentError', message: whyNot(activityId) } }
  const line: Activity = { ...activity, type: activity ? 'messageUpdate' : 'messageDelete', changes: target.activity.id }
  return { change: withPreview(copilotSays(change, now, bot, line), target, activity), result: { type: 'done' } }
}

const whyNot = (activityId: string) =>
  activityId
    ? `"${activityId}" is not the id of a message this copilot sent in this conversation, or it was deleted. Leave the id empty to change what it said last.`
    : 'the copilot has sent nothing yet that could be changed.'

/** Lists show what was said last as it reads now. */
function withPreview(change: Change, target: Entry, activity: Activity | undefined): Change {
  const last = change.after.data.lastMessage
  if (last?.author !== 'copilot' || last.at !== target.at) return change
  return withData(change, { lastMessage: { ...last, text: activity ? (activity.text ?? '').slice(0, 160) : '[deleted]' } })
}
