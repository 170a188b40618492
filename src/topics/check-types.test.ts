import { describe, expect, it } from 'vitest'
import { checkCopilot, copilotChecker } from './check-copilot.ts'
import { editDocument } from './edit-document.ts'
import { component, copilot, topic } from './testing.ts'

const quoted = (text: string) => JSON.stringify(text)
const question = (variable: string, entity: string, id = 'q') => `- kind: Question\n  id: ${id}\n  variable: ${variable}\n  prompt: Well?\n  entity: ${entity}\n`
const set = (variable: string, value: string, id = 's') => `- kind: SetVariable\n  id: ${id}\n  variable: ${variable}\n  value: ${quoted(value)}\n`
const when = (condition: string) => `- kind: ConditionGroup\n  id: c\n  conditions:\n    - id: i\n      condition: ${quoted(condition)}\n      actions:\n        - kind: SendActivity\n          id: m\n          activity: Yes.\n`
const say = (text: string) => `- kind: SendActivity\n  id: say\n  activity: ${JSON.stringify(text)}\n`
/** `severity code message` of what is found in the topic Main. */
const told = (nodes: string, more: Parameters<typeof component>[2][] = [], tail = '') =>
  checkCopilot(copilot([component('Main', topic(nodes) + tail), ...more.map((each, index) => component(`Other${index}`, each?.text ?? '', each))]))
    .diagnostics.filter(({ file, severity }) => file === 'topics/Main.mcs.yml' && severity !== 'information')
    .map(({ severity, code, message }) => `${severity} ${code} ${message}`)

describe('formulas against the types of variables', () => {
  it.each([
    ['a number asked for and compared with text', question('Topic.Age', 'NumberPrebuiltEntity') + when('=Topic.Age = "old"'), /^error IncompatibleTypes .*Decimal, Text/],
    ['yes or no compared with text', question('Topic.Ok', 'BooleanPrebuiltEntity') + when('=Topic.Ok = "Yes"'), /^error IncompatibleTypes .*Boolean, Text/],
    ['a computed number compared with text', set('Topic.N', '=1 + 1') + when('=Topic.N = "two"'), /^warning IncompatibleTypes/],
    ['a record member that is not there', `- kind: ParseValue\n  id: p\n  variable: Topic.Order\n  value: =System.Activity.Text\n  valueType:\n    kind: Record\n    properties:\n      Number: String\n      Total: Number\n${say('{Topic.Order.Totl}')}`, /^warning IdentifierNotRecognized Topic\.Order has no member "Totl": it has Number, Total\.$/],
    ['a member of a row in a loop', `- kind: Foreach\n  id: f\n  items: '=Table({City: "Rome"}, {City: "Paris"})'\n  value: Topic.Row\n  actions:\n    - kind: SendActivity\n      id: m\n      activity: "{Topic.Row.Town}"\n`, /^warning IdentifierNotRecognized Topic\.Row has no member "Town"/],
    ['a table as a condition', set('Topic.List', '=[1, 2]') + when('=Topic.List'), /^warning IncompatibleTypes A condition is true or false, but this formula gives a table/],
    ['a member of a system record', say('{System.Bot.Nmae}'), /^warning IdentifierNotRecognized System\.Bot has no member "Nmae"/],
    ['a system variable nobody knows', say('{System.Actvity.Text}'), /^warning IdentifierNotRecognized There is no variable System\.Actvity/],
    ['a function given what it cannot take', set('Topic.List', '=[{a: 1, b: 2}]') + say('{Upper(Topic.List)}'), /^warning (IncompatibleTypes|PowerFxError)/],
  ])('finds %s', (_name, nodes, expected) => {
    const found = told(nodes)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(expected)
  })

  it.each([
    ['a variable that is one thing here and another there', set('Topic.X', '=1') + set('Topic.X', '="b"', 't') + when('=Topic.X = "a"'), 1],
    ['a variable that holds untyped values', set('Topic.X', '=ParseJSON("{}")') + when('=Topic.X = "a"') + say('{Topic.X.a}'), 0],
    ['dates with and without a time', set('Topic.D', '=Today()') + set('Topic.D', '=Now()', 't') + when('=Topic.D > Today()'), 0],
    ['a variable set from somewhere unknown', set('Topic.X', '=System.Activity.Value') + when('=Topic.X = "a"'), 0],
    ['a counter', set('Topic.N', '=0') + set('Topic.N', '=Topic.N + 1', 't') + when('=Topic.N > 3'), 0],
    ['a list that grows', set('Topic.L', '=[]') + set('Topic.L', '=Table(Topic.L, {a: 1})', 't') + say('{Last(Topic.L).a}'), 0],
    ['a number in a text', question('Topic.Age', 'NumberPrebuiltEntity') + say('You are {Topic.Age}.'), 0],
    ['a variable that is emptied', question('Topic.Age', 'NumberPrebuiltEntity') + set('Topic.Age', '=Blank()') + when('=Topic.Age > 3'), 0],
    ['a plain value handed out by a loop', '- kind: Foreach\n  id: f\n  items: =["a", "b"]\n  value: Topic.X\n  actions:\n    - kind: SendActivity\n      id: m\n      activity: "{Upper(Topic.X)}"\n', 0],
  ])('doubts nothing about %s', (_name, nodes, assignments) => {
    expect(told(nodes).filter((found) => !found.includes('IncorrectTypeAssignment'))).toEqual([])
    expect(told(nodes).filter((found) => found.includes('IncorrectTypeAssignment'))).toHaveLength(assignments)
  })

  it('says where a variable gets another type than it has', () => {
    expect(told(question('init:Topic.Age', 'NumberPrebuiltEntity') + set('Topic.Age', '="old"'))).toEqual(['warning IncorrectTypeAssignment Topic.Age holds a number where it is set first, and gets text here.'])
    const other = { text: topic(set('init:Global.Name', '="Ann"')) }
    expect(told(set('Global.Name', '=true'), [other])).toEqual(['warning IncorrectTypeAssignment Global.Name holds text where it is set first in Other0, and gets true or false here.'])
  })

  it('knows what other topics give back and take', () => {
    const callee = { text: `${topic(set('Topic.Total', '=3'))}inputType:\n  properties:\n    Count: Number\noutputType:\n  properties:\n    Total: Number\n` }
    const call = (given: string) => `- kind: BeginDialog\n  id: b\n  dialog: shop_bot.topic.Other0\n  input:\n    binding:\n      Count: ${quoted(given)}\n  output:\n    binding:\n      Total: Topic.Sum\n`
    expect(told(call('=2') + when('=Topic.Sum > 2'), [callee])).toEqual([])
    expect(told(call('=2') + when('=Topic.Sum = "three"'), [callee])).toEqual([expect.stringMatching(/^error IncompatibleTypes/)])
    expect(told(call('={a: 1}'), [callee]).filter((found) => found.includes('InvalidBindingInput'))).toEqual(['warning InvalidBindingInput The input "Count" takes a number, and gets a record here.'])
  })

  it('counts what callers hand over as set', () => {
    const caller = { text: topic('- kind: BeginDialog\n  id: b\n  dialog: shop_bot.topic.Main\n  input:\n    binding:\n      Order: =7\n') }
    expect(told(say('{Topic.Order}'), [caller])).toEqual([])
    expect(told(say('{Topic.Order}'))).toEqual(['warning IdentifierNotRecognized Topic.Order is read here, but nothing sets it.'])
  })

  it('is careful where callers may give another value', () => {
    const caller = { text: topic('- kind: BeginDialog\n  id: b\n  dialog: shop_bot.topic.Main\n  input:\n    binding:\n      Age: ="x"\n') }
    expect(told(question('Topic.Age', 'NumberPrebuiltEntity') + when('=Topic.Age = "x"'), [caller])[0]).toMatch(/^warning IncompatibleTypes/)
  })

  it('offers the member that may be meant as a change of nothing else', () => {
    const text = topic(`- kind: ParseValue\n  id: p\n  variable: Topic.Order\n  value: "{}"\n  valueType: {kind: Record, properties: {Total: Number}}\n- kind: SendActivity\n  id: say\n  activity: "Sum: {Topic.Order.Totl}" # the sum\n`)
    const { diagnostics } = checkCopilot(copilot([component('Main', text)]))
    expect(diagnostics[0]?.fix).toBe('Write "Total".')
    expect(editDocument(text, diagnostics[0]?.edits ?? [])).toBe(text.replace('Totl', 'Total'))
  })

  it('is not kept busy by variables that hold each other', () => {
    const fields = (name: string) => `={${Array.from({ length: 20 }, (_, index) => `f${index}: ${name}`).join(', ')}}`
    const nodes = ['A', 'B', 'C', 'D'].map((name, index, all) => set(`Topic.${name}`, fields(`Topic.${all[(index + 1) % all.length]}`), `s${index}`)).join('')
    expect(told(`${nodes}${set('Global.G', fields('Global.G'), 'g')}${say('{Topic.A}')}`)).toEqual([])
  })

  it('agrees with a fresh check after a change elsewhere', () => {
    const checker = copilotChecker()
    const main = component('Main', topic(when('=Global.Level > 2')))
    const setter = (value: string) => component('Set', topic(set('Global.Level', value)))
    for (const value of ['=1', '=[1]', '="a"', '=1']) {
      const definition = copilot([main, setter(value)])
      expect(checker.check(definition).diagnostics).toEqual(checkCopilot(definition).diagnostics)
    }
  })
})
