/** What is wrong with a pattern; the message is the language's own. */
export class RegexProblem extends Error {}

/** A place in a pattern, and the ways a complaint quotes what stands there. */
export class PatternCursor {
  protected at = 0
  protected readonly text: string
  constructor(text: string) {
    this.text = text
  }

  protected fail(message: string): never {
    throw new RegexProblem(message)
  }

  protected found(message: string, token: string): never {
    return this.fail(`${message}, found "${token}".`)
  }

  /** The last twelve characters up to a place, not starting inside a surrogate pair. */
  protected context(end: number): string {
    if (end <= 12) return this.text.slice(0, end)
    let start = end - 12
    if (/[\udc00-\udfff]/.test(this.text[start] ?? '') && /[\ud800-\udbff]/.test(this.text[start - 1] ?? '')) start++
    return `...${this.text.slice(start, end)}`
  }

  protected atEndOf(message: string, end = this.at): never {
    return this.fail(`${message}, found at the end of "${this.context(end)}".`)
  }

  protected foundContext(message: string, end = this.at): never {
    return this.fail(`${message}, found "${this.context(end)}".`)
  }

  protected atBeginningOf(message: string, start: number): never {
    const rest = this.text.slice(start)
    return this.fail(`${message}, found at the beginning of "${rest.length > 12 ? `${rest.slice(0, 12)}...` : rest}".`)
  }
}
