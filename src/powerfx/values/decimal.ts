/**
 * A decimal number as .NET's System.Decimal holds it: a whole number of at most 96 bits divided by
 * 10^scale, scale 0..28. Results that need more digits round half to even; results that need more than 96
 * bits before the decimal point overflow (`undefined`). `m` is a plain number while it is a safe integer,
 * so everyday arithmetic never touches BigInt.
 */
export class Dec {
  readonly m: number | bigint
  readonly s: number
  constructor(m: number | bigint, s: number) {
    this.m = m
    this.s = s
  }
}

const MAX_MANTISSA = 79228162514264337593543950335n
const MAX_SCALE = 28
const SAFE = Number.MAX_SAFE_INTEGER

const POW: bigint[] = Array.from({ length: 80 }, (_, i) => 10n ** BigInt(i))
const pow10 = (n: number): bigint => POW[n] ?? 10n ** BigInt(n)

export const ZERO = new Dec(0, 0)
export const ONE = new Dec(1, 0)

/** The normal form: no trailing zeros, small mantissas as plain numbers. */
function make(m: bigint, s: number): Dec {
  while (s > 0 && m % 10n === 0n) {
    m /= 10n
    s--
  }
  return m <= SAFE && m >= -SAFE ? new Dec(Number(m), s) : new Dec(m, s)
}

/** Divides rounding half to even. `divisor` is positive. */
function divideHalfEven(n: bigint, divisor: bigint): bigint {
  const negative = n < 0n
  const a = negative ? -n : n
  let q = a / divisor
  const twice = (a % divisor) * 2n
  if (twice > divisor || (twice === divisor && q % 2n === 1n)) q++
  return negative ? -q : q
}

const abs = (n: bigint): bigint => (n < 0n ? -n : n)

/** Brings any mantissa and scale into range by rounding away fraction digits; undefined when too large. */
function fit(m: bigint, s: number): Dec | undefined {
  if (s < 0) {
    m *= pow10(-s)
    s = 0
  }
  let drop = Math.max(0, s - MAX_SCALE)
  while (s - drop >= 0 && abs(divideHalfEven(m, pow10(drop))) > MAX_MANTISSA) drop++
  if (s - drop < 0) return undefined
  return drop === 0 ? make(m, s) : make(divideHalfEven(m, pow10(drop)), s - drop)
}

export const decFromInt = (n: number): Dec => new Dec(n === 0 ? 0 : n, 0)
const big = (d: Dec): bigint => BigInt(d.m)

export function decAdd(a: Dec, b: Dec): Dec | undefined {
  if (a.s === 0 && b.s === 0 && typeof a.m === 'number' && typeof b.m === 'number') {
    const r = a.m + b.m
    if (r <= SAFE && r >= -SAFE) return new Dec(r, 0)
  }
  const s = Math.max(a.s, b.s)
  return fit(big(a) * pow10(s - a.s) + big(b) * pow10(s - b.s), s)
}

export const decNeg = (a: Dec): Dec => new Dec(a.m === 0 ? 0 : -a.m, a.s)
export const decSub = (a: Dec, b: Dec): Dec | undefined => decAdd(a, decNeg(b))

export function decMul(a: Dec, b: Dec): Dec | undefined {
  if (a.s === 0 && b.s === 0 && typeof a.m === 'number' && typeof b.m === 'number') {
    const r = a.m * b.m
    if (r <= SAFE && r >= -SAFE) return new Dec(r === 0 ? 0 : r, 0)
  }
  return fit(big(a) * big(b), a.s + b.s)
}

/** The caller has excluded a zero divisor. */
export function decDiv(a: Dec, b: Dec): Dec | undefined {
  const nb = big(b)
  const extra = 60
  const n = big(a) * pow10(extra) * (nb < 0n ? -1n : 1n)
  const d = abs(nb)
  // A remainder is remembered as one more digit, so that later rounding does not see a false tie.
  let q = n / d
  let s = a.s - b.s + extra
  if (n % d !== 0n) {
    q = q * 10n + (n < 0n ? -1n : 1n)
    s++
  }
  return fit(q, s)
}

/** Remainder with the sign of the dividend, as .NET's `%`. */
export function decRem(a: Dec, b: Dec): Dec {
  const s = Math.max(a.s, b.s)
  return make((big(a) * pow10(s - a.s)) % (big(b) * pow10(s - b.s)), s)
}

export function decCmp(a: Dec, b: Dec): number {
  if (a.s === b.s) return a.m < b.m ? -1 : a.m > b.m ? 1 : 0
  const s = Math.max(a.s, b.s)
  const x = big(a) * pow10(s - a.s)
  const y = big(b) * pow10(s - b.s)
  return x < y ? -1 : x > y ? 1 : 0
}

export const decEq = (a: Dec, b: Dec): boolean => a.s === b.s && a.m === b.m
export const decAbs = (a: Dec): Dec => (a.m < 0 ? decNeg(a) : a)

export type Rounding = 'half-away' | 'down' | 'up' | 'floor'

/** Rounds to `digits` places after the point (negative: before it). */
export function decRound(a: Dec, digits: number, mode: Rounding): Dec | undefined {
  if (digits >= a.s) return a
  const drop = a.s - digits
  if (drop > 60) return ZERO
  const unit = pow10(drop)
  const m = big(a)
  let q = m / unit
  const r = m % unit
  if (r !== 0n) {
    const step = m < 0n ? -1n : 1n
    if (mode === 'up' || (mode === 'half-away' && abs(r) * 2n >= unit) || (mode === 'floor' && m < 0n)) q += step
  }
  return digits >= 0 ? fit(q, digits) : fit(q * pow10(-digits), 0)
}

export const decTrunc = (a: Dec): Dec => (a.s === 0 ? a : (decRound(a, 0, 'down') ?? ZERO))

/** As .NET converts: the mantissa, its upper and lower parts each rounded to a double, divided by the power of ten. */
export function decToNumber(a: Dec): number {
  if (typeof a.m === 'number') return a.s === 0 ? a.m : a.m / (DOUBLE_POWERS[a.s] as number)
  const m = a.m < 0n ? -a.m : a.m
  const whole = Number(m & LOW64) + Number(m >> 64n) * 2 ** 64
  return (a.m < 0n ? -whole : whole) / (DOUBLE_POWERS[a.s] as number)
}
const DOUBLE_POWERS = Array.from({ length: 29 }, (_, i) => Number(`1e${i}`))
const LOW64 = (1n << 64n) - 1n

/** Plain digits, no exponent, no trailing zeros: `-0.5`. */
export function decToString(a: Dec): string {
  if (a.s === 0) return String(a.m)
  const negative = a.m < 0
  const digits = String(negative ? -a.m : a.m).padStart(a.s + 1, '0')
  return `${negative ? '-' : ''}${digits.slice(0, -a.s)}.${digits.slice(-a.s)}`
}

const NUMBER_TEXT = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/

/** Reads invariant number text, exponent allowed. `undefined`: not a number; `'overflow'`: too large. */
export function parseDec(text: string): Dec | undefined | 'overflow' {
  if (text.length <= 15 && /^\d+$/.test(text)) return new Dec(Number(text), 0)
  const match = NUMBER_TEXT.exec(text)
  if (!match || !(match[2] || match[3])) return undefined
  const digits = (match[2] ?? '') + (match[3] ?? '')
  const exponent = Number(match[4] ?? 0)
  const s = (match[3] ?? '').length - exponent
  const significant = digits.replace(/^0+/, '')
  if (significant === '') return ZERO
  if (significant.length - s > 30) return 'overflow'
  if (significant.length - s < -40) return ZERO
  const m = BigInt(significant.length > 120 ? significant.slice(0, 120) : significant)
  const kept = significant.length > 120 ? s - (significant.length - 120) : s
  return fit(match[1] === '-' ? -m : m, kept) ?? 'overflow'
}

/** .NET converts a double to decimal by its first 15 significant digits. Undefined: not finite or too large. */
export function decFromNumber(n: number): Dec | undefined {
  if (!Number.isFinite(n)) return undefined
  if (Number.isSafeInteger(n) && Math.abs(n) < 1e15) return new Dec(n === 0 ? 0 : n, 0)
  const parsed = parseDec(n.toPrecision(15))
  return parsed === 'overflow' ? undefined : parsed
}
