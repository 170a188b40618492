/** How much of an offer's time is left: whole seconds for people, a share from 1 to 0 for the ring. */
export function countdown(offer: { offeredAt: string; expiresAt: string }, now: number): { seconds: number; share: number; over: boolean } {
  const total = Math.max(1, Date.parse(offer.expiresAt) - Date.parse(offer.offeredAt))
  // A clock that still is a little off never shows more than the whole time.
  const left = Math.min(total, Math.max(0, Date.parse(offer.expiresAt) - now))
  return { seconds: Math.ceil(left / 1000), share: left / total, over: left === 0 }
}
