import type { Activity } from '../../contracts/activity.ts'
import { ContentFailure } from '../failure.ts'
import type { Turn } from '../turn.ts'
import type { CallResult } from '../types.ts'

/** Channels whose clients can change what they show; elsewhere what was sent stays. */
const canChange: readonly string[] = ['omnichannel', 'directline', 'pva-studio']

type Target = { id: string; activityId?: unknown }

/** Asks for a change of what the copilot said. A blank `activityId` means what it said last. */
export function changeMessage(turn: Turn, { id, activityId }: Target, activity: Activity | undefined) {
  const { channelId } = turn.context
  if (!canChange.includes(channelId.split(':')[0] ?? '')) throw new ContentFailure('ElementNotSupported', `The node ${id} cannot run: the channel "${channelId}" cannot change or delete what was sent.`)
  turn.request({ type: 'change-message', activityId: activityId === undefined || activityId === null ? '' : turn.string(activityId), ...(activity ? { activity } : {}) })
}

export function changed(node: Target, _turn: Turn, result: CallResult) {
  if (result.type === 'failed') throw new ContentFailure(result.code, `The node ${node.id} changed nothing: ${result.message}`)
}
