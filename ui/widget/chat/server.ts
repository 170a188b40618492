import type { z } from 'zod'
import type { Activity, livechatConfig, livechatStart, livechatToken } from '../../../src/contracts/index.ts'
import type { ScriptSettings } from '../script-settings.ts'

export type Config = z.infer<typeof livechatConfig>
export type Start = z.infer<typeof livechatStart>
export type ActivitySet = { activities: Activity[]; watermark?: string }

/** A conversation this browser may speak in. */
export type Session = { token: string; conversationId: string; userId: string; directLineUrl: string; expiresAt: number; resumed: boolean }

/** The server said no, or (status 0) could not be reached. */
export class ServerError extends Error {
  override readonly name = 'ServerError'
  readonly status: number
  readonly code: string
  /** Seconds to wait, when the server said. */
  readonly retryAfter: number
  constructor(status: number, code: string, message: string, retryAfter = 0) {
    super(message)
    this.status = status
    this.code = code
    this.retryAfter = retryAfter
  }
  /** Worth trying again as it is. */
  get passing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500
  }
}

export type Server = ReturnType<typeof createServer>

/** The live chat door and the few Direct Line calls a chat needs. */
export function createServer(settings: ScriptSettings, fetcher: typeof fetch = (...args) => fetch(...args)) {
  const door = `${settings.origin}/api/${settings.kind === 'widget' ? 'livechat' : 'embed'}/${encodeURIComponent(settings.id)}`

  const call = async <T>(url: string, method: string, token?: string, body?: unknown): Promise<T> => {
    let response: Response
    try {
      response = await fetcher(url, {
        method,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...(token ? { authorization: `Bearer ${token}` } : {}) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        credentials: 'omit',
        cache: 'no-store',
        signal: AbortSignal.timeout(20_000),
      })
    } catch {
      throw new ServerError(0, 'UNREACHABLE', 'The server cannot be reached.')
    }
    const answer: unknown = await response.json().catch(() => undefined)
    if (response.ok) return answer as T
    const error = (answer as { error?: { code?: string; message?: string } } | undefined)?.error
    throw new ServerError(response.status, error?.code ?? '', error?.message ?? response.statusText, Number(response.headers.get('retry-after')) || 0)
  }

  const conversation = (session: Session) => `${session.directLineUrl}/conversations/${encodeURIComponent(session.conversationId)}`
  const since = (watermark: string | undefined) => (watermark ? `?watermark=${encodeURIComponent(watermark)}` : '')

  return {
    config: () => call<Config>(`${door}/config`, 'GET'),

    async token(start: Start): Promise<Session> {
      const { expiresIn, ...rest } = await call<z.infer<typeof livechatToken>>(`${door}/token`, 'POST', undefined, start)
      return { ...rest, directLineUrl: new URL(rest.directLineUrl, `${settings.origin}/`).href.replace(/\/$/, ''), expiresAt: Date.now() + expiresIn * 1000 }
    },

    async refresh(session: Session): Promise<Session> {
      const { token, expires_in } = await call<{ token: string; expires_in: number }>(`${session.directLineUrl}/tokens/refresh`, 'POST', session.token)
      return { ...session, token, expiresAt: Date.now() + expires_in * 1000 }
    },

    end: (session: Session) => call<unknown>(`${door}/end`, 'POST', session.token, {}),

    /** A fresh stream address that starts after `watermark`. */
    reconnect: (session: Session, watermark: string | undefined) => call<{ streamUrl: string; token?: string }>(`${conversation(session)}${since(watermark)}`, 'GET', session.token),

    poll: (session: Session, watermark: string | undefined) => call<ActivitySet>(`${conversation(session)}/activities${since(watermark)}`, 'GET', session.token),

    post: (session: Session, activity: Activity) =>
      call<{ id: string }>(`${conversation(session)}/activities`, 'POST', session.token, { ...activity, from: { id: session.userId, role: 'user' } }),
  }
}
