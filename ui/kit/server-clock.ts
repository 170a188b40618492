/**
 * The server's time, estimated from answers, so that a countdown is right on a computer whose clock is wrong. The `date`
 * header has whole seconds; differences under two seconds are therefore treated as none.
 */
export function createServerClock(now: () => number = Date.now) {
  let offset = 0
  let bestRoundTrip = Infinity

  const observe = (serverMs: number, sentAt: number, receivedAt: number) => {
    const roundTrip = receivedAt - sentAt
    if (!Number.isFinite(serverMs) || roundTrip < 0 || roundTrip > bestRoundTrip + 250) return
    bestRoundTrip = Math.min(bestRoundTrip, roundTrip)
    const measured = serverMs - (sentAt + roundTrip / 2)
    offset = Math.abs(measured) < 2000 ? 0 : measured
  }

  return {
    observe,
    observeHeader(header: string | null, sentAt: number, receivedAt: number) {
      if (header) observe(Date.parse(header) + 500, sentAt, receivedAt)
    },
    now: () => now() + offset,
  }
}

export const serverClock = createServerClock()
