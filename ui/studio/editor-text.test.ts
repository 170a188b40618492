import { describe, expect, it } from 'vitest'
import { type Change, indent, newLine, offsetAt, outdent, positionAt } from './editor-text.ts'

const after = (text: string, change: Change) => text.slice(0, change.from) + change.text + text.slice(change.to)
const selected = (text: string, change: Change) => after(text, change).slice(...change.selection)

describe('Tab', () => {
  it('at a caret goes to the next step', () => {
    expect(after('a', indent('a', 0, 0))).toBe('  a')
    expect(after('a', indent('a', 1, 1))).toBe('a ')
  })
  it('on a selection moves its lines and keeps it selected', () => {
    const change = indent('a\nb\n\nc', 0, 4)
    expect(after('a\nb\n\nc', change)).toBe('  a\n  b\n\nc')
    expect(selected('a\nb\n\nc', change)).toBe('a\n  b\n')
  })
})

describe('Shift+Tab', () => {
  it('takes at most one step away', () => {
    expect(after('    a\n b\nc', outdent('    a\n b\nc', 0, 10))).toBe('  a\nb\nc')
  })
  it('works on the line of the caret', () => {
    const change = outdent('x\n  y', 4, 4)
    expect(after('x\n  y', change)).toBe('x\ny')
    expect(change.selection).toEqual([2, 2])
  })
})

describe('Enter', () => {
  it('keeps the depth', () => expect(newLine('  a: 1', 6, 6).text).toBe('\n  '))
  it('goes deeper after a key that opens', () => expect(newLine('  a:', 4, 4).text).toBe('\n    '))
  it('goes deeper into a block of text', () => expect(newLine('a: |-', 5, 5).text).toBe('\n  '))
  it('stays beside the text of a list item', () => expect(newLine('  - kind: A', 11, 11).text).toBe('\n    '))
})

describe('positions', () => {
  const text = 'one\ntwo\n\nfour'
  it('count from one', () => {
    expect(positionAt(text, 0)).toEqual({ line: 1, column: 1 })
    expect(positionAt(text, 6)).toEqual({ line: 2, column: 3 })
    expect(offsetAt(text, 2, 3)).toBe(6)
  })
  it('are kept inside the text', () => {
    expect(offsetAt(text, 2, 99)).toBe(7)
    expect(offsetAt(text, 99, 1)).toBe(9)
    expect(offsetAt('', 5, 5)).toBe(0)
  })
})
