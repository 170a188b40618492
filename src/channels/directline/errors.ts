import type { ErrorCode } from '../../platform/index.ts'

/** A failure in Direct Line's own words: clients know `TokenExpired` and `BadArgument`, not our codes. */
export class DirectLineError extends Error {
  override readonly name = 'DirectLineError'
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

export const tokenExpired = () => new DirectLineError(403, 'TokenExpired', 'The token has expired. Ask for a new one.')
export const badToken = (why: string) => new DirectLineError(403, 'BadArgument', `The token or secret is not valid here: ${why}.`)
export const missingToken = () => new DirectLineError(401, 'MissingToken', 'Send the token or secret in the header "Authorization: Bearer …".')

const codes: Partial<Record<ErrorCode | 'INTERNAL', string>> = {
  BAD_REQUEST: 'BadArgument',
  TOO_LARGE: 'MessageSizeTooBig',
  UNAUTHENTICATED: 'MissingToken',
  TOKEN_INVALID: 'BadArgument',
  NOT_FOUND: 'NotFound',
  CONVERSATION_NOT_FOUND: 'ConversationNotFound',
  CONVERSATION_ENDED: 'ConversationEnded',
  NOT_PUBLISHED: 'BotNotPublished',
  DISCONNECTED: 'BotDisconnected',
  TOO_MANY_REQUESTS: 'TooManyRequests',
  UNAVAILABLE: 'ServiceUnavailable',
}

export function directLineCode(code: string): string {
  return codes[code as ErrorCode] ?? 'ServiceError'
}
