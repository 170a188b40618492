import { describe, expect, it } from 'vitest'
import { gramFeatures, tokensOf, wordFeatures } from './text-features.ts'

const words = (text: string) => [...wordFeatures(tokensOf(text)).keys()].filter((name) => !name.includes(' '))
const grams = (text: string) => new Set(gramFeatures(tokensOf(text)).keys())

describe('a word', () => {
  it.each([
    ['restablecer contraseña', 'RESTABLECER CONTRASENA'],
    ['Öffnungszeiten', 'offnungszeiten'],
    ['İPTAL SIRASI', 'iptal sırası'],
    ['große Straße', 'grosse strasse'],
    ['учётная запись', 'учетная запись'],
    ['الفَاتُورَة', 'فاتوره'],
    ['المبلغ', 'للمبلغ'],
    ['ﾊﾟｽﾜｰﾄﾞ', 'パスワード'],
  ])('%s is %s', (one, other) => {
    expect(words(one)).toEqual(words(other))
    expect(grams(one)).toEqual(grams(other))
  })

  it('is known by its beginning, whatever its ending', () => {
    expect(words('refunded')).toEqual(words('refunds'))
    expect(words('siparişimi')).toEqual(words('siparişler'))
    expect(words('paket')).not.toEqual(words('pakt'))
  })

  it('keeps the marks that make another letter of it', () => expect(words('がき')).not.toEqual(words('かき')))

  it('of two letters keeps what looks like an article', () => expect(words('الى')).toEqual(['الي']))

  it('may have no letter at all once its marks are gone', () => expect(() => grams('ـ ـ')).not.toThrow())
})

describe('Japanese', () => {
  it('is known by what it is about, not by its particles and endings', () => {
    const features = grams('返金はいつですか')
    expect(features.has('返')).toBe(true)
    expect(features.has('は')).toBe(false)
    expect(features.has('です')).toBe(false)
  })

  it('knows longer runs of hiragana', () => expect(grams('ありがとう').has('ありが')).toBe(true))
})
