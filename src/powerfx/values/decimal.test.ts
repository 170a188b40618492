import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Dec, decAdd, decCmp, decDiv, decMul, decRound, decSub, decToString, parseDec } from './decimal.ts'

const dec = (text: string): Dec => {
  const parsed = parseDec(text)
  if (!(parsed instanceof Dec)) throw new Error(`${text} is not a decimal`)
  return parsed
}
const show = (value: Dec | undefined): string => (value ? decToString(value) : 'overflow')
const anyDec = fc.tuple(fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }), fc.nat(10)).map(([m, s]) => dec(`${m}e-${s}`))

describe('a decimal', () => {
  it('prints what it read', () => {
    for (const text of ['0', '-0.5', '79228162514264337593543950335', '0.0000000000000000000000000001']) expect(decToString(dec(text))).toBe(text)
    expect(decToString(dec('1.500'))).toBe('1.5')
    expect(parseDec('79228162514264337593543950336')).toBe('overflow')
    expect(parseDec('1.2.3')).toBeUndefined()
  })

  it('rounds what does not fit to the nearest, halves to even', () => {
    expect(decToString(dec('0.00000000000000000000000000005'))).toBe('0')
    expect(decToString(dec('0.00000000000000000000000000015'))).toBe('0.0000000000000000000000000002')
    expect(show(decDiv(dec('2'), dec('3')))).toBe('0.6666666666666666666666666667')
  })

  it('overflows instead of losing digits before the point', () => {
    expect(show(decMul(dec('79228162514264337593543950335'), dec('2')))).toBe('overflow')
  })

  it('rounds to places as people do', () => {
    expect(show(decRound(dec('-2.5'), 0, 'half-away'))).toBe('-3')
    expect(show(decRound(dec('1234.5'), -2, 'half-away'))).toBe('1200')
    expect(show(decRound(dec('1.01'), 1, 'up'))).toBe('1.1')
    expect(show(decRound(dec('-1.01'), 0, 'floor'))).toBe('-2')
  })

  it('adds and takes away without loss', () => {
    fc.assert(fc.property(anyDec, anyDec, (a, b) => {
      const sum = decAdd(a, b)
      expect(sum && show(decSub(sum, b))).toBe(decToString(a))
    }))
  })

  it('has one order', () => {
    fc.assert(fc.property(anyDec, anyDec, (a, b) => {
      expect(decCmp(a, b)).toBe(-decCmp(b, a) + 0)
      expect(Math.sign(decCmp(a, b))).toBe(Math.sign(Number(show(decSub(a, b)))) + 0)
    }))
  })
})
