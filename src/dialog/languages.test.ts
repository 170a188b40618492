import { describe, expect, it } from 'vitest'
import { compileCopilot } from './index.ts'
import { Talk, definitionOf, say, topicOf, triggerOf } from './testing.ts'

const ask = '- kind: Question\n  id: q1\n  variable: Topic.B\n  prompt: Shall we?\n  entity: BooleanPrebuiltEntity\n'
const definition = definitionOf({ topics: { Greeting: topicOf(['hello'], say('s1', 'Hello {System.User.FirstName}.') + ask + say('s2', 'Fine.')) } })
definition.components.push({
  schemaName: 'bot.topic.Greeting.pt-BR',
  kind: 'translation',
  name: 'Greeting',
  description: '',
  path: 'translations/Greeting.pt-BR.mcs.yml',
  text: topicOf(['bom dia'], say('s1', 'Olá {System.User.FirstName}.') + ask.replace('Shall we?', 'Vamos?')),
  state: 'on',
  parts: {},
})
const copilot = compileCopilot(definition)

describe('a translated topic', () => {
  it('speaks the language of the conversation, and its own where nothing is translated', () => {
    const talk = new Talk(copilot, { locale: 'pt-BR' })
    expect(talk.hear('bom dia')).toEqual(['Olá Renata.', 'Vamos?'])
    expect(talk.said[1]?.suggestedActions?.actions.map((action) => action.title)).toEqual(['Sim', 'Não'])
    expect(talk.hear('Sim')).toEqual(['Fine.'])
  })

  it('serves the language as spoken elsewhere', () => {
    expect(new Talk(copilot, { locale: 'pt-PT' }).hear('hello')[0]).toBe('Olá Renata.')
  })

  it('stays itself otherwise', () => {
    const talk = new Talk(copilot, { locale: 'de-DE' })
    expect(talk.hear('hello')).toEqual(['Hello Renata.', 'Shall we?'])
    expect(talk.hear('hm')).toEqual(['Ich brauche eine der folgenden Möglichkeiten. Bitte wählen Sie eine aus.'])
    expect(talk.hear('Ja')).toEqual(['Fine.'])
  })
})

describe('inputs of a topic that nobody passed', () => {
  const sum = `kind: AdaptiveDialog
inputs:
  - kind: AutomaticTaskInput
    propertyName: a
    description: the first number
    entity: NumberPrebuiltEntity
  - kind: AutomaticTaskInput
    propertyName: b
    entity: NumberPrebuiltEntity
    shouldPromptUser: true
    inputSettings: {prompt: And the other?}
  - kind: AutomaticTaskInput
    propertyName: c
    shouldPromptUser: false
beginDialog:
  kind: OnRecognizedIntent
  id: main
  intent: {triggerQueries: [add]}
  actions:
    - kind: SendActivity
      id: s
      activity: "{Topic.a + Topic.b}"
inputType: {properties: {a: Number, b: Number, c: String}}
outputType: {}
`
  it('are asked for', () => {
    const talk = new Talk(compileCopilot(definitionOf({ topics: { Sum: sum } })))
    expect(talk.hear('add')).toEqual(['Please tell me: the first number'])
    expect(talk.hear('2')).toEqual(['And the other?'])
    expect(talk.hear('3')).toEqual(['5'])
  })

  it('are not asked for when the caller passes them', () => {
    const caller = topicOf(['go'], '- kind: BeginDialog\n  id: b\n  dialog: bot.topic.Sum\n  input:\n    binding: {a: =1, b: =2}\n')
    expect(new Talk(compileCopilot(definitionOf({ topics: { Sum: sum, Go: caller } }))).hear('go')).toEqual(['3'])
  })
})

describe('debug commands', () => {
  const bot = compileCopilot(definitionOf({ topics: { Ask: topicOf(['ask'], ask), Show: topicOf(['show'], say('s', 'X is {Global.X}.')) } }))
  it('tell the id, clear the state, and set variables in the test chat', () => {
    const talk = new Talk(bot, { inTestMode: true })
    expect(talk.hear('/debug conversationid')).toEqual(['conv-1'])
    expect(talk.hear('/debug set Global.X "seven"')).toHaveLength(1)
    expect(talk.hear('show')).toEqual(['X is seven.'])
    talk.hear('ask')
    talk.hear('/debug clearstate')
    expect(talk.state?.status).toBe('idle')
    expect(talk.hear('show')).toEqual(['X is .'])
  })

  it('do not set variables outside of it', () => {
    const talk = new Talk(bot)
    talk.hear('/debug set Global.X "seven"')
    expect(talk.hear('show')).toEqual(['X is .'])
  })
})

describe('a trigger that is switched off', () => {
  it('stays off for the conversation', () => {
    const talk = new Talk(compileCopilot(definitionOf({ topics: { Off: topicOf(['off'], '- kind: DisableTrigger\n  id: d\n  dialog: bot.topic.Hello\n'), Hello: topicOf(['hello'], say('h', 'Hi.')), Fallback: triggerOf('OnUnknownIntent', '', say('f', 'What?')) } })))
    expect(talk.hear('hello')).toEqual(['Hi.'])
    talk.hear('off')
    expect(talk.hear('hello')).toEqual(['What?'])
  })
})
