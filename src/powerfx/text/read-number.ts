import { fxError } from '../errors.ts'
import { Dec, decNeg, parseDec } from '../values/decimal.ts'
import type { FxError } from '../values/value.ts'

type Separators = { decimal: string; group: string; currency: string }
const cache = new Map<string, Separators>()

export function separators(locale: string): Separators {
  let found = cache.get(locale)
  if (!found) {
    const plain = new Intl.NumberFormat(locale, { useGrouping: true, minimumFractionDigits: 1 }).formatToParts(-1234567.5)
    const money = new Intl.NumberFormat(locale, { style: 'currency', currency: currencyOf(locale), currencyDisplay: 'narrowSymbol' }).formatToParts(1)
    const find = (parts: Intl.NumberFormatPart[], type: string, otherwise: string): string => parts.find((p) => p.type === type)?.value ?? otherwise
    found = { decimal: find(plain, 'decimal', '.'), group: find(plain, 'group', ','), currency: find(money, 'currency', '$') }
    cache.set(locale, found)
  }
  return found
}

const CURRENCIES: Readonly<Record<string, string>> = {
  US: 'USD', GB: 'GBP', JP: 'JPY', CN: 'CNY', IN: 'INR', CH: 'CHF', CA: 'CAD', AU: 'AUD', BR: 'BRL', VN: 'VND', MX: 'MXN', KR: 'KRW',
  SE: 'SEK', NO: 'NOK', DK: 'DKK', PL: 'PLN', CZ: 'CZK', HU: 'HUF', RU: 'RUB', TR: 'TRY', ZA: 'ZAR', NZ: 'NZD', IL: 'ILS', TH: 'THB',
}
const EURO = new Set('AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK'.split(' '))

function currencyOf(locale: string): string {
  const region = /-([A-Z]{2})$/i.exec(locale)?.[1]?.toUpperCase() ?? ''
  return CURRENCIES[region] ?? (EURO.has(region) || (!region && !locale.startsWith('en')) ? 'EUR' : 'USD')
}

/** Reads number text as people write it in a language: grouping, currency sign, percent, parentheses, exponent. */
export function readNumber(source: string, locale: string, wanted: 'Decimal'): Dec | FxError
export function readNumber(source: string, locale: string, wanted: 'Number'): number | FxError
export function readNumber(source: string, locale: string, wanted: 'Decimal' | 'Number'): Dec | number | FxError
export function readNumber(source: string, locale: string, wanted: 'Decimal' | 'Number'): Dec | number | FxError {
  const clean = SIMPLE.test(source) ? { text: source, negative: false, percent: false } : normalize(source, separators(locale))
  if (clean === undefined) return fxError('InvalidArgument')
  if (wanted === 'Number') {
    const n = Number(clean.text) * (clean.negative ? -1 : 1)
    return Number.isFinite(n) ? (clean.percent ? n / 100 : n) : fxError('InvalidArgument')
  }
  const n = parseDec(clean.percent ? withExponent(clean.text, -2) : clean.text)
  if (!(n instanceof Dec)) return fxError('InvalidArgument')
  return clean.negative ? decNeg(n) : n
}

/** Digits only: the same in every language. */
const SIMPLE = /^\d+$/

function withExponent(text: string, shift: number): string {
  const [digits = '0', exponent = '0'] = text.toLowerCase().split('e')
  return `${digits}e${Number(exponent) + shift}`
}

const PLAIN = /^(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/

type Cleaned = { text: string; negative: boolean; percent: boolean }

/** One percent mark may stand at the end, or at the start, where a sign may come before it. */
function takePercent(text: string): { text: string; percent: boolean } | undefined {
  const trailing = text.endsWith('%')
  const leading = /^[+-]?\s*%/.test(text)
  if (trailing && leading) return undefined
  if (trailing) return { text: text.slice(0, -1).trimEnd(), percent: true }
  return leading ? { text: text.replace('%', '').trim(), percent: true } : { text, percent: false }
}

/** Peels off, from either end and in any order but once each: a sign or parentheses, and a currency sign. */
function normalize(source: string, marks: Separators): Cleaned | undefined {
  const taken = takePercent(source.trim())
  if (!taken) return undefined
  let { text } = taken
  const seen = new Set<string>()
  for (let rest = peel(text, marks.currency, seen); rest !== undefined; rest = peel(text, marks.currency, seen)) text = rest.trim()
  text = ungroup(text, marks)
  return PLAIN.test(text) ? { text, negative: seen.has('negative'), percent: taken.percent } : undefined
}

function peel(text: string, currency: string, seen: Set<string>): string | undefined {
  const take = (mark: string): boolean => !seen.has(mark) && Boolean(seen.add(mark))
  const sign = (mark: string): boolean => take('sign') && (mark === '-' ? Boolean(seen.add('negative')) : true)
  if (/^[+-]/.test(text)) return sign(text[0] ?? '') ? text.slice(1) : undefined
  if (/^\(.*\)$/.test(text)) return sign('-') ? text.slice(1, -1) : undefined
  if (currency && text.startsWith(currency)) return take('currency') ? text.slice(currency.length) : undefined
  if (currency && text.endsWith(currency)) return take('currency') ? text.slice(0, -currency.length) : undefined
  if (/[+-]$/.test(text)) return sign(text.at(-1) ?? '') ? text.slice(0, -1) : undefined
  return undefined
}

/** Removes grouping marks before the decimal mark and puts a point in its place. */
function ungroup(text: string, { decimal, group }: Separators): string {
  const at = text.indexOf(decimal)
  const whole = at < 0 ? text : text.slice(0, at)
  const rest = at < 0 ? '' : `.${text.slice(at + decimal.length)}`
  const plain = /^\s$/.test(group) ? whole.replace(/[\s\u00a0\u202f]/g, '') : whole.replaceAll(group, '')
  return /^[\d]/.test(whole) || whole === '' ? plain + rest : whole + rest
}
