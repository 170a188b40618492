import type { FastifyError } from 'fastify'
import { ZodError } from 'zod'
import { BatonError, randomText, type Log } from '../platform/index.ts'

export type Failure = { status: number; code: string; message: string }

/** What a caller is told about anything that was thrown. A bug gets an id and is logged here, once. */
export function toFailure(error: unknown, log: Log, route: string): Failure {
  const known = toBatonError(error)
  if (known) return { status: known.status, code: known.code, message: known.message }
  const id = randomText(10)
  log.error('a request failed unexpectedly', withoutWords(error), { id, route })
  return { status: 500, code: 'INTERNAL', message: `Something went wrong on our side. Quote ${id} when you report it.` }
}

/** The error of the catalogue that fits, for what callers cause; undefined for what we cause. */
export function toBatonError(error: unknown): BatonError | undefined {
  if (error instanceof BatonError) return error
  if (error instanceof ZodError) return new BatonError('BAD_REQUEST', describeIssues(error))
  const { code, statusCode } = error as Partial<FastifyError>
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || statusCode === 413) return new BatonError('TOO_LARGE', 'this route allows')
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new BatonError('BAD_REQUEST', 'its content type is not one this route takes')
  if (error instanceof SyntaxError && statusCode === 400) return new BatonError('BAD_REQUEST', 'the body is not JSON')
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return new BatonError('BAD_REQUEST', (error as Error).message)
  // PostgreSQL: 22021 and 22P05 are characters that no text there can hold (NUL).
  if (code === '22021' || code === '22P05') return new BatonError('BAD_REQUEST', 'it contains a character that cannot be stored')
  if (isDatabaseAway(code)) return new BatonError('UNAVAILABLE', 'no connection to the database')
  return undefined
}

/** The first three things wrong, each with the field it is about. */
function describeIssues(error: ZodError): string {
  const words = error.issues.slice(0, 3).map((issue) => {
    const field = issue.path.map(String).join('.')
    return field ? `${field}: ${issue.message}` : issue.message
  })
  return words.join('; ')
}

function isDatabaseAway(code: string | undefined): boolean {
  // PostgreSQL: 57P01 shut down by an administrator, 57P03 starting, 08… connection lost.
  return code !== undefined && (['ECONNREFUSED', 'ECONNRESET', '57P01', '57P03'].includes(code) || /^08\d{3}$/.test(code))
}

/** A database error's message may quote values that people typed; its code and place say enough. */
function withoutWords(error: unknown): unknown {
  const { code, table, constraint, severity } = error as { code?: string; table?: string; constraint?: string; severity?: string }
  if (!severity || !code) return error
  const frames = ((error as Error).stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '))
  return `database error ${code} ${table ?? ''} ${constraint ?? ''}\n${frames.join('\n')}`
}
