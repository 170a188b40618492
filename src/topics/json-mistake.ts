/** Where a text stops being JSON, and what is wanted there; undefined for valid JSON. Engines word this differently, or not at all. */
export function jsonMistake(text: string): { offset: number; message: string } | undefined {
  let at = 0
  const space = () => {
    while (' \t\r\n'.includes(text[at] ?? 'x')) at++
  }
  const fail = (wanted: string): never => {
    throw new Mistake(at, `${at >= text.length ? 'the text ends' : `"${text[at]}" stands`} where ${wanted} is wanted`)
  }
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match) at += match[0].length
    return match !== null
  }
  const list = (close: string, item: () => void, wanted: string) => {
    at++
    space()
    if (text[at] === close) return void at++
    for (;;) {
      item()
      space()
      if (text[at] === close) return void at++
      if (text[at] !== ',') fail(wanted)
      at++
      space()
    }
  }
  const member = () => {
    if (!take(string)) fail('a name in double quotes')
    space()
    if (text[at] !== ':') fail('":"')
    at++
    value()
  }
  const value = (): void => {
    space()
    if (text[at] === '{') list('}', member, '"," or "}"')
    else if (text[at] === '[') list(']', value, '"," or "]"')
    else if (!take(string) && !take(number) && !take(word)) fail('a value')
  }
  try {
    value()
    space()
    if (at < text.length) fail('the end')
    return undefined
  } catch (problem) {
    if (problem instanceof Mistake) return { offset: problem.offset, message: problem.message }
    if (problem instanceof RangeError) return { offset: at, message: 'it is nested too deep' }
    throw problem
  }
}

const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const word = /true|false|null/y

class Mistake extends Error {
  readonly offset: number
  constructor(offset: number, message: string) {
    super(message)
    this.offset = offset
  }
}
