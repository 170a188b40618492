import { describe, expect, it } from 'vitest'
import { T, candidates, complete, recordType, signatureAt, tableType } from './index.ts'

const options = {
  scope: { Topic: recordType({ Name: T.Text, Orders: tableType({ Total: T.Decimal, 'Due date': T.Date }) }), Global: T.Any },
  optionSets: [{ name: 'shop_size', options: [{ id: 's1', name: 'Small' }] }],
}
const labels = (marked: string): string[] => {
  const offset = marked.indexOf('|')
  return complete(marked.replace('|', ''), offset, options).items.map((item) => item.label)
}

describe('completing a formula', () => {
  it('offers the fields after a dot, quoted when they must be', () => {
    expect(labels('Topic.|')).toEqual(['Name', 'Orders'])
    expect(complete('First(Topic.Orders).D', 21, options).items[0]?.insert).toBe("'Due date'")
  })

  it('offers members of enums and choices', () => {
    expect(labels('SortOrder.|')).toEqual(['Ascending', 'Descending'])
    expect(labels('shop_size.|')).toEqual(['s1'])
  })

  it('offers the columns of the row while a function walks a table, even before the bracket is closed', () => {
    expect(labels('Filter(Topic.Orders, To|')).toEqual(['Total', 'Topic.Name', 'Topic.Orders', 'Topic', 'Today'])
    expect(labels('IfError(1/0, First|')).toContain('FirstError')
  })

  it('offers variables by their whole names before anything is typed, and nothing inside text', () => {
    const { items } = candidates('If(, 1, 2)', 3, options)
    expect(items.slice(0, 2).map(({ label, detail }) => `${label}: ${detail}`)).toEqual(['Topic.Name: Text', 'Topic.Orders: Table'])
    expect(candidates('Upper("To")', 9, options).items).toEqual([])
  })

  it('offers functions by their first letters', () => {
    expect(labels('CountR|')).toEqual(['CountRows'])
  })
})

describe('signature help', () => {
  it('knows the function and the argument under the cursor', () => {
    const help = signatureAt('Mid(Left("a, b", 1), 2', 22)
    expect([help?.label, help?.active]).toEqual(['Mid(text, start, [count])', 1])
    expect(signatureAt('1 + 2', 3)).toBeUndefined()
  })
})
