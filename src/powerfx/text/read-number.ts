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

export function currencyOf(locale: string): string {
  const region = /-([A-Z]{2})$/i.exec(locale)?.[1]?.toUpperCase() ?? ''
  return CURRENCIES[region] ?? (EURO.has(region) || (!region && !locale.startsWith('en')) ? 'EUR' : 'USD')
}

/** Reads number text as people write it in a language: grouping, currency sign, percent, parentheses, exponent. */
export function readNumber(source: string, locale: string, wanted: 'Decimal' | 'Number'): Dec | number | FxError {
  const clean = normalize(source, separators(locale))
  if (clean === undefined) return fxError('InvalidArgument')
  if (wanted === 'Number') {
    const n = Number(clean.text) * (clean.negative ? -1 : 1)
    return Number.isFinite(n) ? (clean.percent ? n / 100 : n) : fxError('InvalidArgument')
  }
  const n = parseDec(clean.percent ? withExponent(clean.text, -2) : clean.text)
  if (!(n instanceof Dec)) return fxError('InvalidArgument')
  return clean.negative ? decNeg(n) : n
}

function withExponent(text: string, shift: number): string {
  const [digits = '0', exponent = '0'] = text.toLowerCase().split('e')
  return `${digits}e${Number(exponent) + shift}`
}

const PLAIN = /^(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/

function normalize(source: string, marks: Separators): { text: string; negative: boolean; percent: boolean } | undefined {
  let text = source.trim()
  let negative = false
  let percent = false
  if (/^\(.*\)$/.test(text)) {
    negative = true
    text = text.slice(1, -1).trim()
  }
  const trailingPercent = /\s*%$/.exec(text)
  const leadingPercent = /^%\s*/.exec(text)
  if (trailingPercent || leadingPercent) {
    percent = true
    text = trailingPercent ? text.slice(0, trailingPercent.index) : text.slice(leadingPercent?.[0].length)
  }
  for (let i = 0; i < 2; i++) {
    const sign = /^([+-])\s*/.exec(text)
    if (sign) {
      if (negative) return undefined
      negative = sign[1] === '-'
      text = text.slice(sign[0].length)
      break
    }
    if (i === 0) text = stripCurrency(text, marks.currency)
  }
  text = stripCurrency(text, marks.currency)
  const tail = /\s*-$/.exec(text)
  if (tail && !negative) {
    negative = true
    text = text.slice(0, tail.index)
  }
  text = ungroup(text, marks)
  return PLAIN.test(text) ? { text, negative, percent } : undefined
}

function stripCurrency(text: string, currency: string): string {
  if (currency && text.startsWith(currency)) return text.slice(currency.length).trimStart()
  if (currency && text.endsWith(currency)) return text.slice(0, -currency.length).trimEnd()
  return text
}

/** Removes grouping marks before the decimal mark and puts a point in its place. */
function ungroup(text: string, { decimal, group }: Separators): string {
  const at = text.indexOf(decimal)
  const whole = at < 0 ? text : text.slice(0, at)
  const rest = at < 0 ? '' : `.${text.slice(at + decimal.length)}`
  const plain = /^\s$/.test(group) ? whole.replace(/[\s\u00a0\u202f]/g, '') : whole.replaceAll(group, '')
  return /^[\d]/.test(whole) || whole === '' ? plain + rest : whole + rest
}
