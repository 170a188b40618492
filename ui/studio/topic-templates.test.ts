import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { durationProblem, newTopicText, yamlText, type NewTopic } from './topic-templates.ts'

const blank: NewTopic = { trigger: 'OnRecognizedIntent', phrases: [], duration: '900', onlyOmnichannel: true, message: '', endConversation: false, eventName: '' }
const text = (over: Partial<NewTopic>) => newTopicText({ ...blank, ...over }, () => 'abc123')

describe('a new topic from blank', () => {
  it('for inactivity is the session timeout of the customer service side', () => {
    expect(parse(text({ trigger: 'OnInactivity', duration: '300', message: 'Closing this chat: nobody wrote.', endConversation: true }))).toEqual({
      kind: 'AdaptiveDialog',
      startBehavior: 'CancelOtherTopics',
      beginDialog: {
        kind: 'OnInactivity',
        id: 'main',
        condition: '=System.Activity.Channel = ChannelId.Omnichannel',
        durationInSeconds: 300,
        actions: [
          { kind: 'SendActivity', id: 'sendActivity_abc123', activity: 'Closing this chat: nobody wrote.' },
          { kind: 'EndConversation', id: 'endConversation_abc123' },
        ],
      },
    })
  })

  it('may take its wait from a formula', () => {
    expect(parse(text({ trigger: 'OnInactivity', duration: '=Env.new_CloseAfterSeconds' })).beginDialog.durationInSeconds).toBe('=Env.new_CloseAfterSeconds')
    expect(parse(text({ trigger: 'OnInactivity', duration: '=With({a: 60}, a)' })).beginDialog.durationInSeconds).toBe('=With({a: 60}, a)')
  })

  it('leaves out empty phrases and quotes awkward ones', () => {
    expect(parse(text({ phrases: ['where is my order', ' ', '=1', 'yes', '# hash', 'a: b'] })).beginDialog.intent.triggerQueries).toEqual(['where is my order', '=1', 'yes', '# hash', 'a: b'])
  })

  it('with nothing filled in is still a valid document', () => {
    expect(parse(text({}))).toEqual({ kind: 'AdaptiveDialog', beginDialog: { kind: 'OnRecognizedIntent', id: 'main', intent: { triggerQueries: [] }, actions: [] } })
  })
})

describe('text in YAML', () => {
  it.each(['plain words', 'null', 'No', '- dash', 'ends with space ', '"quoted"', '{a}', '12', 'Größe', 'tab\there', '@at', "it's"])('%j is read back as it was', (value) => {
    expect(parse(`key: ${yamlText(value)}`)).toEqual({ key: value })
  })
})

describe('a wait', () => {
  it('is whole seconds or a formula', () => {
    expect(durationProblem('120')).toBeUndefined()
    expect(durationProblem('=Topic.Wait')).toBeUndefined()
    expect(durationProblem('0')).toContain('at least')
    expect(durationProblem('ten')).toContain('whole seconds')
    expect(durationProblem('=')).toContain('formula')
    expect(durationProblem('9999999999')).toContain('30 days')
  })
})
