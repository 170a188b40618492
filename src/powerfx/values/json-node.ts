/**
 * JSON as read, without prototypes and without losing digits. A number is its source text in a box, an object
 * a Map in source order.
 */
export type JsonNode = null | string | boolean | JsonNumber | JsonNode[] | Map<string, JsonNode>

export class JsonNumber {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

const MAX_DEPTH = 64

/** A strict JSON reader (RFC 8259). Undefined when the text is not JSON. */
export function parseJson(text: string): JsonNode | undefined {
  const reader = new Reader(text)
  try {
    return reader.document()
  } catch (problem) {
    if (problem === INVALID) return undefined
    throw problem
  }
}

const INVALID = Symbol('invalid json')
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
])

class Reader {
  private at = 0
  private depth = 0
  private readonly text: string
  constructor(text: string) {
    this.text = text
  }

  document(): JsonNode {
    const value = this.value()
    this.space()
    if (this.at < this.text.length) throw INVALID
    return value
  }

  private space(): void {
    while (/[ \t\r\n]/.test(this.text.charAt(this.at))) this.at++
  }

  private value(): JsonNode {
    this.space()
    switch (this.text[this.at]) {
      case '{':
        return this.nested(() => this.object())
      case '[':
        return this.nested(() => this.array())
      case '"':
        return this.string()
      case 't':
        return this.word('true', true)
      case 'f':
        return this.word('false', false)
      case 'n':
        return this.word('null', null)
      default:
        return this.number()
    }
  }

  private nested<T>(read: () => T): T {
    if (++this.depth > MAX_DEPTH) throw INVALID
    this.at++
    const value = read()
    this.depth--
    return value
  }

  private word<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) throw INVALID
    this.at += word.length
    return value
  }

  private number(): JsonNumber {
    NUMBER.lastIndex = this.at
    const match = NUMBER.exec(this.text)
    if (!match) throw INVALID
    this.at += match[0].length
    return new JsonNumber(match[0])
  }

  private string(): string {
    let out = ''
    this.at++
    for (;;) {
      const c = this.text[this.at]
      if (c === undefined || c < ' ') throw INVALID
      this.at++
      if (c === '"') return out
      out += c === '\\' ? this.escape() : c
    }
  }

  private escape(): string {
    const c = this.text[this.at++] ?? ''
    if (c === 'u') {
      const hex = this.text.slice(this.at, this.at + 4)
      if (!/^[0-9a-fA-F]{4}$/.test(hex)) throw INVALID
      this.at += 4
      return String.fromCharCode(parseInt(hex, 16))
    }
    const plain = ESCAPES.get(c)
    if (plain === undefined) throw INVALID
    return plain
  }

  private array(): JsonNode[] {
    const items: JsonNode[] = []
    if (this.closes(']')) return items
    do items.push(this.value())
    while (this.comma(']'))
    return items
  }

  private object(): Map<string, JsonNode> {
    const fields = new Map<string, JsonNode>()
    if (this.closes('}')) return fields
    do {
      this.space()
      if (this.text[this.at] !== '"') throw INVALID
      const name = this.string()
      this.space()
      if (this.text[this.at++] !== ':') throw INVALID
      fields.set(name, this.value())
    } while (this.comma('}'))
    return fields
  }

  private closes(end: string): boolean {
    this.space()
    if (this.text[this.at] !== end) return false
    this.at++
    return true
  }

  private comma(end: string): boolean {
    this.space()
    const c = this.text[this.at++]
    if (c === end) return false
    if (c !== ',') throw INVALID
    return true
  }
}
