import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { failuresPage, ownFailures, publishedFailures } from './failure-table.ts'
import { isKnownCode } from './index.ts'

const entries = [...publishedFailures, ...ownFailures]
const raised = new Set(entries.flatMap((entry) => ('when' in entry ? [entry.code] : [])))

/** Codes that stand in the source where a turn fails. */
function codesInSource(): Map<string, string> {
  const files = ['src/dialog', 'src/engagement', 'src/models', 'src/cli'].flatMap((folder) => fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name)))
  const codes = new Map<string, string>()
  for (const file of files.filter((name) => name.endsWith('.ts') && !/\.test\.ts$|testing\.ts$/.test(name))) {
    const text = fs.readFileSync(file, 'utf8')
    for (const [, code = ''] of text.matchAll(/(?:ContentFailure|ModelFailure|\bfail|\bfailure)\(\s*'([A-Z]\w+)'/g)) codes.set(code, file)
    for (const [, code = ''] of text.matchAll(/type: 'failed', code: '([A-Z]\w+)'/g)) codes.set(code, file)
  }
  return codes
}

describe('docs/run-time-errors.md', () => {
  it('is what the table says (write it anew with -u)', async () => {
    await expect(failuresPage()).toMatchFileSnapshot('../../docs/run-time-errors.md')
  })

  it('has every code once', () => {
    const codes = entries.map(({ code }) => code)
    expect(codes.length).toBe(new Set(codes).size)
  })

  it('has every code that the source raises, and what it says never occurs is nowhere', () => {
    const inSource = codesInSource()
    expect(inSource.size).toBeGreaterThan(20)
    expect([...inSource].filter(([code]) => !raised.has(code) && !/^HTTP\d/.test(code))).toEqual([])
    expect([...inSource.keys()].every(isKnownCode)).toBe(true)
  })
})
