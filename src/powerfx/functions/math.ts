import { fxError } from '../errors.ts'
import { power } from '../operators/arithmetic.ts'
import { T } from '../types.ts'
import type { Ctx } from '../runtime.ts'
import { Dec, ZERO, decAbs, decAdd, decCmp, decFromNumber, decMul, decRem, decRound, decSub, decToNumber, decTrunc, type Rounding } from '../values/decimal.ts'
import type { FxValue } from '../values/value.ts'
import { fn, type FnDef } from './define.ts'

type Num = Dec | number
const F = 'math'
const numeric = (): FxValue => fxError('Numeric')

const float1 = (name: string, about: string, f: (n: number) => FxValue): FnDef =>
  fn(F, name, 'number: Number', T.Number, about, (_: Ctx, n: number) => f(n), { tabular: true })
const num1 = (name: string, about: string, dec: (n: Dec) => FxValue, float: (n: number) => FxValue): FnDef =>
  fn(F, name, 'number: Num', 'Num', about, (_: Ctx, n: Num) => (typeof n === 'number' ? float(n) : dec(n)), { tabular: true })

const positive = (n: number, f: (n: number) => number): FxValue => (n > 0 ? f(n) : numeric())

/** Rounds a float the way its printed digits say, not its binary tail: 1.005 to 2 places is 1.01. */
function roundFloat(n: number, digits: number, mode: Rounding): number {
  if (n === 0 || !Number.isFinite(n) || (digits >= 0 && Math.abs(n) >= 2 ** 53)) return n
  const dec = Math.abs(n) < 1e15 && digits < 25 ? decFromNumber(n) : undefined
  if (dec && digits > -25) {
    const rounded = decRound(dec, digits, mode)
    if (rounded) return decToNumber(rounded)
  }
  const factor = 10 ** digits
  if (!Number.isFinite(factor) || factor === 0) return factor === 0 ? 0 : n
  const scaled = Math.abs(n) * factor
  if (!Number.isFinite(scaled)) return n
  const whole = mode === 'up' ? Math.ceil(scaled) : mode === 'half-away' ? Math.round(scaled) : Math.floor(scaled)
  return (Math.sign(n) * whole) / factor
}

const rounding = (name: string, about: string, mode: Rounding, optional = ''): FnDef =>
  fn(F, name, `number: Num, digits${optional}: Number`, 'Num', about, (_: Ctx, n: Num, digits = 0) => roundTo(n, Math.trunc(digits as number), mode), {
    tabular: true,
  })

function roundTo(n: Num, digits: number, mode: Rounding): FxValue {
  if (typeof n === 'number') return roundFloat(n, digits, mode)
  return digits < -28 ? ZERO : (decRound(n, Math.min(28, digits), mode) ?? numeric())
}

function modulo(a: Num, b: Num): FxValue {
  if (typeof a === 'number' || typeof b === 'number') {
    const [x, y] = [typeof a === 'number' ? a : decToNumber(a), typeof b === 'number' ? b : decToNumber(b)]
    if (y === 0) return fxError('Div0')
    const r = x % y
    return r !== 0 && r < 0 !== y < 0 ? r + y : r
  }
  if (b.m === 0) return fxError('Div0')
  const r = decRem(a, b)
  return r.m !== 0 && r.m < 0 !== b.m < 0 ? (decAdd(r, b) ?? numeric()) : r
}

function log(n: number, base: number): FxValue {
  if (n <= 0 || base <= 0) return numeric()
  if (base === 1) return fxError('Div0')
  return base === 10 ? Math.log10(n) : base === 2 ? Math.log2(n) : Math.log(n) / Math.log(base)
}

function randBetween(ctx: Ctx, low: Num, high: Num): FxValue {
  if (typeof low === 'number' || typeof high === 'number') {
    const [a, b] = [typeof low === 'number' ? low : decToNumber(low), typeof high === 'number' ? high : decToNumber(high)]
    if (a > b) return numeric()
    const [from, to] = [Math.ceil(a), Math.floor(b)]
    return from + Math.floor(ctx.env.random() * (to - from + 1))
  }
  if (decCmp(low, high) > 0) return numeric()
  const from = decRound(low, 0, 'floor') as Dec
  const start = decCmp(from, low) < 0 ? (decAdd(from, new Dec(1, 0)) as Dec) : from
  const width = decSub(decRound(high, 0, 'floor') as Dec, start) ?? high
  const span = decAdd(width, new Dec(1, 0)) ?? width
  const offset = decFromNumber(ctx.env.random())
  if (!span || !offset) return numeric()
  return decAdd(start, decTrunc(decMul(offset, span) as Dec)) ?? numeric()
}

export const mathFunctions: readonly FnDef[] = [
  num1('Abs', 'The number without its sign.', decAbs, Math.abs),
  float1('Acos', 'Arccosine, in radians.', Math.acos),
  float1('Acot', 'Arccotangent, in radians.', (n) => Math.PI / 2 - Math.atan(n)),
  float1('Asin', 'Arcsine, in radians.', Math.asin),
  float1('Atan', 'Arctangent, in radians.', Math.atan),
  fn(F, 'Atan2', 'x: Number, y: Number', T.Number, 'Angle of the point from the x axis, in radians.', (_: Ctx, x: number, y: number) =>
    x === 0 && y === 0 ? fxError('Div0') : Math.atan2(y, x), { tabular: true }),
  float1('Cos', 'Cosine of an angle in radians.', Math.cos),
  float1('Cot', 'Cotangent of an angle in radians.', (n) => (Math.tan(n) === 0 ? fxError('Div0') : 1 / Math.tan(n))),
  float1('Degrees', 'Radians to degrees.', (n) => (n * 180) / Math.PI),
  float1('Exp', 'e raised to a power.', Math.exp),
  num1('Int', 'Rounds down to a whole number.', (n) => decRound(n, 0, 'floor') ?? numeric(), Math.floor),
  float1('Ln', 'Natural logarithm.', (n) => positive(n, Math.log)),
  fn(F, 'Log', 'number: Number, base?: Number', T.Number, 'Logarithm, by default to base 10.', (_: Ctx, n: number, base = 10) => log(n, base as number), { tabular: true }),
  fn(F, 'Mod', 'number: Num, divisor: Num', 'Num', 'Remainder, with the sign of the divisor.', (_: Ctx, a: Num, b: Num) => modulo(a, b), { tabular: true, allNum: true }),
  fn(F, 'Pi', '', T.Number, 'The number pi.', () => Math.PI),
  fn(F, 'Power', 'number: Number, exponent: Number', T.Number, 'A number raised to a power.', (_: Ctx, a: number, b: number) => power(a, b), { tabular: true }),
  float1('Radians', 'Degrees to radians.', (n) => (n * Math.PI) / 180),
  fn(F, 'Rand', '', T.Number, 'A random number from 0 up to 1.', (ctx: Ctx) => ctx.env.random()),
  fn(F, 'RandBetween', 'bottom: Num, top: Num', 'Num', 'A random whole number between two numbers.', randBetween, { allNum: true }),
  rounding('Round', 'Rounds to a number of digits; halves away from zero.', 'half-away'),
  rounding('RoundDown', 'Rounds toward zero.', 'down'),
  rounding('RoundUp', 'Rounds away from zero.', 'up'),
  float1('Sin', 'Sine of an angle in radians.', Math.sin),
  float1('Sqrt', 'Square root.', (n) => (n < 0 ? numeric() : Math.sqrt(n))),
  float1('Tan', 'Tangent of an angle in radians.', Math.tan),
  rounding('Trunc', 'Cuts off digits.', 'down', '?'),
]
