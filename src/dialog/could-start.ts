import { channelChoice } from './system-options.ts'
import type { Turn } from './turn.ts'

/** Whether what the customer says may start the topic now: it is on, in this channel, not used up, and its condition holds. */
export function couldStart(turn: Turn, name: string): boolean {
  const topic = turn.copilot.topics.get(name)
  if (!topic?.on || turn.state.disabled?.includes(topic.document)) return false
  if (topic.trigger.channels.length > 0 && !isHere(turn, topic.trigger.channels)) return false
  if (topic.trigger.runOnce && turn.state.ran?.includes(name)) return false
  return topic.trigger.condition === undefined || turn.holds(topic.trigger.condition)
}

const isHere = ({ context }: Turn, channels: readonly string[]) => channels.includes(context.channelId.toLowerCase()) || channels.includes(channelChoice(context.channelId).id.toLowerCase())
