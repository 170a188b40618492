import { describe, expect, it } from 'vitest'
import { valueText } from './value-text.ts'

describe('a variable for reading', () => {
  it('says plain values plainly', () => {
    expect(valueText('Billing').text).toBe('Billing')
    expect(valueText(true).text).toBe('Yes')
    expect(valueText(0).text).toBe('0')
    expect(valueText(null).text).toBe('—')
    expect(valueText('').text).toBe('—')
  })

  it('indents JSON, also when it came as text', () => {
    expect(valueText('{"a":1}')).toEqual({ text: '{\n  "a": 1\n}', code: true })
    expect(valueText({ a: 1 })).toEqual({ text: '{\n  "a": 1\n}', code: true })
    expect(valueText('{not json')).toEqual({ text: '{not json', code: false })
  })

  it('folds what is long', () => {
    const long = valueText('word '.repeat(100))
    expect(long.short?.length).toBe(121)
    expect(long.text.length).toBe(500)
  })
})
