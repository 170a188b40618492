import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { BatonError, type Log } from '../platform/index.ts'

/** A connected page. Sending never blocks: a page that does not read is cut off and catches up when it reconnects. */
export type LiveSocket = {
  send(text: string): void
  onClose(listener: () => void): void
  close(code: number, reason: string): void
  readonly open: boolean
}

type SocketRequest = { headers: IncomingMessage['headers']; url: URL; params: Record<string, string> }

export type SocketRoute = {
  /** Segments that start with a colon are parameters. */
  path: string
  /** Authenticated by cookie, so only pages of this server may open it. */
  cookie: boolean
  /** Authenticates; a thrown BatonError refuses the upgrade. The answer is called once the socket is open. */
  accept(request: SocketRequest): Promise<(socket: LiveSocket) => void>
  /** Resolves once what closing sockets set off is done. */
  settled?(): Promise<void>
}

export type SocketServer = {
  route(route: SocketRoute): void
  attach(server: Server): void
  readonly routes: readonly SocketRoute[]
  /** Sends everybody away with 1012 (service restart), which clients answer by reconnecting. */
  close(): Promise<void>
}

const pingEveryMs = 25_000
const largestBacklog = 1_000_000
const largestFrame = 64_000
/** Close codes of the WebSocket protocol. */
export const goingAway = { restart: 1012, tooSlow: 1013, refused: 1008, done: 1000 } as const

type Deps = {
  isOwnOrigin(origin: string, request: IncomingMessage): boolean
  /** Asked before a stranger's socket: the seconds they have to wait, 0 for none. */
  wait?(request: IncomingMessage): number
  log: Log
}

export function createSocketServer(deps: Deps): SocketServer {
  const server = new WebSocketServer({ noServer: true, maxPayload: largestFrame, perMessageDeflate: false, clientTracking: false })
  const routes: SocketRoute[] = []
  const sockets = new Map<WebSocket, { answered: boolean }>()
  let closing = false

  const pings = setInterval(() => {
    for (const [socket, state] of sockets) {
      if (!state.answered) {
        socket.terminate()
        continue
      }
      state.answered = false
      socket.ping()
    }
  }, pingEveryMs)
  pings.unref()

  const upgrade = async (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy())
    try {
      if (closing) throw new BatonError('UNAVAILABLE', 'it is shutting down')
      const url = new URL(request.url ?? '/', 'http://local')
      const found = match(routes, url.pathname)
      if (!found) throw new BatonError('NOT_FOUND', 'socket', url.pathname.slice(0, 200))
      if (found.route.cookie) mustBeOwnPage(request, deps)
      const seconds = found.route.cookie ? 0 : (deps.wait?.(request) ?? 0)
      if (seconds > 0) throw new BatonError('TOO_MANY_REQUESTS', seconds)
      const connected = await found.route.accept({ headers: request.headers, url, params: found.params })
      if (closing) throw new BatonError('UNAVAILABLE', 'it is shutting down')
      server.handleUpgrade(request, stream, head, (socket) => {
        const state = { answered: true }
        sockets.set(socket, state)
        socket.on('pong', () => (state.answered = true))
        socket.on('close', () => sockets.delete(socket))
        // A frame that breaks the protocol closes the socket by itself; without a listener it would end the process.
        socket.on('error', () => {})
        connected(liveSocket(socket))
      })
    } catch (error) {
      if (!(error instanceof BatonError)) deps.log.error('a socket could not be opened', error)
      refuse(stream, error)
    }
  }

  return {
    routes,
    route: (route) => void routes.push(route),
    attach: (http) => void http.on('upgrade', (request, stream, head) => void upgrade(request, stream, head)),
    async close() {
      closing = true
      clearInterval(pings)
      for (const socket of sockets.keys()) socket.close(goingAway.restart, 'The server restarts.')
      const patience = Date.now() + 500
      while (sockets.size > 0 && Date.now() < patience) await new Promise((resolve) => setTimeout(resolve, 10))
      for (const socket of sockets.keys()) socket.terminate()
      await Promise.all(routes.map((route) => route.settled?.()))
    },
  }
}

function liveSocket(socket: WebSocket): LiveSocket {
  return {
    send(text) {
      if (socket.readyState !== socket.OPEN) return
      if (socket.bufferedAmount > largestBacklog) {
        socket.close(goingAway.tooSlow, 'Too slow: reconnect to catch up.')
        socket.terminate()
        return
      }
      socket.send(text)
    },
    onClose: (listener) => void socket.on('close', listener),
    close: (code, reason) => socket.close(code, reason),
    get open() {
      return socket.readyState === socket.OPEN
    },
  }
}

function match(routes: readonly SocketRoute[], path: string): { route: SocketRoute; params: Record<string, string> } | undefined {
  const given = path.split('/')
  for (const route of routes) {
    const wanted = route.path.split('/')
    if (wanted.length !== given.length) continue
    const params: Record<string, string> = {}
    const fits = wanted.every((segment, index) => {
      const value = given[index] ?? ''
      if (!segment.startsWith(':')) return segment === value
      const decoded = decode(value)
      params[segment.slice(1)] = decoded ?? ''
      return Boolean(decoded)
    })
    if (fits) return { route, params }
  }
  return undefined
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}

function mustBeOwnPage(request: IncomingMessage, deps: Deps) {
  const { origin } = request.headers
  if (!origin) throw new BatonError('CROSS_SITE', 'it names no origin')
  if (!deps.isOwnOrigin(origin, request)) throw new BatonError('CROSS_SITE', 'it came from another site')
}

function refuse(stream: Duplex, error: unknown) {
  const status = error instanceof BatonError ? error.status : 500
  const body = JSON.stringify({
    error: error instanceof BatonError ? { code: error.code, message: error.message } : { code: 'INTERNAL', message: 'Something went wrong.' },
  })
  const head = [
    `HTTP/1.1 ${status} Refused`,
    'connection: close',
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
  ].join('\r\n')
  stream.end(`${head}\r\n\r\n${body}`)
}
