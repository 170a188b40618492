import type { Step } from '../../dialog/index.ts'
import { tokensOf } from '../../recognition/index.ts'

/** Something customers said that no topic was for. */
export type Miss = { id: string; said: string; times: number; firstAt: Date; lastAt: Date }

/** What customers said in vain, a bounded number a copilot, the oldest forgotten. Makers of its environment read it. */
export type MissStore = {
  /** The same words again count up. `key` is `said` without capitals and punctuation. */
  note(copilotId: string, miss: { said: string; key: string; at: Date }): Promise<void>
  /** The latest first. Nothing for a copilot of another environment. */
  list(environmentId: string, copilotId: string, limit: number): Promise<Miss[]>
  /** Those, or all of them. */
  forget(environmentId: string, copilotId: string, ids: readonly string[] | 'all'): Promise<void>
}

const LONGEST = 200

/** Recognition ended with the fallback: nothing fitted what was said. */
export const fitsNothing = ({ effects }: Step): boolean =>
  effects.some((effect) => effect.type === 'trace' && ((effect.trace.kind === 'trigger' && effect.trace.trigger === 'OnUnknownIntent') || (effect.trace.kind === 'error' && effect.trace.code === 'NoFallbackTopic')))

/**
 * What is kept of a text: without addresses and long numbers, which would tell who it was and teach no topic anything.
 * Nothing is kept of a text without words.
 */
export function worthKeeping(text: string): { said: string; key: string } | undefined {
  const said = text
    .slice(0, 2 * LONGEST)
    .replaceAll('\0', '')
    .replace(/[^\s@]+@[^\s@]+\.[^\s@]+/gu, '…@…')
    .replace(/\p{Nd}(?:[\s\-./()]{0,2}\p{Nd}){3,}/gu, '…')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, LONGEST)
    .toWellFormed()
  const key = tokensOf(said).join(' ')
  return /\p{L}/u.test(key) ? { said, key } : undefined
}
