import { useCallback, useEffect, useRef, useState } from 'react'
import { type Ongoing, ongoing as ongoingSchema, supervisorFrame } from '../../src/contracts/supervisor.ts'
import { type SocketStatus, api, useLiveSocket } from '../kit/index.ts'

/** Everything that is going on, kept true by the socket; loaded over HTTP first and whenever the socket is away. */
export function useOngoing(): { ongoing: Ongoing | undefined; error: unknown; socket: SocketStatus; refresh(): Promise<void> } {
  const [ongoing, setOngoing] = useState<Ongoing>()
  const [error, setError] = useState<unknown>()
  const show = useCallback((next: Ongoing) => {
    setOngoing((old) => (old && Date.parse(old.at) > Date.parse(next.at) ? old : next))
    setError(undefined)
  }, [])
  const refresh = useCallback(async () => {
    try {
      show(await api(ongoingSchema, '/api/supervisor/ongoing'))
    } catch (failure) {
      setError(failure)
    }
  }, [show])
  const socket = useLiveSocket('/api/supervisor/stream', { schema: supervisorFrame, onFrame: (frame) => show(frame.ongoing) })
  const live = useRef(socket)
  live.current = socket
  useEffect(() => {
    void refresh()
    const timer = setInterval(() => live.current !== 'open' && void refresh(), 15_000)
    return () => clearInterval(timer)
  }, [refresh])
  return { ongoing, error, socket, refresh }
}
