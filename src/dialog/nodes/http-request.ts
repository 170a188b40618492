import { z } from 'zod'
import { continuesOnError, errorHandling, readBody, takeError } from '../continue-on-error.ts'
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
  errorHandling,
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
    if (!continuesOnError(node.errorHandling)) throw failure(node, result)
    takeError(node.errorHandling, turn, result, result.type === 'failed' ? result.message : null)
    takeHeaders(node, turn, result)
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
  takeHeaders(node, turn, result)
}

function takeHeaders(node: HttpRequest, turn: Turn, result: CallResult) {
  if (node.responseHeaders && result.type === 'http') turn.set(node.responseHeaders, fromJson(result.headers))
}

function failure(node: HttpRequest, result: CallResult) {
  if (result.type === 'http') return new ContentFailure(`HTTP${result.status}`, `The request of ${node.id} was answered with status ${result.status}.`)
  if (result.type === 'failed') return new ContentFailure(result.code, `The request of ${node.id} failed: ${result.message}`)
  return new ContentFailure('SystemError', `The request of ${node.id} got an answer of the wrong type.`)
}
