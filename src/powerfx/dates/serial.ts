import { utcFromCivil } from './zone.ts'
import { FxDate, FxTime } from '../values/value.ts'

export const DAY = 86_400_000
/** Day 0 of the number line dates share with numbers: 30 December 1899. */
export const EPOCH = Date.UTC(1899, 11, 30)
const MIN_WALL = utcFromCivil(1, 0, 1)
const MAX_WALL = utcFromCivil(9999, 11, 31, 23, 59, 59, 999)

export const inRange = (ms: number): boolean => ms >= MIN_WALL && ms <= MAX_WALL
/** The largest multiple of a day at or before. */
export const midnight = (ms: number): number => Math.floor(ms / DAY) * DAY

export function serialOf(value: FxDate | FxTime): number {
  return value instanceof FxTime ? value.ms / DAY : (value.ms - EPOCH) / DAY
}

export const wallOf = (value: FxDate | FxTime): number => (value instanceof FxTime ? EPOCH + value.ms : value.ms)
export const wallFromSerial = (serial: number): number => Math.round(serial * DAY) + EPOCH
