import type { Activity } from '../contracts/activity.ts'
import type { Trigger } from './copilot.ts'

/** A kind of trigger. To add one, add it to the list of `triggers/index.ts`. */
export type TriggerKind = {
  kind: string
  /** What the canvas calls it. */
  title: string
  /** Its phrases train the recogniser. */
  phrases?: true
  /** Fires on activities of the channel, before the message is looked at. */
  matches?(trigger: Trigger, activity: Activity): boolean
  /** The member that narrows it, e.g. OnActivity's `type`. */
  filter?: string
  /** Known, kept, and never fired here: why. */
  silent?: string
  /** What the original trigger does and this one does not, for docs/node-kinds.md. */
  partly?: string
}
