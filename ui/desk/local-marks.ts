import { useSyncExternalStore } from 'react'

/** A small map in the browser's storage that pages can follow. */
function createMarks(storageOf: () => Storage, prefix: string) {
  const listeners = new Set<() => void>()
  let version = 0
  const changed = () => {
    version += 1
    for (const listener of listeners) listener()
  }
  return {
    get: (id: string) => storageOf().getItem(prefix + id) ?? '',
    set(id: string, value: string) {
      if (value === (storageOf().getItem(prefix + id) ?? '')) return
      if (value) storageOf().setItem(prefix + id, value)
      else storageOf().removeItem(prefix + id)
      changed()
    },
    /** Forgets every other one, so that the storage does not fill up over the years. */
    keep(ids: ReadonlySet<string>) {
      const keys = Object.keys(storageOf()).filter((key) => key.startsWith(prefix) && !ids.has(key.slice(prefix.length)))
      for (const key of keys) storageOf().removeItem(key)
      if (keys.length > 0) changed()
    },
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    version: () => version,
  }
}

/** Unsent text per conversation; lives as long as the tab. */
export const drafts = createMarks(() => sessionStorage, 'baton.desk.draft.')
/** The last line that was on the agent's screen, per conversation. */
export const readMarks = createMarks(() => localStorage, 'baton.desk.read.')

/** Renders again when a mark changes. */
export function useMarks(marks: ReturnType<typeof createMarks>) {
  useSyncExternalStore(marks.subscribe, marks.version)
  return marks
}
