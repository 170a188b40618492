import type { BinaryOp, Node, RecordField, Span } from './ast.ts'
import { diagnostic, type FxDiagnostic, type MessageCode } from './diagnostics.ts'
import { tokenize, type Token, type TokenKind } from './lexer.ts'
import { parseDec } from './values/decimal.ts'

/** Binding powers, loosest first. Prefix operators sit below `^`: -2^2 is -4. */
const PREC = { or: 1, and: 2, in: 3, compare: 4, concat: 5, add: 6, mul: 7, error: 7.5, as: 8, prefix: 9, power: 10, postfix: 11 }

const INFIX: Partial<Record<TokenKind, [op: BinaryOp, power: number]>> = {
  Or: ['||', PREC.or],
  KeyOr: ['||', PREC.or],
  And: ['&&', PREC.and],
  KeyAnd: ['&&', PREC.and],
  In: ['in', PREC.in],
  Exactin: ['exactin', PREC.in],
  Equ: ['=', PREC.compare],
  LssGrt: ['<>', PREC.compare],
  Lss: ['<', PREC.compare],
  LssEqu: ['<=', PREC.compare],
  Grt: ['>', PREC.compare],
  GrtEqu: ['>=', PREC.compare],
  Ampersand: ['&', PREC.concat],
  Add: ['+', PREC.add],
  Sub: ['-', PREC.add],
  Mul: ['*', PREC.mul],
  Div: ['/', PREC.mul],
  Caret: ['^', PREC.power],
}

/** Nesting beyond this is refused with a diagnostic rather than risking the stack. */
const MAX_NESTING = 100
/** `a & b & c ...` nests to the left once per operator. */
const MAX_CHAIN = 1500

type Parsed = {
  root: Node
  diagnostics: FxDiagnostic[]
  /** Whether the tree is good enough to bind; a number that is too large is an error the binder can live with. */
  usable: boolean
}

/** With `closeAtEnd`, brackets missing at the very end are supplied, with a warning: a running copilot makes the best of it. */
export function parse(source: string, closeAtEnd = false): Parsed {
  const parser = new Parser(tokenize(source), closeAtEnd)
  const root = parser.formula()
  return { root, diagnostics: parser.diagnostics, usable: parser.usable }
}

class Parser {
  readonly diagnostics: FxDiagnostic[] = []
  usable = true
  private at = 0
  private nesting = 0
  private readonly tokens: Token[]
  private readonly closeAtEnd: boolean
  constructor(tokens: Token[], closeAtEnd: boolean) {
    this.tokens = tokens
    this.closeAtEnd = closeAtEnd
  }

  formula(): Node {
    if (this.peek().kind === 'Eof') return { kind: 'empty', start: 0, end: 0 }
    const root = this.expression(0)
    if (this.peek().kind !== 'Eof') this.report('UnexpectedCharacters', this.peek())
    return root
  }

  private peek(): Token {
    return this.tokens[this.at] as Token
  }

  private next(): Token {
    const token = this.tokens[this.at] as Token
    if (token.kind !== 'Eof') this.at++
    return token
  }

  private report(code: MessageCode, span: Span, parts: string[] = []): void {
    if (code !== 'TooLarge') this.usable = false
    this.diagnostics.push(diagnostic(code, span, parts))
  }

  private expect(kind: TokenKind): Token | undefined {
    const token = this.peek()
    if (token.kind === kind) return this.next()
    if (this.closeAtEnd && token.kind === 'Eof' && CLOSERS[kind]) {
      this.diagnostics.push(diagnostic('ClosedAtEnd', token, [CLOSERS[kind]], 'warning'))
      return undefined
    }
    this.report('UnexpectedToken', token, [token.kind, kind])
    return undefined
  }

  private expression(minimum: number): Node {
    if (++this.nesting > MAX_NESTING) {
      this.report('TooDeep', this.peek())
      this.at = this.tokens.length - 1
      this.nesting--
      return { kind: 'error', start: this.peek().start, end: this.peek().end }
    }
    let left = this.operand()
    for (let chain = 0; ; chain++) {
      const grown = this.infix(left, minimum)
      if (!grown) break
      left = grown
      if (chain > MAX_CHAIN) {
        this.report('TooDeep', left)
        this.at = this.tokens.length - 1
        break
      }
    }
    this.nesting--
    return left
  }

  private infix(left: Node, minimum: number): Node | undefined {
    const token = this.peek()
    if (token.kind === 'Percent' && minimum <= PREC.postfix) {
      this.next()
      return { kind: 'unary', op: '%', arg: left, start: token.start, end: token.end }
    }
    if (token.kind === 'Dot') return this.dotted(left)
    if (token.kind === 'Bang' && this.tokens[this.at + 1]?.kind === 'Ident') return this.dotted(left)
    if (token.kind === 'BracketOpen' && this.tokens[this.at + 1]?.kind === 'At' && left.kind === 'name') return this.disambiguated(left)
    if (token.kind === 'As' && minimum <= PREC.as) {
      this.next()
      const name = this.expect('Ident')
      return { kind: 'as', left, name: name?.text ?? '', start: token.start, end: token.end }
    }
    const infix = INFIX[token.kind]
    if (!infix && STARTS_OPERAND.has(token.kind) && minimum <= PREC.error) return this.missingOperator(left, token)
    if (!infix || infix[1] < minimum) return undefined
    this.next()
    const [op, power] = infix
    const right = this.expression(op === '^' ? PREC.prefix : power + 1)
    return { kind: 'binary', op, left, right, start: token.start, end: token.end }
  }

  /** Two operands in a row: the second is taken for the operator that should be there, and reading goes on behind it. */
  private missingOperator(left: Node, token: Token): Node {
    this.report(token.kind === 'Error' ? 'UnexpectedCharacters' : 'OperatorExpected', token)
    this.next()
    const right = this.expression(PREC.error)
    return { kind: 'binary', op: '+', left, right, start: token.start, end: token.end }
  }

  private dotted(left: Node): Node {
    const dot = this.next()
    const token = this.peek()
    if (token.kind !== 'Ident' && !(token.kind === 'Error' && token.text)) {
      if (isWord(token)) {
        this.next()
        return { kind: 'dot', left, name: token.text, start: dot.start, end: token.end }
      }
      this.report('UnexpectedToken', token, [token.kind, 'Ident'])
      return { kind: 'error', start: token.start, end: token.end }
    }
    this.next()
    if (this.peek().kind === 'ParenOpen' && left.kind === 'name' && !token.quoted) {
      return this.call(token.text, { start: token.start, end: token.end }, left.name, left.start)
    }
    return { kind: 'dot', left, name: token.text, start: dot.start, end: token.end }
  }

  /** `Table[@Column]`: the old way to name a column of an outer scope. */
  private disambiguated(left: Node): Node {
    const open = this.next()
    this.next()
    const name = this.expect('Ident')
    this.expect('BracketClose')
    return { kind: 'dot', left, name: name?.text ?? '', start: open.start, end: this.tokens[this.at - 1]?.end ?? open.end }
  }

  private operand(): Node {
    const token = this.peek()
    const { start, end } = token
    switch (token.kind) {
      case 'Number':
        this.next()
        if (token.text.length > 15 && parseDec(token.text) === 'overflow') return this.tooLarge(token)
        if (/e/i.test(token.text) && parseDec(token.text) === 'overflow') return this.tooLarge(token)
        return { kind: 'number', text: token.text, start, end }
      case 'Text':
        this.next()
        return { kind: 'text', value: token.text, start, end }
      case 'True':
      case 'False':
        this.next()
        return { kind: 'boolean', value: token.kind === 'True', start, end }
      case 'Sub':
        this.next()
        return { kind: 'unary', op: '-', arg: this.expression(PREC.prefix), start, end }
      case 'Bang':
        this.next()
        return { kind: 'unary', op: '!', arg: this.expression(PREC.prefix), start, end }
      case 'KeyNot':
      case 'KeyAnd':
      case 'KeyOr':
        return this.keyword(token)
      case 'Ident':
        this.next()
        if (this.peek().kind === 'ParenOpen' && !token.quoted) return this.call(token.text, { start, end }, undefined, start)
        return { kind: 'name', name: token.text, start, end }
      case 'Error':
        if (token.text && this.tokens[this.at + 1]?.kind === 'ParenOpen') {
          this.next()
          return this.call(token.text, { start, end }, undefined, start)
        }
        this.next()
        this.report('UnexpectedCharacters', token)
        return { kind: 'error', start, end }
      case 'Parent':
        this.next()
        return { kind: 'parent', start, end }
      case 'Self':
        this.next()
        return { kind: 'self', start, end }
      case 'ParenOpen':
        return this.parenthesized()
      case 'CurlyOpen':
        return this.record()
      case 'BracketOpen':
        return this.tokens[this.at + 1]?.kind === 'At' ? this.globalName() : this.table()
      case 'StrInterpStart':
        return this.interpolation()
      default:
        if (INFIX[token.kind]) {
          this.next()
          this.report('UnexpectedCharacters', token)
        } else this.report('OperandExpected', token)
        return { kind: 'error', start, end }
    }
  }

  private tooLarge(token: Token): Node {
    this.report('TooLarge', token)
    return { kind: 'error', start: token.start, end: token.end }
  }

  /** `Not`, `And` and `Or` are functions before a parenthesis; `Not` is an operator anywhere else. */
  private keyword(token: Token): Node {
    this.next()
    const { start, end } = token
    if (this.peek().kind === 'ParenOpen') return this.call(token.text, { start, end }, undefined, start)
    if (token.kind === 'KeyNot') return { kind: 'unary', op: '!', arg: this.expression(PREC.prefix), start, end }
    this.report('OperandExpected', token)
    return { kind: 'error', start, end }
  }

  private parenthesized(): Node {
    this.next()
    const inner = this.expression(0)
    this.expect('ParenClose')
    return inner
  }

  private globalName(): Node {
    const open = this.next()
    this.next()
    const name = this.expect('Ident')
    const close = this.expect('BracketClose')
    return { kind: 'name', name: name?.text ?? '', global: true, start: open.start, end: close?.end ?? open.end }
  }

  private call(name: string, head: Span, namespace: string | undefined, start: number): Node {
    const open = this.next()
    const args: Node[] = []
    if (this.peek().kind !== 'ParenClose') {
      for (;;) {
        const token = this.peek()
        if (token.kind === 'Comma') {
          this.report('OperandExpected', token)
          args.push({ kind: 'error', start: token.start, end: token.end })
        } else args.push(this.expression(0))
        if (this.peek().kind !== 'Comma') break
        this.next()
      }
    }
    const close = this.expect('ParenClose')
    const end = close?.end ?? this.peek().start
    if (name === 'Type' && namespace === undefined && args.length === 1) {
      return { kind: 'type', body: args[0] as Node, head, start: open.start, end: open.end }
    }
    return { kind: 'call', name, head, args, start, end, ...(namespace === undefined ? {} : { namespace }) }
  }

  private record(): Node {
    const open = this.next()
    const fields: RecordField[] = []
    if (this.peek().kind !== 'CurlyClose') {
      for (;;) {
        const field = this.field()
        if (!field) break
        fields.push(field)
        if (this.peek().kind !== 'Comma') break
        this.next()
        if (this.peek().kind === 'CurlyClose') break
      }
    }
    const close = this.expect('CurlyClose')
    return { kind: 'record', fields, start: open.start, end: close?.end ?? this.peek().start }
  }

  private field(): RecordField | undefined {
    const name = this.peek()
    if (name.kind !== 'Ident') {
      this.report('UnexpectedToken', name, [name.kind, 'Ident'])
      if (name.kind !== 'Eof') this.report('UnexpectedToken', name, [name.kind, 'Colon'])
      this.report('ColonExpected', name)
      this.next()
      return undefined
    }
    this.next()
    const colon = this.peek()
    if (colon.kind !== 'Colon') {
      this.report('UnexpectedToken', colon, [colon.kind, 'Colon'])
      this.report('ColonExpected', colon)
      return undefined
    }
    this.next()
    return { name: name.text, span: { start: name.start, end: name.end }, value: this.expression(0) }
  }

  private table(): Node {
    const open = this.next()
    const items: Node[] = []
    while (this.peek().kind !== 'BracketClose') {
      items.push(this.expression(0))
      if (this.peek().kind !== 'Comma') break
      this.next()
    }
    const close = this.expect('BracketClose')
    return { kind: 'table', items, start: open.start, end: close?.end ?? this.peek().start }
  }

  private interpolation(): Node {
    const open = this.next()
    const parts: Node[] = []
    for (;;) {
      const token = this.peek()
      if (token.kind === 'StrInterpEnd') {
        this.next()
        return { kind: 'interpolation', parts, start: open.start, end: token.end }
      }
      if (token.kind === 'Text') {
        this.next()
        parts.push({ kind: 'text', value: token.text, start: token.start, end: token.end })
      } else if (token.kind === 'IslandStart') {
        if (!this.island(parts)) break
      } else {
        this.report('UnexpectedCharacters', token)
        break
      }
    }
    const last = this.tokens.at(-1) as Token
    this.report('UnexpectedCharacters', last)
    this.at = this.tokens.length - 1
    return { kind: 'error', start: open.start, end: last.end }
  }

  private island(parts: Node[]): boolean {
    this.next()
    const token = this.peek()
    if (token.kind === 'IslandEnd') {
      this.report('EmptyIsland', token)
      this.next()
      return true
    }
    if (token.kind === 'Error' || token.kind === 'Eof') {
      this.report('UnexpectedCharacters', token)
      return false
    }
    parts.push(this.expression(0))
    if (this.peek().kind === 'IslandEnd') {
      this.next()
      return true
    }
    this.report('UnexpectedCharacters', this.peek())
    return false
  }
}

const CLOSERS: Partial<Record<TokenKind, string>> = { ParenClose: ')', CurlyClose: '}', BracketClose: ']' }
const STARTS_OPERAND: ReadonlySet<TokenKind> = new Set<TokenKind>(['Number', 'Text', 'Ident', 'True', 'False', 'StrInterpStart', 'Error'])
const isWord = (token: Token): boolean => /^\p{L}/u.test(token.text) && token.kind !== 'Text'
