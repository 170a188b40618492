import { describe, expect, it } from 'vitest'
import { compileExpression, compileTemplate, fromJson, toJson, truthy, type FxEnv } from './index.ts'
import { serialize } from './serialize.ts'

const variables: Record<string, Record<string, unknown>> = {
  Topic: { Name: 'Ana', Count: 3, Items: [{ Title: 'Tea', Price: 2.5 }, { Title: 'Bun', Price: 4 }], Nothing: null },
  Global: { City: 'Porto' },
}

const env = (more: Partial<FxEnv> = {}): FxEnv => ({
  lookup: (scope, name) => {
    const root = variables[scope]
    if (!root) return undefined
    return name === undefined ? fromJson(root) : fromJson(root[name])
  },
  now: () => new Date('2026-03-01T10:00:00Z'),
  random: () => 0.5,
  timeZone: 'Europe/Paris',
  locale: 'en-US',
  ...more,
})

const run = (source: string, more?: Partial<FxEnv>): string =>
  serialize(compileExpression(source, { lenient: true }).evaluate(env(more)))

describe('a formula of a topic', () => {
  it('reads variables, fields and rows whose types nobody declared', () => {
    expect(run('Topic.Name & " of " & Global.City')).toBe('"Ana of Porto"')
    expect(run('Last(FirstN(Topic.Items, 2)).Title')).toBe('"Bun"')
    expect(run('LookUp(Topic.Items, Price > 3).Title')).toBe('"Bun"')
    expect(run('Sum(Topic.Items, Price) * Topic.Count')).toBe('19.5')
  })

  it('treats a variable that was never set as blank', () => {
    expect(run('IsBlank(Topic.Missing) && IsBlank(Topic.Missing.Deeper)')).toBe('true')
    expect(run('Topic.Missing + 1')).toBe('1')
  })

  it('compares choices by id and shows their names', () => {
    const optionSets = [{ name: 'shop_size', options: [{ id: 's1', name: 'Small' }, { id: 'l1', name: 'Large' }] }]
    const compiled = compileExpression(`'shop_size'.s1 = Topic.Size`, { lenient: true, optionSets })
    const size = { $fx: 'option', set: 'shop_size', id: 's1', name: 'Small' }
    expect(truthy(compiled.evaluate(env({ lookup: () => fromJson(size) })))).toBe(true)
    expect(compileTemplate('Size {Topic.Size}', { lenient: true }).evaluate(env({ lookup: () => fromJson(size) }))).toBe('Size Small')
  })

  it('is stopped when it runs out of fuel', () => {
    expect(run('CountRows(Filter(Sequence(40000), Mod(Value, 7) = 0))', { fuel: 500 })).toBe('Error({Kind:ErrorKind.Timeout})')
  })

  it('cannot reach a prototype', () => {
    expect(run('IsBlank(Topic.constructor) && IsBlank(Topic.Items.__proto__)')).toBe('false')
    expect(run('{__proto__: 1}.__proto__')).toBe('1')
    expect(compileExpression('constructor').diagnostics[0]?.message).toBe("Name isn't valid. 'constructor' isn't recognized.")
  })
})

describe('a message template', () => {
  it('prints expressions between braces and leaves other braces alone', () => {
    const template = compileTemplate('Hi {Topic.Name}, {"{" & Text(1 + 1) & "}"} and {not this', { lenient: true })
    expect(template.evaluate(env())).toBe('Hi Ana, {2} and {not this')
    expect(template.diagnostics.map((d) => [d.severity, d.start])).toEqual([['warning', 47]])
  })

  it('prints blank as nothing and a table as JSON', () => {
    expect(compileTemplate('[{Topic.Nothing}{Topic.Items}]', { lenient: true }).evaluate(env())).toBe(
      '[[{"Price":2.5,"Title":"Tea"},{"Price":4,"Title":"Bun"}]]',
    )
  })
})

describe('values in conversation state', () => {
  it('come back as they were', () => {
    for (const source of ['Date(2026,1,31)', 'DateTime(2026,1,31,9,30,0)', 'Time(9,30,0)', '0.1000000000000000000001', 'Sqrt(2)', 'RGBA(1,2,3,1)', '[1,2]', 'Table({a:1},{a:Blank()})', 'SortOrder.Descending', 'ParseJSON("{""a"":[1]}").a']) {
      const value = compileExpression(source).evaluate(env())
      expect(serialize(fromJson(JSON.parse(JSON.stringify(toJson(value)))))).toBe(serialize(value))
    }
  })
})

describe('rows of untyped JSON kept in a variable', () => {
  const shop = { $fx: 'dynamic', v: { items: [{ id: 1, price: 2.5, tag: 'new' }, { id: 2, price: '4', tag: null }] } }
  const inShop = (source: string): string =>
    serialize(compileExpression(source, { lenient: true }).evaluate(env({ lookup: (_, name) => (name === 'Shop' ? fromJson(shop) : undefined) })))

  it('are filtered, looked up and added up by their fields', () => {
    expect(inShop('LookUp(Topic.Shop.items, id = 2).price & ""')).toBe('"4"')
    expect(inShop('Sum(Topic.Shop.items, price)')).toBe('6.5')
    expect(inShop('CountRows(Filter(Topic.Shop.items, IsBlank(tag)))')).toBe('1')
    expect(inShop('ForAll(Topic.Shop.items, {label: tag & "-" & id})')).toBe('Table({label:"new-1"},{label:"-2"})')
    expect(inShop('Index(Topic.Shop.items, 2).id + 1')).toBe('3')
  })
})
