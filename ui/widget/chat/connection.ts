import { ServerError, type ActivitySet, type Server, type Session } from './server.ts'

export type ConnectionState = 'connecting' | 'online' | 'reconnecting' | 'offline'

type Options = {
  server: Pick<Server, 'reconnect' | 'poll'>
  session(): Session
  onActivities(set: ActivitySet): void
  onState(state: ConnectionState): void
  /** The token is refused: get another one. Rejects when there is none. */
  renew(): Promise<void>
  /** The conversation is over, or nothing can be done from here. */
  onOver(error: ServerError): void
  watermark?: string | undefined
}

export type Connection = {
  close(): void
  /** Something changed (network back, page visible): try now, and look whether something was missed. */
  wake(): void
}

const longestWaitMs = 15_000
const keepAliveMs = 20_000
const pollMs = 2000
/** After this many sockets that never opened, the network lets none through: ask instead, and try a socket again later. */
const hopeless = 2
const pollForMs = 60_000

/** Keeps a conversation coming until it is closed: a socket, reconnected from the last watermark, or polling. */
export function openConnection(options: Options): Connection {
  let watermark = options.watermark
  let closed = false
  let failures = 0
  let neverOpened = 0
  let socket: WebSocket | undefined
  let interrupt = () => {}

  const take = (set: ActivitySet) => {
    if (closed) return
    options.onActivities(set)
    if (set.watermark) watermark = set.watermark
  }

  const stream = (url: string) =>
    new Promise<void>((resolve) => {
      let opened = false
      let keepAlive: ReturnType<typeof setInterval> | undefined
      const opening = new WebSocket(url)
      socket = opening
      // A proxy that swallows sockets neither opens nor closes them.
      const patience = setTimeout(() => opening.close(), 10_000)
      opening.onopen = () => {
        opened = true
        clearTimeout(patience)
        failures = 0
        neverOpened = 0
        options.onState('online')
        keepAlive = setInterval(() => opening.readyState === WebSocket.OPEN && opening.send(''), keepAliveMs)
      }
      opening.onmessage = (event) => {
        const set = readSet(event.data)
        if (set) take(set)
      }
      opening.onclose = () => {
        clearTimeout(patience)
        clearInterval(keepAlive)
        if (!opened) neverOpened++
        socket = undefined
        resolve()
      }
    })

  const pollForAWhile = async () => {
    const until = Date.now() + pollForMs
    while (!closed && Date.now() < until) {
      take(await options.server.poll(options.session(), watermark))
      failures = 0
      options.onState('online')
      await pause(document.visibilityState === 'hidden' ? pollMs * 5 : pollMs)
    }
    neverOpened = hopeless - 1
  }

  const once = async () => {
    if (neverOpened >= hopeless) return pollForAWhile()
    const { streamUrl } = await options.server.reconnect(options.session(), watermark)
    if (!closed) await stream(streamUrl)
  }

  const run = async () => {
    options.onState('connecting')
    while (!closed) {
      try {
        await once()
      } catch (error) {
        if (!(await mend(error))) return
      }
      if (closed) return
      failures++
      options.onState(navigator.onLine === false ? 'offline' : 'reconnecting')
      if (neverOpened < hopeless || failures > 1) await pause(backoff(failures))
    }
  }

  /** False: it is over. */
  const mend = async (error: unknown): Promise<boolean> => {
    if (!(error instanceof ServerError)) throw error
    if (error.passing) return true
    try {
      if (error.status !== 401 && error.status !== 403) throw error
      await options.renew()
      return true
    } catch (second) {
      if (second instanceof ServerError && second.passing) return true
      if (!closed) options.onOver(second instanceof ServerError ? second : error)
      return false
    }
  }

  const pause = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      interrupt = () => {
        clearTimeout(timer)
        resolve()
      }
    })

  void run()
  return {
    close() {
      closed = true
      socket?.close()
      interrupt()
    },
    wake() {
      interrupt()
      // A socket whose network went away may look open for minutes: one question tells.
      if (socket?.readyState === WebSocket.OPEN) {
        const asked = socket
        options.server.poll(options.session(), watermark).then(
          (set) => {
            take(set)
            if (socket === asked && !closed) options.onState('online')
          },
          () => asked.close(),
        )
      }
    },
  }
}

/** Half a second, doubling to `longestWaitMs`, and a random part so that a thousand pages do not come back at once. */
export function backoff(failures: number, random = Math.random()): number {
  return Math.min(longestWaitMs, 500 * 2 ** (failures - 1)) * (0.75 + random / 2)
}

function readSet(data: unknown): ActivitySet | undefined {
  if (typeof data !== 'string' || !data) return undefined
  try {
    const set = JSON.parse(data) as Partial<ActivitySet>
    return Array.isArray(set.activities) ? (set as ActivitySet) : undefined
  } catch {
    return undefined
  }
}
