/** Where the time comes from. Production reads the machine's clock; tests move one by hand. */
export type Clock = { now(): Date }

export const systemClock: Clock = { now: () => new Date() }

/** A clock that stands still until it is moved. It refuses to go back. */
export function manualClock(start: string | Date): Clock & { advance(milliseconds: number): void } {
  let at = new Date(start).getTime()
  return {
    now: () => new Date(at),
    advance(milliseconds) {
      if (milliseconds < 0) throw new RangeError('A clock does not go back.')
      at += milliseconds
    },
  }
}
