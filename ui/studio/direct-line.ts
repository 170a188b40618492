import { z } from 'zod'
import { type Activity, activity } from '../../src/contracts/activity.ts'
import { reconnectDelay } from '../kit/live-socket.ts'

const activitySet = z.object({ activities: z.array(activity), watermark: z.string().optional() })
const conversation = z.object({ conversationId: z.string(), token: z.string().optional(), expires_in: z.number().optional(), streamUrl: z.string().optional() })
const sent = z.object({ id: z.string() })
const failure = z.object({ error: z.object({ code: z.string(), message: z.string() }) })

export type DirectLineStatus = 'connecting' | 'online' | 'reconnecting' | 'ended'
export type DirectLineOptions = {
  /** The base of Direct Line 3.0, e.g. https://host/v3/directline. */
  url: string
  token: string
  conversationId: string
  onActivities(activities: Activity[]): void
  onStatus(status: DirectLineStatus): void
}
export type DirectLine = { send(activity: Activity): Promise<string>; stop(): void }

const pollMs = 1500
/** After this many sockets that never opened the log is polled instead. */
const socketTries = 2

/** A small Direct Line 3.0 client for one conversation: a socket from the watermark on, polling where there is none. */
export function connectDirectLine(options: DirectLineOptions): DirectLine {
  const base = `${options.url.replace(/\/+$/, '')}/conversations`
  const own = `${base}/${encodeURIComponent(options.conversationId)}`
  let token = options.token
  let watermark: string | undefined
  let socket: WebSocket | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let attempt = 0
  let failedSockets = 0
  let started = false
  let stopped = false

  const call = async <Schema extends z.ZodType>(schema: Schema, url: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') => {
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const answer: unknown = await response.json().catch(() => undefined)
    if (!response.ok) throw new DirectLineFailure(response.status, failure.safeParse(answer).data?.error)
    return schema.parse(answer)
  }
  const receive = (set: z.infer<typeof activitySet>) => {
    if (set.watermark) watermark = set.watermark
    if (set.activities.length > 0) options.onActivities(set.activities)
  }
  const again = (run: () => void, ms: number) => {
    if (!stopped) timer = setTimeout(run, ms)
  }
  const failed = (error: unknown) => {
    if (stopped) return
    if (error instanceof DirectLineFailure && error.final) return options.onStatus('ended')
    options.onStatus('reconnecting')
    again(() => void connect(), reconnectDelay(attempt++))
  }
  const poll = async () => {
    try {
      receive(await call(activitySet, `${own}/activities${watermark ? `?watermark=${watermark}` : ''}`))
      options.onStatus('online')
      again(() => void poll(), pollMs)
    } catch (error) {
      failed(error)
    }
  }
  const listen = (url: string) => {
    let opened = false
    const current = new WebSocket(url)
    socket = current
    current.onopen = () => {
      opened = true
      attempt = failedSockets = 0
      options.onStatus('online')
    }
    current.onmessage = (message) => {
      // Empty frames keep the connection alive.
      if (!message.data) return
      const set = activitySet.safeParse(parseJson(String(message.data)))
      if (set.success) receive(set.data)
    }
    current.onclose = () => {
      if (stopped || socket !== current) return
      if (!opened) failedSockets++
      failed(undefined)
    }
  }
  const connect = async () => {
    try {
      if (failedSockets >= socketTries) return await poll()
      const answer = started ? await call(conversation, `${own}${watermark ? `?watermark=${watermark}` : ''}`) : await call(conversation, base, {})
      started = true
      if (answer.token) token = answer.token
      if (stopped) return
      if (answer.streamUrl) listen(answer.streamUrl)
      else await poll()
    } catch (error) {
      failed(error)
    }
  }
  options.onStatus('connecting')
  void connect()
  const refresh = setInterval(() => {
    call(conversation, `${options.url.replace(/\/+$/, '')}/tokens/refresh`, {}).then((fresh) => void (token = fresh.token ?? token), () => {})
  }, 20 * 60_000)

  return {
    send: async (message) => (await call(sent, `${own}/activities`, message)).id,
    stop() {
      stopped = true
      clearTimeout(timer)
      clearInterval(refresh)
      socket?.close()
    },
  }
}

class DirectLineFailure extends Error {
  override readonly name = 'DirectLineFailure'
  /** Asking again cannot help: the conversation or the token is gone. */
  readonly final: boolean
  constructor(status: number, error?: { code: string; message: string }) {
    super(error?.message ?? `The copilot’s service answered with ${status}.`)
    this.final = status === 401 || status === 403 || status === 404
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
