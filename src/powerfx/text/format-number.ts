import { Dec, decToString } from '../values/decimal.ts'
import type { NumberSection } from './format-parse.ts'

/** A number as decimal digits: value = 0.DIGITS x 10^point. */
type Digits = { negative: boolean; digits: string; point: number }

function digitsOf(value: Dec | number): Digits {
  let text: string
  if (value instanceof Dec) text = decToString(value)
  else text = Number.isFinite(value) ? value.toExponential(14) : '0'
  const [mantissa = '', exponent = '0'] = text.replace('-', '').split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  const all = whole + fraction
  const trimmed = all.replace(/^0+/, '')
  const digits = trimmed.replace(/0+$/, '')
  return { negative: text.startsWith('-'), digits, point: digits ? whole.length + Number(exponent) - (all.length - trimmed.length) : 0 }
}

/** Rounds half away from zero to a number of places after the point. */
function roundDigits(value: Digits, places: number): Digits {
  const keep = value.point + places
  if (keep >= value.digits.length) return value
  if (keep < 0) return { ...value, digits: '', point: 0 }
  const up = (value.digits[keep] ?? '0') >= '5'
  let kept = value.digits.slice(0, keep)
  let { point } = value
  if (up) {
    const incremented = (BigInt(kept === '' ? '0' : kept) + 1n).toString().padStart(kept.length, '0')
    if (incremented.length > kept.length) point++
    kept = incremented
  }
  const digits = kept.replace(/0+$/, '')
  return { ...value, digits, point: digits ? point : 0 }
}

type Marks = { decimal: string; group: string }

/** Chooses the section by sign and writes the number into it. */
export function formatNumber(value: Dec | number, sections: readonly NumberSection[], marks: Marks): string {
  const digits = digitsOf(value)
  const first = sections[0] as NumberSection
  let index = digits.digits === '' ? 2 : digits.negative ? 1 : 0
  let section = sections[index] ?? first
  if (index < 2 && !hasExponent(section) && rounded(digits, section).digits === '' && sections[2]) {
    index = 2
    section = sections[2]
  }
  const usesFirst = section === first
  const text = hasExponent(section) ? writeExponent(digits, section, marks) : writePlain(rounded(digits, section), section, marks)
  const zero = !hasExponent(section) && rounded(digits, section).digits === ''
  return digits.negative && usesFirst && !zero && digits.digits !== '' ? `-${text}` : text
}

const hasExponent = (section: NumberSection): boolean => section.tokens.some((t) => t.kind === 'exponent')

function rounded(value: Digits, section: NumberSection): Digits {
  const percents = section.tokens.filter((t) => t.kind === 'percent').length
  const shifted = { ...value, point: value.point + percents * 2 - section.scale * 3 }
  return roundDigits(value.digits ? shifted : value, placeholders(section).fraction)
}

function placeholders(section: NumberSection): { whole: number; fraction: number } {
  const point = section.tokens.findIndex((t) => t.kind === 'point')
  const digits = (tokens: NumberSection['tokens']): number => tokens.filter((t) => t.kind === 'digit').length
  return point < 0
    ? { whole: digits(section.tokens), fraction: 0 }
    : { whole: digits(section.tokens.slice(0, point)), fraction: digits(section.tokens.slice(point)) }
}

/** Lays digits into the placeholders; the first placeholder takes all the digits that do not fit. */
function writePlain(value: Digits, section: NumberSection, marks: Marks): string {
  const { whole, fraction } = placeholders(section)
  const wholeText = value.point > 0 ? value.digits.slice(0, value.point).padEnd(value.point, '0') : ''
  const fractionText = (value.point < 0 ? '0'.repeat(-value.point) : '') + value.digits.slice(Math.max(0, value.point))
  const zeros = zeroRange(section, whole, fraction)
  let out = ''
  let position = Math.max(whole, wholeText.length)
  let seen = 0
  let place = 0
  let past = false
  const emit = (): void => {
    const digit = wholeText[wholeText.length - position]
    if (digit !== undefined || position <= zeros.whole) {
      out += digit ?? '0'
      if (section.group && position > 1 && position % 3 === 1) out += marks.group
    }
    position--
  }
  for (const token of section.tokens) {
    if (token.kind === 'text') out += token.text
    else if (token.kind === 'percent') out += '%'
    else if (token.kind === 'point') {
      if (whole === 0) while (position > 0) emit()
      past = true
      if (fraction === 0 || place < zeros.fraction || fractionText.length > 0) out += marks.decimal
    } else if (token.kind === 'digit' && !past) {
      seen++
      while (position > whole - seen) emit()
    } else if (token.kind === 'digit') {
      const digit = fractionText[place]
      if (digit !== undefined || place < zeros.fraction) out += digit ?? '0'
      place++
    }
  }
  return out
}

/** From the first `0` of the whole part and up to the last `0` of the fraction, zeros are always written. */
function zeroRange(section: NumberSection, whole: number, fraction: number): { whole: number; fraction: number } {
  const digits = section.tokens.filter((t) => t.kind === 'digit')
  const firstZero = digits.slice(0, whole).findIndex((t) => t.zero)
  const lastZero = digits.slice(whole, whole + fraction).findLastIndex((t) => t.zero)
  return { whole: firstZero < 0 ? 0 : whole - firstZero, fraction: lastZero + 1 }
}

function writeExponent(value: Digits, section: NumberSection, marks: Marks): string {
  const { whole, fraction } = placeholders(section)
  const wanted = Math.max(1, whole)
  let mantissa: Digits = { ...value, point: value.digits ? wanted : 0 }
  let exponent = value.digits ? value.point - wanted : 0
  mantissa = roundDigits(mantissa, fraction)
  if (mantissa.point > wanted) {
    mantissa = { ...mantissa, point: wanted }
    exponent++
  }
  const at = section.tokens.findIndex((t) => t.kind === 'exponent')
  const token = section.tokens[at]
  if (token?.kind !== 'exponent') return ''
  const head = writePlain(mantissa, { ...section, tokens: section.tokens.slice(0, at), group: false }, marks)
  const sign = exponent < 0 ? '-' : token.plus ? '+' : ''
  const tail = section.tokens.slice(at + 1).map((t) => (t.kind === 'text' ? t.text : '')).join('')
  return `${head}${token.letter}${sign}${String(Math.abs(exponent)).padStart(token.digits, '0')}${tail}`
}
