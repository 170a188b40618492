/**
 * Every failure a caller can see. Clients switch on the code, so a code is never renamed. `%s` takes the arguments in
 * order. A text says what happened and what to do next.
 */
export const catalogue = {
  BAD_REQUEST: { status: 400, text: 'The request could not be read: %s' },
  TOO_LARGE: { status: 413, text: 'The request is larger than %s. Send less, or split it.' },
  UNAUTHENTICATED: { status: 401, text: 'You are not signed in. Sign in and try again.' },
  WRONG_CREDENTIALS: { status: 401, text: 'The e-mail address or the password is not right. Check both; an administrator can give you a link for a new password.' },
  WRONG_PASSWORD: { status: 422, text: 'That is not your password. Nothing was changed.' },
  PASSWORD_REFUSED: { status: 422, text: 'Choose another password: %s.' },
  LINK_GONE: { status: 410, text: 'This link leads nowhere any more: it was used, replaced, withdrawn, or has expired. Ask an administrator for a new one.' },
  TOKEN_INVALID: { status: 403, text: 'The token is not valid here: %s. Ask for a new one.' },
  FORBIDDEN: { status: 403, text: 'Your role does not allow this: it needs %s.' },
  CROSS_SITE: { status: 403, text: 'The request did not come from a page of this server: %s. Open Baton itself and try again.' },
  ORIGIN_NOT_ALLOWED: { status: 403, text: 'This chat may not be used on %s. Add that origin to the widget on the administration page.' },
  NOT_FOUND: { status: 404, text: 'There is no %s %s.' },
  CONVERSATION_NOT_FOUND: { status: 404, text: 'There is no conversation %s.' },
  CONVERSATION_ENDED: { status: 404, text: 'Conversation %s has ended. Start a new one.' },
  ALREADY_TAKEN: { status: 409, text: 'Conversation %s was taken by somebody else first.' },
  OFFER_GONE: { status: 409, text: 'The offer of conversation %s is over: it was answered, withdrawn or timed out.' },
  NOT_YOURS: { status: 409, text: 'Conversation %s is not assigned to you, so you cannot act in it.' },
  NAME_TAKEN: { status: 409, text: 'There is already a %s named "%s". Choose another name.' },
  EMAIL_TAKEN: { status: 409, text: 'There is already a person with the e-mail address %s. Use another one, or change that person.' },
  LAST_ADMINISTRATOR: { status: 409, text: '%s is the last administrator who can sign in. Make somebody else an administrator first, and let them sign in.' },
  PERSON_DISABLED: { status: 409, text: '%s is disabled. Enable them first.' },
  IN_USE: { status: 409, text: '%s cannot be deleted, because it is used by %s. Change that first.' },
  CHANGED_MEANWHILE: { status: 409, text: '%s was changed by somebody else meanwhile. Load it again and repeat your change.' },
  NAME_TOO_LONG: {
    status: 422,
    text: 'The name "%s" has %s characters. A copilot can be connected only when its name has 30 characters or fewer: rename it on the overview page, publish, and connect again.',
  },
  NOT_PUBLISHED: { status: 409, text: 'Copilot %s has never been published. Publish it first.' },
  HUB_NOT_INSTALLED: { status: 409, text: 'The engagement hub is not installed in environment %s. Install it there, or move the copilot to an environment that has it.' },
  COPILOT_HAS_ERRORS: { status: 422, text: 'Copilot %s has %s errors that block publishing. Open Topics and mend them.' },
  NOT_CONNECTED: { status: 409, text: 'Copilot %s is not connected to the engagement hub. Connect it on its Agent transfers page.' },
  DISCONNECTED: { status: 403, text: 'Copilot %s was disconnected from the engagement hub, so it takes no conversations.' },
  TOO_MANY_REQUESTS: { status: 429, text: 'Too many requests. Wait %s seconds and try again.' },
  INVALID_PACKAGE: { status: 422, text: 'The file cannot be imported: %s' },
  SETTING_UNUSABLE: { status: 500, text: 'The environment has a value that cannot be used. %s' },
  UNAVAILABLE: { status: 503, text: 'The service is starting or its database is away: %s. Try again in a moment.' },
} as const

export type ErrorCode = keyof typeof catalogue

/** A failure the caller can act on. Anything else that is thrown is a bug and is logged once, at the edge. */
export class BatonError extends Error {
  override readonly name = 'BatonError'
  readonly code: ErrorCode
  readonly status: number

  constructor(code: ErrorCode, ...args: (string | number)[]) {
    const entry = catalogue[code]
    let next = 0
    super(entry.text.replaceAll('%s', () => String(args[next++] ?? '')))
    this.code = code
    this.status = entry.status
  }
}
