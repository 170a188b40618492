import type { Activity } from '../../contracts/activity.ts'
import type { Trigger } from '../copilot.ts'
import type { TriggerKind } from '../define-trigger.ts'

/** `type` is an activity type like Message or Invoke; without it every activity fires the topic. */
export const onActivity = {
  kind: 'OnActivity',
  title: 'An activity arrives',
  filter: 'type',
  matches: (trigger: Trigger, activity: Activity) => !trigger.filter || trigger.filter.toLowerCase() === activity.type.toLowerCase(),
} satisfies TriggerKind
