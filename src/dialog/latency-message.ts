import { isRecord } from '../platform/index.ts'
import { renderActivity } from './activity-template.ts'
import { instructionOf } from './cursor.ts'
import { withoutSecrets } from './turn-output.ts'
import type { Turn } from './turn.ts'
import type { LatencyMessage } from './types.ts'

/** schema: BotSpeechSettings has this delay for voice; in a chat a message is said once. (S3.7) */
const DEFAULT_DELAY_MS = 500

/** What the running node wants said while it waits for the outside. */
export function latencyMessage(turn: Turn): LatencyMessage | undefined {
  const node = turn.frame && instructionOf(turn, turn.frame)?.node
  const settings = isRecord(node) ? node['latencyMessageSettings'] : undefined
  if (!isRecord(settings) || !settings['latencyMessage'] || !turn.boolean(settings['allowLatencyMessage'], false)) return undefined
  const activity = withoutSecrets(renderActivity(settings['latencyMessage'], turn), turn.context.secrets ?? [])
  return { activity, afterMs: Math.max(0, turn.number(settings['latencyMessageDelayInMilliseconds'], DEFAULT_DELAY_MS)) }
}
