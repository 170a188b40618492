import { useEffect, useRef, useState } from 'react'
import type { z } from 'zod'
import { requireMe } from './api.ts'

export type SocketStatus = 'connecting' | 'open' | 'reconnecting'

/** Doubling from half a second to 15 s, of which a random half is waited, so that many desks do not return at once. */
export function reconnectDelay(attempt: number, random = Math.random()): number {
  const ceiling = Math.min(15_000, 500 * 2 ** Math.min(attempt, 10))
  return ceiling / 2 + (ceiling / 2) * random
}

/**
 * A socket that comes back. `onOpen` runs on every open, the first included: load what may have been missed there,
 * because the socket is a hint and HTTP is the truth. Unreadable frames are logged and skipped.
 */
export function useLiveSocket<Frame>(path: string | null, on: { schema: z.ZodType<Frame>; onFrame(frame: Frame): void; onOpen?(): void }): SocketStatus {
  const [status, setStatus] = useState<SocketStatus>('connecting')
  const latest = useRef(on)
  latest.current = on

  useEffect(() => {
    if (path === null) return
    let socket: WebSocket | undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    let attempt = 0
    let stopped = false

    const connect = () => {
      clearTimeout(timer)
      const current = new WebSocket(socketUrl(path))
      socket = current
      current.onopen = () => {
        attempt = 0
        setStatus('open')
        latest.current.onOpen?.()
      }
      current.onmessage = (message) => {
        const frame = latest.current.schema.safeParse(parse(message.data))
        if (frame.success) latest.current.onFrame(frame.data)
        else console.warn('Skipped a frame that cannot be read', frame.error.issues)
      }
      current.onclose = () => {
        if (stopped || socket !== current) return
        setStatus('reconnecting')
        // A refused upgrade hides its status: asking who we are finds out whether we were signed out.
        if (attempt === 1) requireMe().catch(() => {})
        timer = setTimeout(connect, reconnectDelay(attempt++))
      }
    }
    const hurry = () => {
      if (!stopped && socket && socket.readyState > WebSocket.OPEN) connect()
    }
    connect()
    window.addEventListener('online', hurry)
    document.addEventListener('visibilitychange', hurry)
    return () => {
      stopped = true
      clearTimeout(timer)
      socket?.close()
      window.removeEventListener('online', hurry)
      document.removeEventListener('visibilitychange', hurry)
    }
  }, [path])
  return status
}

function socketUrl(path: string): string {
  const url = new URL(path, location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return url.href
}

function parse(data: unknown): unknown {
  try {
    return JSON.parse(String(data))
  } catch {
    return undefined
  }
}
