import { describe, expect, it } from 'vitest'
import { checkCopilot, checkDocuments, copilotChecker } from './check-copilot.ts'
import { editDocument } from './edit-document.ts'
import { component, copilot, topic } from './testing.ts'
import type { Component, CopilotDefinition } from './types.ts'

/** `line:column severity code` of what is found; the topics here set variables for nobody. */
const found = (definition: CopilotDefinition, options = {}) =>
  checkCopilot(definition, options).diagnostics.filter(({ code }) => code !== 'UnusedVariable').map(({ line, column, severity, code }) => `${line}:${column} ${severity} ${code}`)
const inTopic = (nodes: string, others: Component[] = []) => found(copilot([component('Main', topic(nodes)), ...others]))

describe('checking the nodes of a topic', () => {
  it('finds nothing in a good topic', () => {
    const nodes = `- kind: Question
  id: ask
  variable: init:Topic.Age
  prompt: How old are you, {System.User.DisplayName}?
  entity: NumberPrebuiltEntity
- kind: ConditionGroup
  id: decide
  conditions:
    - id: grown
      condition: =Topic.Age >= 18
      actions:
        - kind: SendActivity
          id: yes
          activity:
            text:
              - Welcome!
  elseActions:
    - kind: GotoAction
      id: again
      actionId: ask
- kind: SetVariable
  id: set
  variable: Global.Adult
  value: =true
- kind: EndDialog
  id: end`
    expect(inTopic(nodes)).toEqual([])
  })

  it.each([
    ['a property that is missing', '- kind: SendActivity\n  id: a', '6:7 error MissingRequiredProperty'],
    ['a property that is misspelt', '- kind: SendActivity\n  id: a\n  activty: Hi', '6:7 error MissingRequiredProperty', '8:7 warning PropertyNotSupported'],
    ['a kind nobody knows', '- kind: SendActvity\n  id: a\n  activity: Hi', '6:13 warning ElementNotSupported'],
    ['a node without a kind', '- id: a\n  activity: Hi', '6:7 error MissingRequiredProperty'],
    ['a kind in the wrong place', '- kind: OnError\n  id: a', '6:13 error ElementNotSupported'],
    ['a value that is not one of the choices', '- kind: ClearAllVariables\n  id: a\n  variables: Everything', '8:18 error UnknownEnumValue'],
    ['an entity nobody knows', '- kind: Question\n  id: a\n  variable: init:Topic.A\n  prompt: Hm?\n  entity: NumberPrebuildEntity', '10:15 error UnknownEnumValue'],
    ['text where a list of nodes belongs', '- kind: ConditionGroup\n  id: a\n  conditions:\n    - id: b\n      condition: =true\n      actions: nothing', '11:20 error InvalidValue'],
    ['nodes that are no list', '- kind: ConditionGroup\n  id: a\n  conditions:\n    - id: b\n      condition: =true\n      actions:\n        kind: EndDialog\n        id: c', '12:13 error InvalidValue'],
    ['a node that is only a name', '- SendActivity', '6:7 error InvalidValue'],
    ['a bracket that is not closed', '- kind: SetVariable\n  id: a\n  variable: Topic.A\n  value: =Sum(1, 2', '9:23 warning UnexpectedCharacter'],
    ['a condition without =', '- kind: ConditionGroup\n  id: a\n  conditions:\n    - id: b\n      condition: Topic.X > 1\n      actions: []', '10:22 error InvalidValue'],
    ['the same id twice', '- kind: SendActivity\n  id: a\n  activity: Hi\n- kind: SendActivity\n  id: a\n  activity: Ho', '10:11 error DuplicateActionId'],
    ['a jump to nowhere', '- kind: GotoAction\n  id: a\n  actionId: b', '8:17 error NotFound'],
    ['a jump that never ends', '- kind: SendActivity\n  id: a\n  activity: Hi\n- kind: GotoAction\n  id: b\n  actionId: a', '9:7 warning EndlessLoop'],
    ['nodes after the end', '- kind: EndDialog\n  id: a\n- kind: SendActivity\n  id: b\n  activity: Hi', '8:7 warning UnreachableNode'],
    ['a formula that stops in the middle', '- kind: SetVariable\n  id: a\n  variable: Topic.A\n  value: =1 +', '9:18 error UnexpectedCharacter'],
    ['a function nobody knows', '- kind: SetVariable\n  id: a\n  variable: Topic.A\n  value: =1 + Sume(2)', '9:19 error IdentifierNotRecognized'],
    ['text compared with a number', '- kind: SetVariable\n  id: a\n  variable: Topic.A\n  value: ="a" = 1', '9:19 error IncompatibleTypes'],
    ['text in single quotes', "- kind: SetVariable\n  id: a\n  variable: Topic.A\n  value: ='red'", '9:15 error IdentifierNotRecognized'],
    ['a mistake inside a message', '- kind: SendActivity\n  id: a\n  activity: Hi {Uppper("x")}!', '8:21 error IdentifierNotRecognized'],
    ['a formula in a message that cannot be read', '- kind: SendActivity\n  id: a\n  activity: Hi {Upper("x"}!', '8:20 warning UnexpectedCharacter'],
    ['a variable that is never set', '- kind: SendActivity\n  id: a\n  activity: Hi {Topic.Nmae}', '8:21 warning IdentifierNotRecognized'],
    ['a variable without its scope', '- kind: SetVariable\n  id: a\n  variable: Age\n  value: 1', '8:17 error InvalidPropertyPath'],
    ['a card that is not JSON', '- kind: AdaptiveCardPrompt\n  id: a\n  card: "{ \\"type\\": "\n  output: {}\n  outputType: {}', '8:26 error AdaptiveCardJsonParsingError'],
    ['a card nobody can answer', '- kind: AdaptiveCardPrompt\n  id: a\n  card: "{}"\n  output: {}\n  outputType: {}', '8:13 error AdaptiveCardMissingActionSubmit'],
    ['a transfer to no telephone', '- kind: TransferConversationV2\n  id: a\n  transferType:\n    kind: TransferToPhoneNumber\n    phoneNumber: call me', '10:22 error InvalidTransferPhoneNumber'],
    ['a header without X-', '- kind: TransferConversationV2\n  id: a\n  transferType:\n    kind: TransferToPhoneNumber\n    phoneNumber: "+4930123456"\n    sipxHeaders:\n      Case: 7', '12:11 error InvalidSipXHeaderName'],
    ['an address without https', '- kind: HttpRequestAction\n  id: a\n  url: example.org/x', '8:12 error InvalidUrl'],
  ])('finds %s', (_name, nodes, ...expected) => {
    expect(inTopic(nodes)).toEqual(expected)
  })

  it('names the node and something to try', () => {
    const { diagnostics } = checkCopilot(copilot([component('Main', topic('- kind: GotoAction\n  id: jump\n  actionId: aks\n- kind: SendActivity\n  id: ask\n  activity: Hi'))]))
    expect(diagnostics[0]).toMatchObject({ code: 'NotFound', nodeId: 'jump', fix: 'Write "ask".', file: 'topics/Main.mcs.yml' })
  })

  it.each([
    ['=If(true, Sum(1, 2)', '=If(true, Sum(1, 2))'],
    ['=1 + Summ(2) # a comment', '=1 + Sum(2) # a comment'],
    [`"='red' & \\"x\\""`, `"=\\"red\\" & \\"x\\""`],
    ['=Topic.Age + Global.Levl', '=Topic.Age + Global.Level'],
    ['|-\n    =1 +\n    Summ(2)', '|-\n    =1 +\n    Sum(2)'],
  ])('mends the formula %s and nothing else', (formula, mended) => {
    const withValue = (value: string) => topic(`- kind: SetVariable\n  id: a\n  variable: Topic.Age\n  value: ${value}\n- kind: SetVariable\n  id: b\n  variable: Global.Level\n  value: 1\n`)
    const [finding] = checkCopilot(copilot([component('Main', withValue(formula))])).diagnostics
    expect(editDocument(withValue(formula), finding?.edits ?? [])).toBe(withValue(mended))
  })

  it('does not call a node unreachable that a jump leads to', () => {
    const nodes = '- kind: ConditionGroup\n  id: c\n  conditions:\n    - id: i\n      condition: =System.Conversation.InTestMode\n      actions:\n        - kind: GotoAction\n          id: g\n          actionId: later\n- kind: EndDialog\n  id: e\n- kind: SendActivity\n  id: later\n  activity: Hi'
    expect(inTopic(nodes)).toEqual([])
  })

  it('warns of nodes that do not run here', () => {
    const definition = copilot([component('Main', topic('- kind: SignOutUser\n  id: a\n- kind: SendActivity\n  id: b\n  activity: Hi'))])
    expect(found(definition, { actionKinds: [{ kind: 'SendActivity' }], triggerKinds: [] })).toEqual(['3:9 warning ElementNotSupported', '6:13 warning ElementNotSupported'])
    expect(found(copilot([component('Main', topic('- kind: OurOwn\n  id: a'))]), { actionKinds: [{ kind: 'OurOwn' }] })).toEqual([])
  })
})

describe('checking what topics refer to', () => {
  const other = component('Other', topic('- kind: SendActivity\n  id: x\n  activity: Hi'))
  const go = (dialog: string) => `- kind: BeginDialog\n  id: a\n  dialog: ${dialog}`

  it('finds a topic that is not there, is off, or is no topic', () => {
    expect(inTopic(go('shop_bot.topic.Other'), [other])).toEqual([])
    expect(inTopic(go('shop_bot.topic.Otter'), [other])).toEqual(['8:15 error NotFound'])
    expect(inTopic(go('shop_bot.topic.Other'), [{ ...other, state: 'off' }])).toEqual(['8:15 error Disabled'])
    expect(inTopic(go('shop_bot.entity.City'), [component('City', 'kind: ClosedListEntity\nitems:\n  - id: a\n    displayName: A', { schemaName: 'shop_bot.entity.City', kind: 'entity' })])).toEqual(['8:15 error InvalidKind'])
    expect(inTopic(go('another_bot.topic.Far'))).toEqual(['8:15 warning NotFound'])
    expect(inTopic(go('=Topic.Where & "x"'))).toEqual(['8:16 warning IdentifierNotRecognized'])
  })

  it('finds an input the topic does not take', () => {
    const taking = component('Taking', `${topic('- kind: SendActivity\n  id: x\n  activity: Hi {Topic.Name}')}inputType:\n  properties:\n    Name: String\n`)
    expect(inTopic(`${go('shop_bot.topic.Taking')}\n  input:\n    binding:\n      Nam: ="x"`, [taking])).toEqual(['11:11 warning InvalidBindingInput'])
  })

  it('knows the choices of lists, and finds one that is not there', () => {
    const city = component('City', 'kind: ClosedListEntity\nitems:\n  - id: b1\n    displayName: Berlin', { schemaName: 'shop_bot.entity.City', kind: 'entity' })
    const set = (formula: string) => `- kind: SetVariable\n  id: a\n  variable: Topic.A\n  value: =${formula}`
    expect(inTopic(set("Topic.A = 'shop_bot.entity.City'.b1"), [city])).toEqual([])
    expect(inTopic(set("Topic.A = 'shop_bot.entity.Town'.b1"), [city])).toEqual(['9:25 error NotFound'])
    const question = '- kind: Question\n  id: q\n  variable: init:Topic.A\n  prompt: Which?\n  entity:\n    kind: EmbeddedEntity\n    definition:\n      kind: ClosedListEntity\n      items:\n        - id: one\n          displayName: One\n'
    expect(inTopic(`${question}${set("Topic.A = 'shop_bot.topic.Main.main.q'.'one'").replace('variable: Topic.A', 'variable: Topic.B')}`)).toEqual([])
  })

  it('finds environment variables without a value', () => {
    const definition = copilot([component('Main', topic('- kind: SendActivity\n  id: a\n  activity: "{Env.shop_Key} {Env.shop_Gone} {Env.shop_Set}"'))], {
      environmentVariables: [
        { schemaName: 'shop_Key', displayName: 'Key', type: 'String', secret: false },
        { schemaName: 'shop_Set', displayName: 'Set', type: 'String', secret: false, value: '' },
      ],
    })
    expect(found(definition)).toEqual(['8:19 warning EnvironmentVariableMissingValue', '8:34 warning NotFound'])
  })

  it('says which topics share a trigger phrase', () => {
    const asking = (phrases: string) => `kind: AdaptiveDialog\nbeginDialog:\n  kind: OnRecognizedIntent\n  id: main\n  intent:\n    triggerQueries: [${phrases}]\n  actions:\n    - kind: EndDialog\n      id: e\n`
    expect(found(copilot([component('A', asking('hello, hi, hello')), component('B', asking('Hi, hey'))]))).toEqual(['6:33 warning DuplicateItem', '6:22 information DuplicateItem'])
  })

  it('warns of a name that cannot be exported', () => {
    expect(found(copilot([component('A', topic('- kind: EndDialog\n  id: e'), { name: 'A. B' })]))).toEqual(['1:1 warning DisplayNameWithPeriod'])
  })
})

describe('checking other documents', () => {
  it.each([
    ['kind: ClosedListEntity\nitems:\n  - id: a\n    displayName: One\n    synonyms: [uno]\n  - id: a\n    displayName: Uno', ['6:9 error DuplicateItem']],
    ['kind: ClosedListEntity\nitems:\n  - id: a\n    displayName: One\n    synonyms: [uno]\n  - id: b\n    displayName: Uno', ['7:18 warning SynonymsNotUnique']],
    ['kind: RegexEntity\npattern: "[0-9"', ['2:11 warning InvalidRegex']],
    ['kind: RegexEntity\npattern: ab++', ['2:12 warning InvalidRegex']],
    ["kind: RegexEntity\npattern: '\\A(?i)(?<year>\\d{4})(?>-\\p{L}+)[a-z-[aeiou]]\\z'", []],
    ['kind: Variable\nname: A\nscope: Nowhere', ['3:8 error UnknownEnumValue']],
    ['kind: RegexEntity\n', ['1:1 warning InvalidRegex']],
    ['kind: AdaptiveDialog\nbeginDialog:\n', ['2:1 warning MissingRequiredProperty']],
    ['kind: AdaptiveDialog\nbeginDialog:\n  kind: OnRecognizedIntent\n  id: main\n  intent:\n    triggerQueries: hello', ['6:21 warning InvalidValue']],
    ['kind: Mystery\na: 1', ['1:7 warning ElementNotSupported']],
    ['beginDialog:\n  kind: OnError', ['1:1 error MissingRequiredProperty']],
    ['mcs.metadata:\n  componentName: {toString: 1}\nkind: RegexEntity\npattern: {toString: 2}', ['4:10 error InvalidValue']],
    ['- one\n- two', ['1:1 error MissingRequiredProperty']],
    ['kind: AdaptiveDialog\nbeginDialog: nothing\n', ['2:14 error InvalidValue']],
    ['kind: AdaptiveDialog\nbeginDialog:\n  kind: OnInactivity\n  id: main\n  durationInSeconds: -5\n  actions: []', ['6:3 warning EmptyActions', '5:22 error ValueCannotBeNegative']],
  ])('%j', (text, expected) => {
    const { diagnostics, documents } = checkDocuments([{ path: 'x.yml', text }])
    expect(diagnostics.map(({ line, column, severity, code }) => `${line}:${column} ${severity} ${code}`).toSorted()).toEqual(expected.toSorted())
    expect(documents).toBe(1)
  })

  it('counts every kind', () => {
    const { kinds } = checkDocuments([{ path: 'x.yml', text: topic('- kind: Mystery\n  id: a\n- kind: Mystery\n  id: b') }])
    expect(kinds).toEqual({ AdaptiveDialog: 1, OnUnknownIntent: 1, Mystery: 2 })
    expect(checkDocuments([{ path: 'x.yml', text: 'kind: constructor\na: {kind: __proto__}' }]).kinds).toEqual({ constructor: 1 })
  })
})

describe('a checker that remembers', () => {
  const go = component('Go', topic('- kind: BeginDialog\n  id: a\n  dialog: shop_bot.topic.Other'))
  const other = component('Other', topic('- kind: SendActivity\n  id: x\n  activity: Hi'))

  it('finds what a change elsewhere breaks, and forgets it when it is mended', () => {
    const checker = copilotChecker()
    const codes = (components: Component[]) => checker.check(copilot(components)).diagnostics.map(({ code }) => code)
    expect(codes([go, other])).toEqual([])
    expect(codes([go])).toEqual(['NotFound'])
    expect(codes([go, { ...other, state: 'off' }])).toEqual(['Disabled'])
    expect(codes([go, other])).toEqual([])
    expect(codes([go, { ...other, text: topic('- kind: SendActivity\n  id: x') }])).toEqual(['MissingRequiredProperty'])
    expect(codes([go, other])).toEqual([])
  })

  it('agrees with a fresh check when runs overlap', async () => {
    const checker = copilotChecker()
    const broken = { ...other, text: topic('- kind: SendActivity\n  id: x') }
    const pause = () => new Promise<void>((resolve) => setTimeout(resolve))
    const [good, bad] = await Promise.all([checker.gently(copilot([go, other]), pause), checker.gently(copilot([go, broken]), pause)])
    expect([good.diagnostics, bad.diagnostics]).toEqual([checkCopilot(copilot([go, other])).diagnostics, checkCopilot(copilot([go, broken])).diagnostics])
  })
})
