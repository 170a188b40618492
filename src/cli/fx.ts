import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { runCases, type FxCase, type Report } from '../powerfx/conformance.ts'
import { describeLanguage } from '../powerfx/document.ts'
import { T, compileExpression, fromJson, type FxDiagnostic, type FxScopeType } from '../powerfx/index.ts'
import { serialize } from '../powerfx/serialize.ts'

const USAGE = `Usage:
  baton fx '<expression>' [--vars vars.json]   evaluate an expression
  baton fx --cases file.jsonl [--json]         run a file of cases and report per family; --failures lists the rest
  baton fx --docs [--cases file.jsonl]         the page about the language, in Markdown
`

/** The `baton fx` command. Resolves to the exit code. */
export async function runFx(args: string[]): Promise<number> {
  const options = readOptions(args)
  if (options.docs) return printDocs(options.cases)
  if (options.cases) return runCaseFile(options.cases, options)
  if (options.expression === undefined) {
    process.stderr.write(USAGE)
    return 2
  }
  return evaluateOnce(options.expression, options.vars)
}

type Options = { expression?: string; vars?: string; cases?: string; json: boolean; failures: boolean; docs: boolean }

function readOptions(args: string[]): Options {
  const options: Options = { json: false, failures: false, docs: false }
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] as string
    if (arg === '--json') options.json = true
    else if (arg === '--failures') options.failures = true
    else if (arg === '--docs') options.docs = true
    else if (arg === '--vars' && args[i + 1] !== undefined) options.vars = args[++i] as string
    else if (arg === '--cases' && args[i + 1] !== undefined) options.cases = args[++i] as string
    else options.expression = arg
  }
  return options
}

/** `vars.json` holds the roots a formula may name: {"Topic": {"Name": "Ana"}, "x": 1}. */
async function evaluateOnce(expression: string, varsFile: string | undefined): Promise<number> {
  const vars: Record<string, unknown> = varsFile ? JSON.parse(await readFile(varsFile, 'utf8')) : {}
  const scope: FxScopeType = Object.fromEntries(Object.keys(vars).map((name) => [name, T.Any]))
  const compiled = compileExpression(expression, { scope, lenient: true })
  for (const line of new Set(compiled.diagnostics.map(describeDiagnostic))) process.stderr.write(`${line}\n`)
  if (compiled.diagnostics.some((d) => d.severity === 'error')) return 1
  const value = compiled.evaluate({
    lookup: (root, name) => {
      const found = Object.hasOwn(vars, root) ? vars[root] : undefined
      if (name === undefined) return found === undefined ? undefined : fromJson(found)
      const member = typeof found === 'object' && found !== null && Object.hasOwn(found, name) ? (found as Record<string, unknown>)[name] : undefined
      return member === undefined ? undefined : fromJson(member)
    },
    now: () => new Date(),
    random: Math.random,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    locale: 'en-US',
  })
  process.stdout.write(`${serialize(value)}\n`)
  return 0
}

const describeDiagnostic = (d: FxDiagnostic): string => `${d.severity} ${d.start}-${d.end}: ${d.message}`

async function runCaseFile(file: string, options: Options): Promise<number> {
  const report = await reportOn(file)
  if (options.failures) printFailures(report)
  if (options.json) process.stdout.write(`${JSON.stringify({ ...report, failures: undefined })}\n`)
  else printReport(report)
  process.stdout.write(`${report.passed} passed, ${report.failed} failed\n`)
  return report.failed === 0 ? 0 : 1
}

async function reportOn(file: string): Promise<Report> {
  const familyOf = await readFamilies(join(dirname(file), 'families.tsv'))
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '')
  return runCases(lines.map((line) => JSON.parse(line) as FxCase), familyOf)
}

async function printDocs(cases: string | undefined): Promise<number> {
  process.stdout.write(describeLanguage(cases === undefined ? undefined : await reportOn(cases)))
  return 0
}

async function readFamilies(file: string): Promise<(name: string) => string> {
  try {
    const rows = (await readFile(file, 'utf8')).split(/\r?\n/).map((line) => line.split('\t'))
    const families = new Map(rows.map(([name = '', family = '']) => [name, family]))
    return (name) => families.get(name) ?? name.replace(/\.txt$/, '')
  } catch {
    return (name) => name.replace(/\.txt$/, '')
  }
}

function printReport({ families, compileErrors }: Report): void {
  for (const { family, passed, total } of families) process.stdout.write(`${family} ${passed}/${total}\n`)
  const { total, isError, exact } = compileErrors
  process.stdout.write(`compile-errors ${isError}/${total}\n`)
  process.stdout.write(`compile-errors-exact ${exact}/${total}\n`)
}

function printFailures({ failures }: Report): void {
  for (const { case: c, actual } of failures) process.stdout.write(`${c.file}:${c.line}\t${c.input}\n    want ${c.expected}\n    got  ${actual}\n`)
}
