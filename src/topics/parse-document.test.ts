import { describe, expect, it } from 'vitest'
import { parseDocument } from './parse-document.ts'

const valueOf = (text: string) => parseDocument(text, 'a.yml').value
const errorsIn = (text: string) => parseDocument(text, 'a.yml').diagnostics.map(({ line, column, code }) => `${line}:${column} ${code}`)

describe('reading what Copilot Studio writes', () => {
  it.each([
    ['a: @odata.type', { a: '@odata.type' }],
    ['"@odata.nextLink":\n  type: String', { '@odata.nextLink': { type: 'String' } }],
    ['@odata.nextLink:\n  type: String', { '@odata.nextLink': { type: 'String' } }],
    ['a: `code` first', { a: '`code` first' }],
    ['a: %done', { a: '%done' }],
    ['accept: */*', { accept: '*/*' }],
    ['a: =', { a: '=' }],
    ['a: =If(Topic.X, 1, 2)', { a: '=If(Topic.X, 1, 2)' }],
    ['- Yes\n- No\n- On\n- Off', ['Yes', 'No', 'On', 'Off']],
    ['a: 2020-01-31', { a: '2020-01-31' }],
    ['a: 0049123', { a: '0049123' }],
    ['a: 12345678901234567890', { a: '12345678901234567890' }],
    ['a: 007', { a: '007' }],
    ['a: 1.5\nb: -3\nc: true\nd: ~', { a: 1.5, b: -3, c: true, d: null }],
    ['a: |-\n  one\n  two', { a: 'one\ntwo' }],
    ['\uFEFFkind: X', { kind: 'X' }],
    ['a: &one {b: 1}\nc: *one', { a: { b: 1 }, c: { b: 1 } }],
    ['__proto__:\n  polluted: true', JSON.parse('{"__proto__":{"polluted":true}}')],
    ['kind: X\r\na: y\r\n', { kind: 'X', a: 'y' }],
  ])('%j', (text, expected) => {
    expect(errorsIn(text)).toEqual([])
    expect(valueOf(text)).toEqual(expected)
  })

  it('keeps names and descriptions apart from the body', () => {
    expect(parseDocument('mcs.metadata:\n  componentName: Hours\n  description: When\nkind: X', 'a')).toMatchObject({ value: { kind: 'X' }, kind: 'X', metadata: { componentName: 'Hours', description: 'When' } })
    expect(parseDocument('# Name: Hours\n# When\nkind: X', 'a').metadata).toEqual({ componentName: 'Hours', description: 'When' })
    expect(parseDocument('# Name: Hours\nkind: X', 'a').metadata).toEqual({ componentName: 'Hours' })
  })
})

describe('what cannot be read', () => {
  it.each([
    ['a: "open\nb: 2', '2:5 InvalidYaml'],
    ['a: one: two', '1:4 InvalidYaml'],
    ['a: **bold** text', '1:13 InvalidYaml'],
    ['a: 1\na: 2', '2:1 DuplicateItem'],
    ['kind: A\n---\nkind: B', '2:1 InvalidYaml'],
    ['```yaml\nkind: A\n```', '1:1 InvalidYaml'],
    ['a:\n\tb: 1', '2:1 InvalidYaml'],
  ])('%j is found at %s', (text, expected) => {
    expect(errorsIn(text)[0]).toBe(expected)
  })

  it('reads the rest of a document with a mistake', () => {
    expect(valueOf('```yaml\nkind: A\nb: 2\n```\n')).toEqual({ kind: 'A', b: 2 })
  })

  it.each([
    ['aliases that multiply', billionLaughs(), 'TooManyAliases'],
    ['an alias inside itself', 'a: &a [*a]', undefined],
    ['brackets without end', '['.repeat(100_000), 'DocumentTooDeep'],
    ['maps in maps', Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join(''), 'DocumentTooDeep'],
    ['ten megabytes', 'a: b\n'.repeat(2_000_000), 'DocumentTooLarge'],
    ['bytes of a picture', String.fromCharCode(...Array.from({ length: 3000 }, (_, index) => (index * 7919) % 256)), undefined],
  ])('refuses %s at once', (_name, text, code) => {
    const document = parseDocument(text, 'a.yml')
    if (code) expect(document.diagnostics[0]?.code).toBe(code)
  })
})

describe('where things are', () => {
  const text = `kind: X
list:
  - id: one
    text: =Topic.A + 1
  - id: two
    text: "say \\"{Topic.B}\\""
block: |-
  =If(
    Topic.C,
    1)
empty:
`
  const document = parseDocument(text, 'a.yml')
  it.each([
    [['list', 1, 'id'], undefined, 5, 9],
    [['list', 0, 'text'], 1, 4, 12],
    [['list', 0, 'text'], 9, 4, 20],
    [['list', 1, 'text'], 6, 6, 19],
    [['block'], 7, 9, 5],
    [['empty'], undefined, 11, 1],
    [['list', 1, 'missing', 'deeper'], undefined, 5, 5],
    [['list', 9], undefined, 3, 3],
  ])('%j at %s', (path, offset, line, column) => {
    expect(document.positionOf(path, offset)).toEqual({ line, column })
  })

  it('counts a byte order mark as nothing', () => {
    expect(parseDocument('\uFEFFa: 1\nb: 2', 'a').positionOf(['a'])).toEqual({ line: 1, column: 4 })
  })
})

function billionLaughs(): string {
  const letters = 'abcdefghi'
  return [...letters].map((letter, index) => `${letter}: &${letter} [${index === 0 ? 'lol' : Array(9).fill(`*${letters[index - 1]}`).join(', ')}]`).join('\n')
}
