import { z } from 'zod'
import { defineNode } from '../define-node.ts'
import { ContentFailure } from '../failure.ts'
import { fromJson } from '../fx.ts'
import { plainValue } from '../plain-value.ts'
import type { Turn } from '../turn.ts'
import type { CallResult } from '../types.ts'
import { shapeValue } from '../value-type.ts'

const DEFAULT_TIMEOUT_MS = 30_000

const schema = z.looseObject({
  id: z.string(),
  method: z.unknown().optional(),
  url: z.unknown().optional(),
  headers: z.record(z.string(), z.unknown()).nullish(),
  body: z.looseObject({ kind: z.string().optional(), content: z.unknown().optional(), contentType: z.unknown().optional() }).nullish(),
  response: z.string().optional(),
  responseSchema: z.unknown().optional(),
  responseHeaders: z.string().optional(),
  requestTimeoutInMilliseconds: z.unknown().optional(),
  errorHandling: z.looseObject({ kind: z.string().optional(), statusCode: z.string().optional(), errorResponseBody: z.string().optional() }).nullish(),
})
type HttpRequest = z.infer<typeof schema>

export const httpRequest = defineNode({
  kind: 'HttpRequestAction',
  title: 'Send an HTTP request',
  partly: '`networkIsolation` has no effect',
  schema,
  run(node, turn) {
    turn.request({ type: 'http', method: turn.string(node.method ?? 'Get').toUpperCase(), url: turn.string(node.url), timeoutMs: turn.number(node.requestTimeoutInMilliseconds, DEFAULT_TIMEOUT_MS), ...content(node, turn) })
  },
  resume(node, turn, result) {
    if (result.type === 'http' && result.status < 400) return takeResponse(node, turn, result)
    if (node.errorHandling?.kind === 'ContinueOnErrorBehavior') return takeError(node, turn, result)
    throw failure(node, result)
  },
})

function content(node: HttpRequest, turn: Turn): { headers: Record<string, string>; body?: string } {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(node.headers ?? {})) headers[name] = turn.string(value)
  if (!node.body || node.body.content === undefined) return { headers }
  const json = node.body.kind !== 'RawRequestContent'
  if (!Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')) headers['Content-Type'] = json ? 'application/json' : turn.string(node.body.contentType ?? 'text/plain')
  const value = turn.value(node.body.content)
  return { headers, body: json ? JSON.stringify(plainValue(value)) : turn.string(node.body.content) }
}

function takeResponse(node: HttpRequest, turn: Turn, result: CallResult & { type: 'http' }) {
  if (node.response) turn.set(node.response, node.responseSchema === undefined ? fromJson(readBody(result.body)) : shapeValue(readBody(result.body), node.responseSchema))
  if (node.responseHeaders) turn.set(node.responseHeaders, fromJson(result.headers))
}

function takeError(node: HttpRequest, turn: Turn, result: CallResult) {
  const { statusCode, errorResponseBody } = node.errorHandling ?? {}
  if (statusCode) turn.set(statusCode, fromJson(result.type === 'http' ? result.status : 0))
  if (errorResponseBody) turn.set(errorResponseBody, fromJson(result.type === 'http' ? readBody(result.body) : result.type === 'failed' ? result.message : null))
  if (node.responseHeaders && result.type === 'http') turn.set(node.responseHeaders, fromJson(result.headers))
}

function readBody(body: string): unknown {
  if (!body) return null
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}

function failure(node: HttpRequest, result: CallResult) {
  if (result.type === 'http') return new ContentFailure(`HTTP${result.status}`, `The request of ${node.id} was answered with status ${result.status}.`)
  if (result.type === 'failed') return new ContentFailure(result.code, `The request of ${node.id} failed: ${result.message}`)
  return new ContentFailure('SystemError', `The request of ${node.id} got an answer of the wrong type.`)
}
