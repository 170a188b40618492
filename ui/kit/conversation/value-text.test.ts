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
    const order = { number: 20931, shop: 'Harbour Street', lines: ['tea', 'biscuits', 'a very blue cup'] }
    expect(valueText(order)).toMatchObject({ text: JSON.stringify(order, null, 2), code: true })
    expect(valueText(JSON.stringify(order)).text).toBe(JSON.stringify(order, null, 2))
    expect(valueText('["Escalate"]')).toEqual({ text: '["Escalate"]', code: true })
    expect(valueText('{not json')).toEqual({ text: '{not json', code: false })
  })

  it('folds what is long', () => {
    const long = valueText('word '.repeat(100))
    expect(long.short?.length).toBe(121)
    expect(long.text.length).toBe(500)
  })
})
