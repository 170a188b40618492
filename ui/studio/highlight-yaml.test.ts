import { describe, expect, it } from 'vitest'
import { highlightYaml } from './highlight-yaml.ts'

const kinds = (line: string) => highlightYaml(line)[0]?.map((token) => `${token.kind}:${token.text.trim()}`).filter((each) => !each.endsWith(':'))

describe('colours', () => {
  it('lose no character', () => {
    const text = 'kind: A # c\n  - id: x\n\n  activity: |-\n    Hi {Topic.Name}: ok\n  next: =If(true, "a: b")\n"@odd": {a: 1}\n:\n\t- \'q\': 1'
    expect(highlightYaml(text).map((line) => line.map((token) => token.text).join('')).join('\n')).toBe(text)
  })
  it('tell nodes, keys, formulas and variables apart', () => {
    expect(kinds('    - kind: SendActivity')).toEqual(['mark:-', 'key:kind', 'kind:SendActivity'])
    expect(kinds('condition: =Topic.A > 1')).toEqual(['key:condition', 'formula:=Topic.A > 1'])
    expect(kinds('activity: Hi {Topic.Name}!')).toEqual(['key:activity', 'text:Hi', 'variable:{Topic.Name}', 'text:!'])
  })
  it('take a block of text for text', () => {
    expect(highlightYaml('a: |-\n  b: c\nd: e').map((line) => line[0]?.kind)).toEqual(['key', 'text', 'key'])
  })
})
