/** What a browser remembers of one widget on one site: small JSON values by name, shared by all tabs where storage works. */
export type Memory = {
  get<T>(name: string): T | undefined
  set(name: string, value: unknown): void
  remove(name: string): void
  /** Values whose names start with `prefix`. */
  list<T>(prefix: string): T[]
  /** Another tab changed something. Returns the function that stops listening. */
  onChange(listener: (name: string) => void): () => void
}

type StorageLike = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

/** Falls back to this page's memory where storage is blocked (privacy settings, a sandboxed frame) or full. */
export function createMemory(scope: string, storage: StorageLike | undefined, events: Pick<Window, 'addEventListener' | 'removeEventListener'>): Memory {
  const own = new Map<string, string>()
  const keyOf = (name: string) => `${scope}:${name}`

  const read = (key: string): string | undefined => {
    if (own.has(key)) return own.get(key)
    try {
      return storage?.getItem(key) ?? undefined
    } catch {
      return undefined
    }
  }
  const names = (): string[] => {
    const found = new Set(own.keys())
    try {
      for (let i = 0; i < (storage?.length ?? 0); i++) found.add(storage?.key(i) ?? '')
    } catch {
      // Blocked: what this page knows has to do.
    }
    return [...found].filter((key) => key.startsWith(`${scope}:`)).map((key) => key.slice(scope.length + 1))
  }
  const get = <T>(name: string): T | undefined => parse<T>(read(keyOf(name)))

  return {
    get,
    set(name, value) {
      const text = JSON.stringify(value)
      try {
        if (!storage) throw new Error('no storage')
        storage.setItem(keyOf(name), text)
        own.delete(keyOf(name))
      } catch {
        own.set(keyOf(name), text)
      }
    },
    remove(name) {
      own.delete(keyOf(name))
      try {
        storage?.removeItem(keyOf(name))
      } catch {
        // Blocked: there was nothing to remove.
      }
    },
    list: <T>(prefix: string) =>
      names()
        .filter((name) => name.startsWith(prefix))
        .map((name) => get<T>(name))
        .filter((value) => value !== undefined),
    onChange(listener) {
      const heard = (event: StorageEvent) => {
        if (event.key?.startsWith(`${scope}:`)) listener(event.key.slice(scope.length + 1))
      }
      events.addEventListener('storage', heard)
      return () => events.removeEventListener('storage', heard)
    },
  }
}

/** The page's storage, or undefined where even looking at it is forbidden. */
export function pageStorage(): Storage | undefined {
  try {
    return window.localStorage
  } catch {
    return undefined
  }
}

function parse<T>(text: string | undefined): T | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as T)
  } catch {
    return undefined
  }
}
