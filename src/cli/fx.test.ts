import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { runFx } from './fx.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'baton-fx-'))
const file = (name: string, text: string): string => {
  writeFileSync(path.join(folder, name), text)
  return path.join(folder, name)
}

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', '']
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true))
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true))
  const code = await runFx(args)
  return { code, out, err }
}
afterEach(() => vi.restoreAllMocks())

describe('baton fx', () => {
  it('prints the value of a formula', async () => {
    expect(await run('1.10 + 2')).toEqual({ code: 0, out: '3.1\n', err: '' })
  })

  it('reads variables from a file', async () => {
    const vars = file('vars.json', '{"Topic":{"Items":[{"n":1},{"n":2}]}}')
    expect((await run('Sum(Topic.Items, n)', '--vars', vars)).out).toBe('3\n')
  })

  it('says what is wrong and where, and fails', async () => {
    const { code, err } = await run('1 + Nope')
    expect([code, err.split('\n')[0]]).toEqual([1, "error 4-8: Name isn't valid. 'Nope' isn't recognized."])
  })

  it('runs a file of cases by family, with the totals alone on the last line', async () => {
    file('families.tsv', 'file\tfamily\nplus.txt\tsums\n')
    const cases = file('cases.jsonl', [
      { file: 'plus.txt', line: 1, input: '1 + 1', expected: '2' },
      { file: 'plus.txt', line: 2, input: '1 + 1', expected: '3' },
      { file: 'plus.txt', line: 3, input: 'x', expected: "Errors: Error 0-1: Name isn't valid. 'x' isn't recognized." },
      { file: 'plus.txt', line: 4, input: '1', expected: '#SKIP: not today' },
    ].map((c) => JSON.stringify(c)).join('\n'))
    const { code, out } = await run('--cases', cases)
    expect(code).toBe(1)
    expect(out.trim().split('\n')).toEqual(['sums 2/3', 'compile-errors 1/1', 'compile-errors-exact 1/1', '2 passed, 1 failed'])
  })
})
