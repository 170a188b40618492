import { describe, expect, it } from 'vitest'
import { highlightYaml } from './highlight-yaml.ts'
import { markFindings } from './mark-findings.ts'

const marked = (line: string, ...findings: [column: number, severity: 'error' | 'warning'][]) =>
  markFindings(highlightYaml(line)[0] ?? [], findings.map(([column, severity]) => ({ column, severity })))
    .filter(({ mark }) => mark)
    .map(({ text, mark }) => `${mark} ${text}`)

describe('findings in a line', () => {
  it('underline the word they stand at', () => {
    expect(marked('  value: =Topic.Nmae + 1', [17, 'warning'])).toEqual(['warning Nmae'])
    expect(marked('  value: =1 + "a b" * 2', [15, 'error'])).toEqual(['error "a b"'])
    expect(marked('  value: =1 + * 2', [15, 'error'])).toEqual(['error *'])
  })

  it('underline the last character where the line ends too early', () => {
    expect(marked('  value: =Upper(', [17, 'error'])).toEqual(['error ('])
    expect(marked('  value: =Upper(', [99, 'error'])).toEqual(['error ('])
    expect(marked('', [1, 'error'])).toEqual([])
  })

  it('show the worst of several, and leave every character as it was', () => {
    expect(marked('  value: =Foo(1)', [11, 'warning'], [11, 'error'])).toEqual(['error Foo'])
    const line = highlightYaml('- kind: "Ünï😀x"')[0] ?? []
    expect(markFindings(line, [{ column: 12, severity: 'error' }]).map(({ text }) => text).join('')).toBe('- kind: "Ünï😀x"')
  })
})
