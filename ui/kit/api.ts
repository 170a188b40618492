import { z } from 'zod'
import { apiError, identity, type Me } from '../../src/contracts/auth.ts'
import { serverClock } from './server-clock.ts'

/** A failure of the API in words for people. `code` is stable; `OFFLINE` means that no answer came. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: string
  readonly status: number
  readonly body: unknown
  constructor(code: string, message: string, status: number, body?: unknown) {
    super(message)
    this.code = code
    this.status = status
    this.body = body
  }
}

export type ApiOptions = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Sent as JSON; a Blob goes as it is. */
  body?: unknown
  signal?: AbortSignal
}

/** Calls the API and reads the answer with `schema`. Throws `ApiError` for everything that is not a readable success. */
export async function api<Schema extends z.ZodType>(schema: Schema, path: string, options: ApiOptions = {}): Promise<z.infer<Schema>> {
  const body = await callApi(path, options)
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  console.error('Unexpected answer', path, z.prettifyError(parsed.error))
  throw new ApiError('UNEXPECTED_ANSWER', 'The server answered in a way this page does not understand. Reload the page; it may be older than the server.', 200, body)
}

/** Calls the API and returns the raw answer: undefined when it has no body. */
export async function callApi(path: string, options: ApiOptions = {}): Promise<unknown> {
  const response = await send(path, options)
  const text = await response.text()
  const body = parseJson(text)
  if (response.ok) return body
  if (response.status === 401) goToSignIn()
  const known = apiError.safeParse(body)
  if (known.success) throw new ApiError(known.data.error.code, known.data.error.message, response.status, body)
  throw new ApiError(`HTTP_${response.status}`, statusText(response.status), response.status, body)
}

async function send(path: string, options: ApiOptions): Promise<Response> {
  const body = options.body
  const json = body !== undefined && !(body instanceof Blob)
  const sentAt = Date.now()
  try {
    const response = await fetch(path, {
      method: options.method ?? (body === undefined ? 'GET' : 'POST'),
      credentials: 'same-origin',
      headers: { accept: 'application/json', ...(json ? { 'content-type': 'application/json' } : {}) },
      ...(body === undefined ? {} : { body: json ? JSON.stringify(body) : (body as Blob) }),
      ...(options.signal ? { signal: options.signal } : {}),
    })
    serverClock.observeHeader(response.headers.get('date'), sentAt, Date.now())
    return response
  } catch (cause) {
    if (options.signal?.aborted) throw cause
    throw new ApiError('OFFLINE', 'The server cannot be reached. Check your connection; we will keep trying.', 0)
  }
}

function parseJson(text: string): unknown {
  if (!text) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function statusText(status: number): string {
  if (status === 401) return 'You are not signed in.'
  if (status === 403) return 'Your role does not allow this.'
  if (status === 404) return 'There is nothing here.'
  if (status >= 500) return 'The server had a problem. Try again in a moment.'
  return `The server answered with ${status}.`
}

/** The signed-in person; null: nobody. */
export async function findMe(signal?: AbortSignal): Promise<Me | null> {
  return (await api(identity, '/api/auth/me', signal ? { signal } : {})).user
}

/** The signed-in person; nobody goes to the sign-in page. */
export async function requireMe(signal?: AbortSignal): Promise<Me> {
  const me = await findMe(signal)
  if (me) return me
  goToSignIn()
  throw new ApiError('UNAUTHENTICATED', statusText(401), 401)
}

/** The sign-in page, coming back here afterwards. */
export function goToSignIn() {
  if (location.pathname === '/') return
  location.assign(`/?next=${encodeURIComponent(location.pathname + location.search)}`)
}

/** What to show a person for anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
