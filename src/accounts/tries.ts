import { createHash } from 'node:crypto'
import { networkOf } from '../platform/index.ts'
import type { TryLimit } from './ports.ts'

const second = 1000
const minute = 60 * second

/**
 * Who tries passwords waits longer each time. An address that tries one account, or many accounts, soon waits a quarter of an
 * hour; an account that is tried from everywhere waits a minute at most, so that nobody can lock somebody else out for long.
 */
export function triesOf(email: string, address: string): { limits: TryLimit[]; forgotten: string[]; others: string[] } {
  const account = email.trim().toLowerCase()
  const from = networkOf(address)
  const keys = { pair: keyOf('pair', `${account} ${from}`), account: keyOf('account', account), address: keyOf('address', from) }
  return {
    limits: [
      { key: keys.pair, free: 5, longestWaitMs: 15 * minute },
      { key: keys.address, free: 30, longestWaitMs: 15 * minute },
      { key: keys.account, free: 40, longestWaitMs: minute },
    ],
    forgotten: [keys.pair, keys.account],
    others: [keys.address],
  }
}

/** What a further try has to wait, when `tries` have been made. */
export function waitAfter(tries: number, { free, longestWaitMs }: Pick<TryLimit, 'free' | 'longestWaitMs'>): number {
  return tries < free ? 0 : Math.min(longestWaitMs, 2 ** Math.min(30, tries - free) * second)
}

/** Tries in vain are forgotten after this long without another one. */
export const rememberedForMs = 24 * 60 * minute

const keyOf = (kind: string, text: string) => createHash('sha256').update(`${kind} ${text}`).digest('base64url')
