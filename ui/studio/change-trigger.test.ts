import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { changeTrigger, triggerKindOf } from './change-trigger.ts'
import { blankTopic } from './topic-templates.ts'

const phrases = `kind: AdaptiveDialog
startBehavior: CancelOtherTopics
beginDialog:
  kind: OnRecognizedIntent
  id: main
  priority: 2
  intent:
    displayName: Bye
    triggerQueries:
      - bye

      - see you

  actions:
    - kind: EndConversation
      id: end1

inputType: {}
`

describe('changing a trigger', () => {
  it('from phrases to inactivity keeps the nodes and drops the phrases', () => {
    const changed = changeTrigger(phrases, { ...blankTopic, trigger: 'OnInactivity', duration: '120' })
    expect(parse(changed)).toEqual({
      kind: 'AdaptiveDialog',
      startBehavior: 'CancelOtherTopics',
      beginDialog: { kind: 'OnInactivity', id: 'main', condition: '=System.Activity.Channel = ChannelId.Omnichannel', durationInSeconds: 120, priority: 2, actions: [{ kind: 'EndConversation', id: 'end1' }] },
      inputType: {},
    })
    expect(changed).toContain('\n\ninputType: {}\n')
  })

  it('back to phrases drops the wait', () => {
    const there = changeTrigger(phrases, { ...blankTopic, trigger: 'OnInactivity', onlyOmnichannel: false })
    const back = parse(changeTrigger(there, { ...blankTopic, phrases: ['adieu'] }))
    expect(back.beginDialog).toEqual({ kind: 'OnRecognizedIntent', id: 'main', intent: { triggerQueries: ['adieu'] }, priority: 2, actions: [{ kind: 'EndConversation', id: 'end1' }] })
  })

  it('replaces a condition only by another', () => {
    const conditional = phrases.replace('  priority: 2', '  condition: =Topic.A')
    expect(parse(changeTrigger(conditional, { ...blankTopic, trigger: 'OnRedirect' })).beginDialog.condition).toBe('=Topic.A')
    expect(parse(changeTrigger(conditional, { ...blankTopic, trigger: 'OnInactivity' })).beginDialog.condition).toContain('Omnichannel')
  })

  it('knows what there is to change', () => {
    expect(triggerKindOf(phrases)).toBe('OnRecognizedIntent')
    expect(triggerKindOf('kind: Variable')).toBeUndefined()
    expect(changeTrigger('kind: Variable', blankTopic)).toBe('kind: Variable')
  })
})
