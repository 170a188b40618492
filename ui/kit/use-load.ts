import { useCallback, useEffect, useRef, useState } from 'react'

export type Loaded<T> = { status: 'loading' | 'ready' | 'failed'; data: T | undefined; error: unknown; reload(): void; setData(data: T): void }

/** Loads when `key` changes. While it reloads, or when a reload fails, `data` keeps the last good answer of that key. */
export function useLoad<T>(key: string, load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ key: string; status: Loaded<T>['status']; data: T | undefined; error: unknown }>({ key, status: 'loading', data: undefined, error: undefined })
  const [round, setRound] = useState(0)
  const latest = useRef(load)
  latest.current = load

  useEffect(() => {
    const abort = new AbortController()
    setState((old) => ({ key, status: old.key === key && old.data !== undefined ? 'ready' : 'loading', data: old.key === key ? old.data : undefined, error: undefined }))
    latest.current(abort.signal).then(
      (data) => abort.signal.aborted || setState({ key, status: 'ready', data, error: undefined }),
      (error: unknown) => abort.signal.aborted || setState((old) => ({ ...old, key, status: 'failed', error })),
    )
    return () => abort.abort()
  }, [key, round])

  const reload = useCallback(() => setRound((n) => n + 1), [])
  const setData = useCallback((data: T) => setState({ key, status: 'ready', data, error: undefined }), [key])
  // Between a changed key and the effect, the old key's data must not be shown as the new one's.
  return state.key === key ? { ...state, reload, setData } : { status: 'loading', data: undefined, error: undefined, reload, setData }
}
