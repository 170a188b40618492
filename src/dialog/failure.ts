/**
 * Something in a copilot's content that cannot be carried out. It never leaves the engine: it becomes System.Error and
 * runs the OnError topic. `code` is one of the published run-time codes where one fits.
 */
export class ContentFailure extends Error {
  override readonly name = 'ContentFailure'
  readonly code: string

  /** A person takes over instead of OnError. */
  readonly escalates: boolean

  constructor(code: string, message: string, escalates = false) {
    super(message)
    this.code = code
    this.escalates = escalates
  }
}
