import { RESERVED } from './ast.ts'

export type TokenKind =
  | 'Ident' | 'Number' | 'Text' | 'True' | 'False' | 'In' | 'Exactin' | 'As' | 'Parent' | 'Self'
  | 'KeyOr' | 'KeyAnd' | 'KeyNot'
  | 'Add' | 'Sub' | 'Mul' | 'Div' | 'Caret' | 'Percent' | 'Ampersand' | 'Or' | 'And' | 'Bang'
  | 'Equ' | 'LssGrt' | 'Lss' | 'LssEqu' | 'Grt' | 'GrtEqu'
  | 'Dot' | 'Comma' | 'Semicolon' | 'Colon' | 'At'
  | 'ParenOpen' | 'ParenClose' | 'CurlyOpen' | 'CurlyClose' | 'BracketOpen' | 'BracketClose'
  | 'StrInterpStart' | 'StrInterpEnd' | 'IslandStart' | 'IslandEnd'
  | 'Error' | 'Eof'

/** `text` is the name, the unescaped string or the digits; for other tokens it is not used. */
export type Token = { kind: TokenKind; start: number; end: number; text: string; quoted?: boolean }

const PUNCTUATION: Readonly<Record<string, TokenKind>> = {
  '+': 'Add', '-': 'Sub', '*': 'Mul', '/': 'Div', '^': 'Caret', '%': 'Percent', '&': 'Ampersand', '!': 'Bang',
  '=': 'Equ', '<': 'Lss', '>': 'Grt', '.': 'Dot', ',': 'Comma', ';': 'Semicolon', ':': 'Colon', '@': 'At',
  '(': 'ParenOpen', ')': 'ParenClose', '[': 'BracketOpen', ']': 'BracketClose', '{': 'CurlyOpen', '}': 'CurlyClose',
}
const DOUBLE: Readonly<Record<string, TokenKind>> = {
  '&&': 'And', '||': 'Or', '<>': 'LssGrt', '<=': 'LssEqu', '>=': 'GrtEqu',
}
const KEYWORDS: ReadonlyMap<string, TokenKind> = new Map<string, TokenKind>([
  ['true', 'True'], ['false', 'False'], ['in', 'In'], ['exactin', 'Exactin'], ['As', 'As'], ['Parent', 'Parent'],
  ['Self', 'Self'], ['Or', 'KeyOr'], ['And', 'KeyAnd'], ['Not', 'KeyNot'],
])

const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y
const NAME = /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]*/uy
const SPACE = /(?:[\s\u0085]|\/\/[^\r\n\u2028\u2029]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/|$))+/y

/** Splits a formula into tokens. Inside `$"..."` text and `{islands}` alternate, so the lexer keeps a stack of where it is. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = []
  /** One entry per open interpolated string: the depth of curly braces in its current island, or -1 in its text. */
  const islands: number[] = []
  let at = 0
  const push = (kind: TokenKind, end: number, text = ''): void => {
    tokens.push({ kind, start: at, end, text })
    at = end
  }

  while (at < source.length) {
    if (islands.at(-1) === -1) {
      lexInterpolatedText()
      continue
    }
    const c = source[at] as string
    if (c <= ' ' || c === '/' || c > '~') {
      SPACE.lastIndex = at
      const space = SPACE.exec(source)
      if (space) {
        at += space[0].length
        continue
      }
    }
    if ((c >= '0' && c <= '9') || (c === '.' && isDigit(source[at + 1]))) {
      NUMBER.lastIndex = at
      const text = NUMBER.exec(source)?.[0] ?? c
      push('Number', at + text.length, text)
    } else if (c === '"') lexText()
    else if (c === "'") lexQuotedName()
    else if (c === '$' && source[at + 1] === '"') {
      islands.push(-1)
      push('StrInterpStart', at + 2)
    } else lexOperatorOrName(c)
  }
  tokens.push({ kind: 'Eof', start: at, end: at, text: '' })
  return tokens

  function lexText(): void {
    const [text, end] = readDelimited(source, at, '"')
    if (end < 0) return push('Error', source.length)
    push('Text', end, text)
  }

  function lexQuotedName(): void {
    const [text, end] = readDelimited(source, at, "'")
    if (end < 0 || text.trim() === '') return push('Error', end < 0 ? source.length : end)
    push('Ident', end, text)
    const last = tokens.at(-1)
    if (last) last.quoted = true
  }

  function lexInterpolatedText(): void {
    let text = ''
    let end = at
    for (; end < source.length; end++) {
      const c = source[end] as string
      if ((c === '"' || c === '{' || c === '}') && source[end + 1] === c) end++
      else if (c === '"' || c === '{' || c === '}') break
      text += c
    }
    if (end > at) push('Text', end, text)
    const c = source[at]
    if (c === '"') {
      islands.pop()
      push('StrInterpEnd', at + 1)
    } else if (c === '{') {
      islands[islands.length - 1] = 0
      push('IslandStart', at + 1)
    } else if (c === '}') {
      tokens.push({ kind: 'Error', start: at, end: at, text: '' })
      at++
    }
  }

  function lexOperatorOrName(c: string): void {
    const two = DOUBLE[source.slice(at, at + 2)]
    if (two) return push(two, at + 2)
    const depth = islands.length - 1
    if (depth >= 0 && c === '{') islands[depth] = (islands[depth] ?? 0) + 1
    if (depth >= 0 && c === '}') {
      if (islands[depth] === 0) {
        islands[depth] = -1
        return push('IslandEnd', at + 1)
      }
      islands[depth] = (islands[depth] ?? 0) - 1
    }
    const one = PUNCTUATION[c]
    if (one) return push(one, at + 1)
    NAME.lastIndex = at
    const name = NAME.exec(source)?.[0]
    if (!name) return push('Error', at + 1, c)
    push(RESERVED.has(name) ? 'Error' : (KEYWORDS.get(name) ?? 'Ident'), at + name.length, name)
  }
}

const isDigit = (c: string | undefined): boolean => c !== undefined && c >= '0' && c <= '9'

/** Text between delimiters, where a doubled delimiter stands for one. End is -1 when it never closes. */
function readDelimited(source: string, start: number, delimiter: string): [text: string, end: number] {
  let close = source.indexOf(delimiter, start + 1)
  if (close < 0) return ['', -1]
  if (source[close + 1] !== delimiter) return [source.slice(start + 1, close), close + 1]
  let text = ''
  let from = start + 1
  for (;;) {
    close = source.indexOf(delimiter, from)
    if (close < 0) return ['', -1]
    text += source.slice(from, close)
    if (source[close + 1] !== delimiter) return [text, close + 1]
    text += delimiter
    from = close + 2
  }
}
