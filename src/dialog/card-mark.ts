import type { Activity } from '../contracts/activity.ts'

/** The member of a submit button's data that says which prompt its card belongs to. */
export const PROMPT_MARK = 'batonPrompt'

/** The prompt whose card was submitted; undefined for cards that ask nothing and for everything that is no card. */
export function promptOfCard({ value }: Activity): string | undefined {
  if (typeof value !== 'object' || value === null || !(PROMPT_MARK in value)) return undefined
  const mark = value[PROMPT_MARK]
  return typeof mark === 'string' ? mark : undefined
}
