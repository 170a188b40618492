import { compileExpression } from './compile.ts'
import type { FxDiagnostic } from './diagnostics.ts'
import { utcFromCivil } from './dates/zone.ts'
import { serialize } from './serialize.ts'
import { Dec, FxDate, type FxValue } from './values/value.ts'

/** One line of a case file: an expression and what it must give. */
export type FxCase = { file: string; line: number; setup?: string; input: string; expected: string }

type Outcome = {
  case: FxCase
  verdict: 'pass' | 'fail' | 'skip'
  actual: string
  /** Set for cases that expect compile errors: whether there was one at all, whatever its text. */
  isError?: boolean
}

/** Zones as Windows names them, as case files do. */
const WINDOWS_ZONES: Readonly<Record<string, string>> = {
  'Pacific Standard Time': 'America/Los_Angeles',
  'Romance Standard Time': 'Europe/Paris',
  'GMT Standard Time': 'Europe/London',
  'Middle East Standard Time': 'Asia/Beirut',
  'Lord Howe Standard Time': 'Australia/Lord_Howe',
  'Eastern Standard Time': 'America/New_York',
  'Central Standard Time': 'America/Chicago',
  'Mountain Standard Time': 'America/Denver',
  'W. Europe Standard Time': 'Europe/Berlin',
  'Tokyo Standard Time': 'Asia/Tokyo',
  'India Standard Time': 'Asia/Kolkata',
  'AUS Eastern Standard Time': 'Australia/Sydney',
  UTC: 'UTC',
}

/** Runs one case with a real clock and random numbers, in the zone its setup names. */
function runCase(testCase: FxCase): Outcome {
  const { expected } = testCase
  if (/^\s*#skip/i.test(expected)) return { case: testCase, verdict: 'skip', actual: '' }
  const compiled = compileExpression(testCase.input)
  const errors = compiled.diagnostics.filter((d) => d.severity === 'error')
  const wantsErrors = /^Errors: (Error|Warning)/.test(expected)
  if (errors.length > 0) {
    const pass = wantsErrors && everyMessagePresent(expected, compiled.diagnostics)
    return outcome(testCase, pass, compiled.diagnostics.map(diagnosticText).join('|'), wantsErrors ? true : undefined)
  }
  const zone = WINDOWS_ZONES[/TimeZoneInfo\("([^"]+)"\)/.exec(testCase.setup ?? '')?.[1] ?? ''] ?? 'UTC'
  const value = compiled.evaluate({ lookup: () => undefined, now: () => new Date(), random: Math.random, timeZone: zone, locale: 'en-US', fuel: 50_000_000 })
  const actual = serialize(value)
  return outcome(testCase, !wantsErrors && sameResult(expected, value, actual), actual, wantsErrors ? false : undefined)
}

const outcome = (testCase: FxCase, pass: boolean, actual: string, isError: boolean | undefined): Outcome => ({
  case: testCase,
  verdict: pass ? 'pass' : 'fail',
  actual,
  ...(isError === undefined ? {} : { isError }),
})

const diagnosticText = (d: FxDiagnostic): string =>
  `${d.severity === 'error' ? 'Error' : 'Warning'} ${d.start}-${d.end}: ${d.message}`

/** Every expected message must be there, in any order; more are allowed. Older wordings of Decimal as Number count. */
function everyMessagePresent(expected: string, diagnostics: readonly FxDiagnostic[]): boolean {
  const actual = new Set(diagnostics.map(diagnosticText))
  return splitMessages(expected.replaceAll('Errors: ', '')).every((part) => wordings(part).some((text) => actual.has(text)))
}

/** Splits at bars that are not between double quotes, a quote reaching to the last one of the line as the suite does. */
function splitMessages(text: string): string[] {
  const parts: string[] = []
  let current = ''
  for (let i = 0; i < text.length; i++) {
    const lastQuote = text[i] === '"' ? text.lastIndexOf('"') : -1
    if (lastQuote > i) {
      current += text.slice(i, lastQuote + 1)
      i = lastQuote
    } else if (text[i] === '|') {
      parts.push(current)
      current = ''
    } else current += text[i]
  }
  parts.push(current)
  return parts.filter((part) => part !== '')
}

const wordings = (part: string): string[] => [
  part,
  part.replace(/ Decimal, Number, | Number, Decimal, | Decimal, (?!Number)/g, ' Number, '),
  part.replace(/([('])Decimal([)'])/g, '$1Number$2'),
  part.replace(/ Decimal( value|\.)/g, ' Number$1'),
]

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/

function sameResult(expected: string, value: FxValue, actual: string): boolean {
  if (expected === actual) return true
  if (value instanceof FxDate) return nearDate(expected, value)
  if (!NUMBER.test(expected)) return false
  if (typeof value === 'number') return nearFloat(expected, value)
  return value instanceof Dec && plainNumber(expected) === plainNumber(actual)
}

function nearDate(expected: string, value: FxDate): boolean {
  const match = /^(Date|DateTime)\(([\d,]+)\)$/.exec(expected)
  if (!match || (match[1] === 'Date') !== value.dateOnly) return false
  const [y = 1, mo = 1, d = 1, h = 0, mi = 0, s = 0, ms = 0] = (match[2] ?? '').split(',').map(Number)
  return Math.abs(utcFromCivil(y, mo - 1, d, h, mi, s, ms) - value.ms) < 1
}

/** A float may be off in its last digits, but cannot stand for an answer with more than 17 fraction digits. */
function nearFloat(expected: string, value: number): boolean {
  const [digits = '', exponent = '0'] = expected.toLowerCase().split('e')
  const fraction = (digits.split('.')[1] ?? '').replace(/0+$/, '').length - Number(exponent)
  if (fraction > 17 && /[1-9]/.test(digits)) return false
  const want = Number(expected)
  const off = Math.abs(value - want)
  return off < 1e-5 || (want !== 0 && off / Math.abs(want) < 1e-14)
}

/** One spelling per number: digits without zeros around them, and an exponent. */
function plainNumber(text: string): string {
  const match = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text)
  if (!match) return text
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  const digits = (whole + fraction).replace(/^0+/, '')
  const kept = digits.replace(/0+$/, '')
  return kept === '' ? '0' : `${sign === '-' ? '-' : ''}${kept}e${Number(exponent) - fraction.length + digits.length - kept.length}`
}

type Tally = { family: string; passed: number; total: number }
export type Report = {
  families: Tally[]
  passed: number
  failed: number
  /** Compile-error cases: seen as errors at all, and with the exact text. */
  compileErrors: { total: number; isError: number; exact: number }
  failures: Outcome[]
}

export function runCases(cases: Iterable<FxCase>, familyOf: (file: string) => string): Report {
  const tallies = new Map<string, Tally>()
  const compileErrors = { total: 0, isError: 0, exact: 0 }
  const failures: Outcome[] = []
  let passed = 0
  for (const testCase of cases) {
    const result = runCase(testCase)
    if (result.verdict === 'skip') continue
    const family = familyOf(testCase.file)
    const tally = tallies.get(family) ?? { family, passed: 0, total: 0 }
    tallies.set(family, tally)
    tally.total++
    if (result.verdict === 'pass') {
      tally.passed++
      passed++
    } else failures.push(result)
    if (result.isError !== undefined) {
      compileErrors.total++
      if (result.isError) compileErrors.isError++
      if (result.verdict === 'pass') compileErrors.exact++
    }
  }
  const families = [...tallies.values()].sort((a, b) => (a.family < b.family ? -1 : 1))
  return { families, passed, failed: failures.length, compileErrors, failures }
}
