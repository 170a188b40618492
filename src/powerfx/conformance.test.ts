import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCases, type FxCase } from './conformance.ts'
import { T, check, compileExpression } from './index.ts'

/** Microsoft's cases and formulas of real topics live beside the repository, not in it. */
const folder = path.resolve(import.meta.dirname, '../../../shared/powerfx')
const there = existsSync(path.join(folder, 'cases.jsonl'))
if (!there) console.warn(`conformance: skipped, there is no ${folder}`)

const readLines = <Line>(file: string): Line[] =>
  readFileSync(path.join(folder, file), 'utf8').split('\n').filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as Line)

describe.skipIf(!there)('conformance with the published expression cases', () => {
  it('is above 99 percent, in every family above 95, and names compile errors as they are named', () => {
    const families = new Map(readFileSync(path.join(folder, 'families.tsv'), 'utf8').split('\n').map((line) => line.split('\t') as [string, string]))
    const report = runCases(readLines<FxCase>('cases.jsonl'), (file) => families.get(file) ?? file)
    expect(report.passed / (report.passed + report.failed)).toBeGreaterThan(0.99)
    for (const { family, passed, total } of report.families) expect.soft(passed / total, family).toBeGreaterThan(0.95)
    expect(report.compileErrors.exact / report.compileErrors.total).toBeGreaterThan(0.98)
  }, 60_000)

  it('reads every formula of real topics', () => {
    const formulas = readLines<{ expression: string }>('expressions.jsonl').map((line) => line.expression)
    // Placeholders a template leaves for the maker to fill in.
    const scope = { Topic: T.Any, Global: T.Any, System: T.Any, Env: T.Any, '*': T.Any, '<Option 1>': T.Any, '<Option 2>': T.Any }
    const wrong = formulas.filter((source) => compileExpression(source, { scope, lenient: true }).diagnostics.some((d) => d.severity === 'error'))
    expect(wrong).toEqual([])
    // One was cut short where it was collected: strictly, its brackets are missing.
    const strict = formulas.filter((source) => check(source, scope).diagnostics.some((d) => d.severity === 'error'))
    expect(strict.length).toBeLessThanOrEqual(1)
  })
})
