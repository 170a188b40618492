import { describe, expect, it } from 'vitest'
import { Talk, copilotOf, say, topicOf, triggerOf } from './testing.ts'

const escalate = triggerOf('OnEscalate', 'intent:\n  includeInOnSelectIntent: false\n  triggerQueries: [I need a human]', say('e1', 'Connecting you.'), 'startBehavior: CancelOtherTopics')
const question = (members: string) => `- kind: Question\n  id: q1\n  variable: init:Topic.N\n  prompt: How many?\n${members.replace(/^/gm, '  ')}\n`
const asking = (members: string, more: Record<string, string> = {}) =>
  new Talk(copilotOf({ topics: { Ask: topicOf(['ask me'], question(members) + say('s1', 'N is {Topic.N}.')), Escalate: escalate, ...more } }))

describe('a question that is not answered (A.4)', () => {
  it('is asked three times with repeatCount 2, then a person takes over', () => {
    const talk = asking('entity: NumberPrebuiltEntity\nunrecognizedPrompt: A number, please.')
    expect(talk.hear('ask me')).toEqual(['How many?'])
    expect(talk.hear('abc')).toEqual(['A number, please.'])
    expect(talk.hear('x')).toEqual(['A number, please.'])
    expect(talk.hear('y')).toEqual(['Connecting you.'])
    expect(talk.state?.status).toBe('idle')
  })

  it('takes its default value and says so', () => {
    const talk = asking('entity: NumberPrebuiltEntity\nrepeatCount: 1\ndefaultValue: 7\ndefaultValueResponse: I take seven.')
    talk.hear('ask me')
    expect(talk.hear('abc')).toHaveLength(1)
    expect(talk.hear('x')).toEqual(['I take seven.', 'N is 7.'])
  })

  it('takes Blank() for empty', () => {
    const talk = asking('entity: NumberPrebuiltEntity\nrepeatCount: 0\ndefaultValue: =Blank()')
    talk.hear('ask me')
    expect(talk.hear('abc')).toEqual(['N is .'])
  })

  it('gives one attempt with repeatCount 0', () => {
    const talk = asking('entity: NumberPrebuiltEntity\nrepeatCount: 0')
    expect(talk.hear('ask me')).toEqual(['How many?'])
    expect(talk.hear('abc')).toEqual(['Connecting you.'])
  })

  it('counts a refused value like a miss', () => {
    const talk = asking('entity: NumberPrebuiltEntity\nvalidation: =Topic.N < 10\ninvalidPrompt: Below ten.\nunrecognizedPrompt: A number.')
    talk.hear('ask me')
    expect(talk.hear('20')).toEqual(['Below ten.'])
    expect(talk.hear('abc')).toEqual(['A number.'])
    expect(talk.hear('30')).toEqual(['Connecting you.'])
  })

  it('does not keep a refused value', () => {
    const talk = asking('entity: NumberPrebuiltEntity\nvalidation: =Topic.N < 10')
    talk.hear('ask me')
    talk.hear('20')
    expect(talk.topicVariables['N']).toBeNull()
  })

  it('goes to the topic it names instead', () => {
    const talk = asking('entity: NumberPrebuiltEntity\nrepeatCount: 0\nfallbackDialogOnInvalidEntity: bot.topic.Other', { Other: triggerOf('OnRedirect', '', say('o1', 'Other.')) })
    talk.hear('ask me')
    expect(talk.hear('abc')).toEqual(['Other.'])
  })

  it('is repeated in built-in words when it has none of its own', () => {
    const talk = asking('entity: BooleanPrebuiltEntity')
    talk.hear('ask me')
    expect(talk.hear('hm')).toEqual(['Sorry, I need one of the options below. Please choose one.'])
    expect(talk.said[0]?.suggestedActions?.actions.map((action) => action.title)).toEqual(['Yes', 'No'])
  })
})

describe('a question whose variable has a value', () => {
  const preset = (members: string) =>
    new Talk(copilotOf({ topics: { Ask: topicOf(['ask me'], `- kind: SetVariable\n  id: v1\n  variable: Topic.N\n  value: 5\n${question(members)}${say('s1', 'N is {Topic.N}.')}- kind: ConditionGroup\n  id: c1\n  conditions:\n    - id: c2\n      condition: =Topic.Again <> true\n      actions:\n        - kind: SetVariable\n          id: v2\n          variable: Topic.Again\n          value: true\n        - kind: GotoAction\n          id: g1\n          actionId: q1\n`) } }))

  it('is skipped the first time and asked the second', () => {
    const talk = preset('entity: NumberPrebuiltEntity')
    expect(talk.hear('ask me')).toEqual(['N is 5.', 'How many?'])
    expect(talk.hear('6')).toEqual(['N is 6.'])
  })

  it('is asked when it always asks', () => {
    expect(preset('entity: NumberPrebuiltEntity\nalwaysPrompt: true').hear('ask me')).toEqual(['How many?'])
  })

  it('is skipped every time when it says so', () => {
    expect(preset('entity: NumberPrebuiltEntity\nskipQuestionMode: AlwaysSkipIfVariableHasValue').hear('ask me')).toEqual(['N is 5.', 'N is 5.'])
  })
})

describe('the sentence that starts a topic', () => {
  it('answers a question it holds the answer to', () => {
    const talk = asking('entity: NumberPrebuiltEntity')
    expect(talk.hear('ask me 12')).toEqual(['N is 12.'])
  })

  it('does not when the question always asks', () => {
    const talk = asking('entity: NumberPrebuiltEntity\nalwaysPrompt: true')
    expect(talk.hear('ask me 12')).toEqual(['How many?'])
  })
})

describe('choices', () => {
  const list = 'kind: ClosedListEntity\nitems:\n  - id: s\n    displayName: Small\n    synonyms: [little, tiny]\n  - id: l\n    displayName: Large\n  - id: "Yes"\n'

  it('come from an entity and compare by option set', () => {
    const talk = new Talk(
      copilotOf({
        entities: { Size: list },
        topics: {
          Ask: topicOf(
            ['ask me'],
            `- kind: Question\n  id: q1\n  variable: init:Topic.Size\n  prompt: Which size?\n  entity:\n    kind: ClosedListEntityReference\n    entityId: bot.entity.Size\n- kind: ConditionGroup\n  id: c1\n  conditions:\n    - id: c2\n      condition: =Topic.Size = 'bot.entity.Size'.s\n      actions:\n        - kind: SendActivity\n          id: a1\n          activity: You chose {Topic.Size}.\n`,
          ),
        },
      }),
    )
    talk.hear('ask me')
    expect(talk.said[0]?.suggestedActions?.actions.map((action) => action.title)).toEqual(['Small', 'Large', 'Yes'])
    expect(talk.hear('tiny')).toEqual(['You chose Small.'])
  })

  it('come from a list in the question, whose option set is named after the node', () => {
    const talk = new Talk(
      copilotOf({
        topics: {
          Ask: topicOf(
            ['ask me'],
            `- kind: Question\n  id: q1\n  variable: init:Topic.Size\n  prompt: Which size?\n  entity:\n    kind: EmbeddedEntity\n    definition:\n      kind: ClosedListEntity\n      items:\n        - id: Redmond\n        - id: New York\n- kind: ConditionGroup\n  id: c1\n  conditions:\n    - id: c2\n      condition: =Topic.Size = 'bot.topic.Ask.main.q1'.'New York'\n      actions:\n        - kind: SendActivity\n          id: a1\n          activity: Yes.\n`,
          ),
        },
      }),
    )
    talk.hear('ask me')
    expect(talk.hear('new yorc')).toEqual(['Yes.'])
  })

  it('come from the rows of a table, and the answer is the row', () => {
    const talk = new Talk(
      copilotOf({
        topics: {
          Ask: topicOf(
            ['ask me'],
            `- kind: SetVariable\n  id: v1\n  variable: Topic.Shops\n  value: '=[{DisplayName: "North", Phone: "1"}, {DisplayName: "South", Phone: "2"}]'\n- kind: Question\n  id: q1\n  variable: init:Topic.Shop\n  prompt: Which shop?\n  entity:\n    kind: DynamicClosedListEntity\n    items: =Topic.Shops\n- kind: SendActivity\n  id: a1\n  activity: Call {Topic.Shop.Phone}.\n`,
          ),
        },
      }),
    )
    talk.hear('ask me')
    expect(talk.said[0]?.suggestedActions?.actions).toHaveLength(2)
    expect(talk.hear('south')).toEqual(['Call 2.'])
  })

  it('may be several at once, and may come with what was said', () => {
    const several = (options: string, show: string) => {
      const talk = new Talk(
        copilotOf({
          entities: { Size: list },
          topics: { Ask: topicOf(['ask me'], `- kind: Question\n  id: q1\n  variable: init:Topic.Sizes\n  prompt: Which?\n  entity:\n    kind: ClosedListEntityReference\n    entityId: bot.entity.Size\n    ${options}\n${say('s', show)}`) },
        }),
      )
      talk.hear('ask me')
      return talk
    }
    expect(several('allowMultipleValues: true', '{CountRows(Topic.Sizes)}: {Concat(Topic.Sizes, Text(Value), "+")}').hear('tiny, large and yes')).toEqual(['3: Small+Large+Yes'])
    expect(several('includeMetadata: true', '{Topic.Sizes.Literal} is {Topic.Sizes.Value}').hear('little')).toEqual(['little is Small'])
  })
})
