import { describe, expect, it } from 'vitest'
import { copilotChecker, type Completions, type CopilotDefinition } from './index.ts'
import { component, copilot, topic } from './testing.ts'

const pause = async () => {}
const checker = copilotChecker({ actionKinds: [{ kind: 'SendActivity', title: 'Send a message' }, { kind: 'SetVariable', title: 'Set a variable value' }], triggerKinds: [{ kind: 'OnRedirect' }] })

const others = [
  component('Orders', topic(`- kind: SetVariable\n  id: keep\n  variable: Global.Cart\n  value: '=Table({Total: 1, Name: "a"})'\n`), { name: 'Order status' }),
  component('Size', 'kind: ClosedListEntity\nitems:\n  - id: s\n    displayName: Small\n  - id: l\n    displayName: Large\n', { schemaName: 'shop_bot.entity.Size', kind: 'entity' }),
]
const definition = (text: string): CopilotDefinition =>
  copilot([...others, component('Main', text)], { environmentVariables: [{ schemaName: 'shop_Address', displayName: 'Address', type: 'Text', secret: false }] })

/** The caret is where the bar is. */
async function at(marked: string): Promise<Completions | undefined> {
  const offset = marked.indexOf('|')
  return checker.complete(definition(marked.replace('|', '')), 'shop_bot.topic.Main', offset, pause)
}
/** A node behind a question, which asks for a number. */
const after = (nodes: string) => at(topic(`- kind: Question\n  id: ask\n  variable: init:Topic.Count\n  prompt: How many?\n  entity: NumberPrebuiltEntity\n${nodes}`))
const labels = (found: Completions | undefined) => found?.items.map(({ label }) => label) ?? []
const detail = (found: Completions | undefined, label: string) => found?.items.find((item) => item.label === label)?.detail
/** The text with a completion taken. */
async function taking(label: string, nodes: string): Promise<string> {
  const marked = topic(nodes)
  const found = await at(marked)
  const item = found?.items.find((each) => each.label === label)
  const text = marked.replace('|', '')
  return found && item ? text.slice(0, found.start) + item.insert + text.slice(found.end) : ''
}

describe('completing a formula in a topic', () => {
  it('offers the variables of the topic and of the copilot with their types, those of the system and the environment', async () => {
    const found = await after('- kind: SetVariable\n  id: set\n  variable: Topic.Sum\n  value: =|\n')
    expect(found?.place).toBe('formula')
    expect(labels(found).slice(0, 3)).toEqual(['Topic.Count', 'Topic.Sum', 'Global.Cart'])
    expect(['Topic.Count', 'Global.Cart', 'System.Activity', 'Env.shop_Address'].map((label) => detail(found, label))).toEqual(['Decimal', 'Table', 'Record', 'Text'])
    expect(labels(found)).toContain('CountRows')
  })

  it('offers members after a dot: of a scope, a record, an entity', async () => {
    expect(labels(await after('- kind: SetVariable\n  id: set\n  variable: Topic.Sum\n  value: =Global.|\n'))).toEqual(['Cart'])
    expect(labels(await after('- kind: SetVariable\n  id: set\n  variable: Topic.Sum\n  value: =First(Global.Cart).|\n'))).toEqual(['Total', 'Name'])
    expect(labels(await after("- kind: SetVariable\n  id: set\n  variable: Topic.Sum\n  value: =Topic.Size = 'shop_bot.entity.Size'.|\n"))).toContain('s')
  })

  it('knows what changed meanwhile: in the document, and around it', async () => {
    const typing = (value: string) => topic(`- kind: SetVariable\n  id: a\n  variable: Topic.Fresh\n  value: ${value}\n- kind: SetVariable\n  id: b\n  variable: Topic.Other\n  value: =`)
    const complete = (text: string, components = others) => checker.complete(copilot([...components, component('Main', text)]), 'shop_bot.topic.Main', text.length, pause)
    expect(detail(await complete(typing('1').trimEnd()), 'Topic.Fresh')).toBe('Decimal')
    expect(detail(await complete(typing('"x"').trimEnd()), 'Topic.Fresh')).toBe('Text')
    const renamed = [component('Orders', topic('- kind: SetVariable\n  id: keep\n  variable: Global.Basket\n  value: 1\n')), ...others.slice(1)]
    const found = await complete(typing('1').trimEnd(), renamed)
    expect([detail(found, 'Global.Basket'), detail(found, 'Global.Cart')]).toEqual(['Decimal', undefined])
  })

  it('does not offer the name that is just being typed', async () => {
    expect(labels(await after('- kind: SendActivity\n  id: say\n  activity: You want {Topic.Cou|} pieces\n'))).toEqual(['Count'])
  })

  it('knows the function around the caret and the argument that is being written', async () => {
    const found = await after('- kind: SetVariable\n  id: set\n  variable: Topic.Sum\n  value: =Mid("abc", 1, |\n')
    expect(found?.signature).toMatchObject({ name: 'Mid', parameters: ['text', 'start', '[count]'], active: 2 })
  })

  it.each([
    ['in a message', '- kind: SendActivity\n  id: say\n  activity: Take {Topic.|} now\n'],
    ['in a message whose brace is open', '- kind: SendActivity\n  id: say\n  activity: Take {Topic.| now\n'],
    ['in a list of texts', '- kind: SendActivity\n  id: say\n  activity:\n    text:\n      - "Take {Topic.|}"\n'],
    ['in a block', '- kind: SendActivity\n  id: say\n  activity: |-\n    Take\n    {Topic.|}\n'.replace('|-', '>-')],
    ['in a condition over several lines', '- kind: ConditionGroup\n  id: if\n  conditions:\n    - id: a\n      condition: >-\n        =Topic.Count > 1 &&\n        Topic.|\n'],
    ['in quotes', '- kind: SetVariable\n  id: set\n  variable: Topic.Count\n  value: "=Topic.|"\n'],
    ['where a record makes the line no YAML', '- kind: SetVariable\n  id: set\n  variable: Topic.Count\n  value: =Patch({a: 1}, {b: Topic.|\n'],
    ['where a quote is still open', '- kind: SetVariable\n  id: set\n  variable: Topic.Count\n  value: "=Topic.|\n'],
  ])('is offered %s', async (_, nodes) => {
    expect(labels(await after(nodes))).toContain('Count')
  })

  it.each([
    ['in the words of a message', '- kind: SendActivity\n  id: say\n  activity: Take Topic.| now\n'],
    ['behind a formula in a message', '- kind: SendActivity\n  id: say\n  activity: Take {Topic.Count} Top|\n'],
    ['inside text', '- kind: SetVariable\n  id: set\n  variable: Topic.Sum\n  value: =Upper("Top|")\n'],
  ])('is not offered %s', async (_, nodes) => {
    expect((await after(nodes))?.items ?? []).toEqual([])
  })

  it('closes the brace of a message, and writes quotes the way the text around needs them', async () => {
    expect(await taking('Topic.Count', '- kind: SetVariable\n  id: set\n  variable: Topic.Count\n  value: 1\n- kind: SendActivity\n  id: say\n  activity: You want {Co|\n')).toContain('You want {Topic.Count}\n')
    expect(await taking('shop_bot.entity.Size', "- kind: SetVariable\n  id: set\n  variable: Topic.Count\n  value: '=Text(|)'\n")).toContain("value: '=Text(''shop_bot.entity.Size'')'\n")
  })
})

describe('completing the document around the formulas', () => {
  it('offers the kinds of nodes that run, by the name the studio has for them', async () => {
    const found = await after('- kind: S|\n')
    expect(found?.items.map(({ label, detail: title }) => [label, title])).toEqual([['SendActivity', 'Send a message'], ['SetVariable', 'Set a variable value']])
  })

  it('offers the properties a node still lacks, needed ones first', async () => {
    const found = await after('- kind: SetVariable\n  id: set\n  va|\n')
    expect(labels(found).slice(0, 2)).toEqual(['variable', 'value'])
    expect(labels(found)).not.toContain('id')
    expect(found?.items[0]).toMatchObject({ insert: 'variable: ', detail: expect.stringContaining('needed') })
  })

  it('offers entities, variables to write to, topics to go to, and values for a formula that is not begun', async () => {
    expect(labels(await at(topic('- kind: Question\n  id: ask\n  variable: Topic.N\n  prompt: x\n  entity: Num|\n')))).toContain('NumberPrebuiltEntity')
    expect(labels(await after('- kind: SetVariable\n  id: set\n  variable: |\n  value: 1\n'))).toEqual(['Topic.Count', 'Global.Cart'])
    expect((await after('- kind: BeginDialog\n  id: go\n  dialog: |\n'))?.items).toEqual([{ label: 'shop_bot.topic.Orders', insert: 'shop_bot.topic.Orders', kind: 'topic', detail: 'Order status' }])
    expect(labels(await after('- kind: SetVariable\n  id: set\n  variable: Topic.Sum\n  value: |\n'))).toContain('=Topic.Count')
    expect((await after('- kind: GotoAction\n  id: again\n  actionId: a|\n'))?.items.map(({ label, detail: of }) => `${label} ${of}`)).toEqual(['ask Question', 'again GotoAction'])
  })

  it('says nothing where the document cannot be understood', async () => {
    expect(await at('{ [ |')).toBeUndefined()
    expect(await at('|')).toBeUndefined()
    expect(labels(await at(`${'- '.repeat(3000)}=Topic.|`))).toEqual([])
  })

  it('is not kept busy by open braces', async () => {
    // Looking for the end of each to the end of the text would take longer than a test may.
    expect((await at(topic(`- kind: SendActivity\n  id: say\n  activity: 'x ${'{'.repeat(50_000)} {Topic.|'\n`)))?.place).toBe('formula')
  })
})
