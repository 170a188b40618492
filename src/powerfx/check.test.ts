import { describe, expect, it } from 'vitest'
import { T, check, recordType, tableType, type FxType } from './index.ts'
import { columnType, typeName } from './types.ts'

const scope = {
  Topic: recordType({ Name: T.Text, Age: T.Decimal, Born: T.Date, Loose: T.Any, Orders: tableType({ Id: T.Text, Total: T.Decimal }) }),
  Global: T.Any,
}
const typeOf = (source: string): string => {
  const { type, diagnostics } = check(source, scope)
  expect(diagnostics).toEqual([])
  return show(type)
}
const show = (type: FxType): string =>
  'fields' in type ? `${type.kind}(${[...type.fields].map(([name, field]) => `${name}: ${show(field)}`).join(', ')})` : typeName(type)
const problems = (source: string): string[] => check(source, scope).diagnostics.map((d) => `${source.slice(d.start, d.end)} | ${d.message}`)

describe('checking a formula before it runs', () => {
  it.each([
    ['Topic.Age + 1', 'Decimal'],
    ['Sqrt(Topic.Age)', 'Number'],
    ['Topic.Born + 1', 'Date'],
    ['Topic.Born - Topic.Born', 'Decimal'],
    ['"a" & Topic.Age', 'Text'],
    ['First(Filter(Topic.Orders, Total > 5))', 'Record(Id: Text, Total: Decimal)'],
    ['ForAll(Topic.Orders, {id: Id, big: Total > 9})', 'Table(id: Text, big: Boolean)'],
    ['AddColumns(Topic.Orders, Twice, Total * 2)', 'Table(Id: Text, Total: Decimal, Twice: Decimal)'],
    ['If(Topic.Age > 3, "old", Topic.Age)', 'Text'],
    ['Table({a: 1}, {b: true})', 'Table(a: Decimal, b: Boolean)'],
    ['Match("x1", "(?<letter>.)(?<digit>\\d)")', 'Record(FullMatch: Text, StartMatch: Decimal, letter: Text, digit: Text)'],
    ['Topic.Loose.anything', 'Any'],
    ['ParseJSON("1")', 'Dynamic'],
    ['[1, 2]', show(columnType(T.Decimal))],
  ])('%s is %s', (source, type) => expect(typeOf(source)).toBe(type))

  it.each([
    ['Topic.Nmae', [".Nmae | Name isn't valid. 'Nmae' isn't recognized."]],
    ['Topic.Age = "7"', ["= | Incompatible types for comparison. These types can't be compared: Decimal, Text."]],
    ['Left(Topic.Name)', ['Left(Topic.Name) | Invalid number of arguments: received 1, expected 2.']],
    ['Left(Topic.Orders, 1)', ['.Orders | Invalid schema, expected a one-column table.', "Left | The function 'Left' has some invalid arguments."]],
    ['If(true, 1, {a: 1})', ['If(true, 1, {a: 1}) | Argument type mismatch. The types of all result arguments must agree with or be coercible to the first result argument.']],
    ['Launch("x")', [`Launch("x") | 'Launch' is an unknown or unsupported function.`]],
    ['IsMatch(Topic.Name, "[a")', ['"[a" | Invalid regular expression: Unclosed character class, missing closing square brace.', "IsMatch | The function 'IsMatch' has some invalid arguments."]],
    ['1 +', [' | Expected an operand.']],
  ])('%s is refused, saying where', (source, expected) => {
    const found = problems(source)
    expected.forEach((text, i) => expect(found[i]).toContain(text))
    expect(found.length).toBe(expected.length)
  })
})
