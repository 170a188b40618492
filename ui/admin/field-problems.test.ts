import { describe, expect, it } from 'vitest'
import { colorAdvice, contrast, nameProblem, numberProblem, parseOrigins } from './field-problems.ts'

describe('a colour', () => {
  it('is checked with the text the widget puts on it', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
    expect(contrast('#ffffff', '#ffffff')).toBe(1)
    expect(colorAdvice('#0f6cbd')).toMatchObject({ severity: 'success', text: expect.stringContaining('White text') })
    expect(colorAdvice('#ffd700')).toMatchObject({ severity: 'success', text: expect.stringContaining('Dark text') })
    // 4.48 must not be shown as 4.5.
    expect(colorAdvice('#777777')).toMatchObject({ severity: 'warning', text: expect.stringContaining('4.4 : 1') })
    expect(colorAdvice('red').severity).toBe('error')
  })
})

describe('origins', () => {
  it('are one a line, each once', () => {
    expect(parseOrigins(' https://shop.example.org/ \nhttp://localhost:8080, https://SHOP.example.org')).toEqual({ origins: ['https://shop.example.org', 'http://localhost:8080'] })
    expect(parseOrigins('')).toEqual({ origins: [] })
  })
  it.each(['shop.example.org', 'https://a.example/path', 'ftp://a.example', 'https://a b'])('%s is none', (line) => expect(parseOrigins(line).problem).toContain(line))
})

describe('numbers and names', () => {
  it('say what is wrong', () => {
    expect(numberProblem('120', { min: 10, max: 600, unit: 'seconds' })).toBeUndefined()
    expect(numberProblem('1.5', { min: 10, max: 600, unit: 'seconds' })).toContain('whole number')
    expect(numberProblem('5', { min: 10, max: 600, unit: 'seconds' })).toBe('Between 10 and 600 seconds.')
    expect(nameProblem(' ', [])).toContain('name')
    expect(nameProblem('General', ['general'])).toContain('already')
  })
})
