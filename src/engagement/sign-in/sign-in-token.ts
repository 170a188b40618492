import type { Activity } from '../../contracts/index.ts'

/**
 * The token that a page signed the customer in with, taken out of the activity that brings it: `tokens/response`, or
 * `signin/tokenExchange`. What is left may be stored. Undefined for every other activity.
 */
export function tokenIn(activity: Activity): { token: string; activity: Activity } | undefined {
  const name = activity.name?.toLowerCase()
  const brings = (activity.type === 'event' && name === 'tokens/response') || (activity.type === 'invoke' && name === 'signin/tokenexchange')
  if (!brings) return undefined
  const { token, ...value } = typeof activity.value === 'object' && activity.value !== null ? (activity.value as Record<string, unknown>) : {}
  return { token: typeof token === 'string' ? token : '', activity: { ...activity, value } }
}
