import { describe, expect, it } from 'vitest'
import { jsonMistake } from './json-mistake.ts'

describe('where a text stops being JSON', () => {
  it.each(['{}', '[]', ' {"a": [1, -2.5e3, true, null, "x\\u00e9\\n"], "b": {"c": {}}} ', '"text"', '0', 'false', '[[], {}]'])('%s is JSON', (text) => {
    expect(jsonMistake(text)).toBeUndefined()
    JSON.parse(text)
  })

  it.each([
    ['', 0, 'the text ends where a value is wanted'],
    ['{"a": 1', 7, 'the text ends where "," or "}" is wanted'],
    ['{"a" 1}', 5, '"1" stands where ":" is wanted'],
    ['{a: 1}', 1, '"a" stands where a name in double quotes is wanted'],
    ['[1, 2,]', 6, '"]" stands where a value is wanted'],
    ['{"a": [}', 7, '"}" stands where a value is wanted'],
    ['{} {}', 3, '"{" stands where the end is wanted'],
    ['["a\nb"]', 1, '""" stands where a value is wanted'],
    ['[01]', 2, '"1" stands where "," or "]" is wanted'],
  ])('%j', (text, offset, message) => {
    expect(jsonMistake(text)).toEqual({ offset, message })
    expect(() => JSON.parse(text) as unknown).toThrow()
  })

  it('survives any nesting', () => {
    expect(jsonMistake('['.repeat(200_000))).toMatchObject({ message: expect.stringMatching(/nested too deep|the text ends/) as string })
  })
})
