import { useEffect, useState } from 'react'
import { serverClock } from './server-clock.ts'

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' })
const shortDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })
const longDay = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' })

/** 14:05 */
export const formatTime = (iso: string) => clock.format(new Date(iso))
/** The whole date and time, for tooltips. */
export const formatFull = (iso: string) => full.format(new Date(iso))

/** 14:05 today, 3 Nov otherwise. */
export function formatWhen(iso: string, now = serverClock.now()): string {
  return dayKey(iso) === dayKey(new Date(now).toISOString()) ? formatTime(iso) : shortDay.format(new Date(iso))
}

/** Today, Yesterday, or Monday, 3 November. */
export function dayLabel(iso: string, now = serverClock.now()): string {
  const key = dayKey(iso)
  if (key === dayKey(new Date(now).toISOString())) return 'Today'
  if (key === dayKey(new Date(now - 86_400_000).toISOString())) return 'Yesterday'
  return longDay.format(new Date(iso))
}

/** The local calendar day of an instant. */
export const dayKey = (iso: string) => new Date(iso).toLocaleDateString('en-CA')

/** 0:07, 12:40, 1:02:03 */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const pad = (n: number) => String(n).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds % 60)}` : `${minutes}:${pad(seconds % 60)}`
}

/** just now, 5 min ago, 3 h ago, 3 Nov */
export function formatAgo(iso: string, now = serverClock.now()): string {
  const minutes = Math.floor((now - Date.parse(iso)) / 60_000)
  if (minutes < 1) return 'just now'
  if (minutes < 60) return `${minutes} min ago`
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`
  return shortDay.format(new Date(iso))
}

/** The server's time, ticking. */
export function useNow(intervalMs = 1000): number {
  const [now, setNow] = useState(serverClock.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(serverClock.now()), intervalMs)
    return () => clearInterval(timer)
  }, [intervalMs])
  return now
}
