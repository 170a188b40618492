import type { Activity } from '../../contracts/activity.ts'
import type { Trigger } from '../copilot.ts'
import type { TriggerKind } from '../define-trigger.ts'

export const onEventActivity = {
  kind: 'OnEventActivity',
  title: 'A client sends an event',
  filter: 'eventName',
  matches: (trigger: Trigger, activity: Activity) => activity.type === 'event' && (!trigger.filter || trigger.filter === activity.name),
} satisfies TriggerKind
