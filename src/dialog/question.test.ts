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

  it('answers several questions, each with words of its own', () => {
    const asks = (id: string, entity: string) => `- kind: Question\n  id: ${id}\n  variable: init:Topic.${id}\n  prompt: Which ${id}?\n  entity: ${entity}\n`
    const talk = new Talk(copilotOf({ topics: { Book: topicOf(['book a table'], asks('when', 'DatePrebuiltEntity') + asks('mail', 'EmailPrebuiltEntity') + asks('people', 'NumberPrebuiltEntity') + asks('phone', 'PhoneNumberPrebuiltEntity') + say('s', '{Text(Topic.when, "yyyy-mm-dd")} {Topic.mail} {Topic.people} {Topic.phone}')) } }))
    expect(talk.hear('book a table for 4 tomorrow, write to ana@example.org')).toEqual(['Which phone?'])
    expect(talk.hear('+49 30 1234567')).toEqual(['2026-01-06 ana@example.org 4 +49 30 1234567'])
  })

  it('lets the customer choose among several values, and gives the rest to the next question', () => {
    const asks = (id: string) => `- kind: Question\n  id: ${id}\n  variable: init:Topic.${id}\n  prompt: ${id}?\n  entity: CountryOrRegionPrebuiltEntity\n`
    const talk = new Talk(copilotOf({ topics: { Fly: topicOf(['book a flight'], asks('from') + asks('to') + say('s', 'From {Topic.from} to {Topic.to}.')) } }))
    expect(talk.hear('book a flight from Spain to Peru')).toEqual(['from?'])
    expect(talk.said[0]?.suggestedActions?.actions.map((action) => action.title)).toEqual(['Spain', 'Peru'])
    expect(talk.hear('Spain')).toEqual(['From Spain to Peru.'])
  })

  it('does not when the question always asks', () => {
    const talk = asking('entity: NumberPrebuiltEntity\nalwaysPrompt: true')
    expect(talk.hear('ask me 12')).toEqual(['How many?'])
  })
})

describe('an answer with two meanings', () => {
  it('is asked back with both, which costs no attempt', () => {
    const talk = asking('entity: DateTimePrebuiltEntity\nrepeatCount: 0')
    talk.hear('ask me')
    expect(talk.hear('friday at noon')).toEqual(['Sorry, I need one of the options below. Please choose one.'])
    expect(talk.said[0]?.suggestedActions?.actions.map((action) => action.title)).toEqual(['January 2, 2026 at 12:00 PM', 'January 9, 2026 at 12:00 PM'])
    expect(talk.hear('January 9, 2026 at 12:00 PM')).toEqual(['N is 1/9/2026 12:00 PM.'])
  })

  it('is taken when it has one', () => {
    const talk = asking('entity: DateTimePrebuiltEntity')
    talk.hear('ask me')
    expect(talk.hear('next friday at noon')).toEqual(['N is 1/9/2026 12:00 PM.'])
  })
})

describe('a pattern that could take for ever', () => {
  // Without interruptions only the pattern is searched, not the phrases of other topics.
  const patterned = (pattern: string) => asking(`unrecognizedPrompt: Which code?\ninterruptionPolicy: {allowInterruption: false}\nentity:\n  kind: EmbeddedEntity\n  definition:\n    kind: RegexEntity\n    pattern: ${JSON.stringify(pattern)}`)
  const timed = (talk: Talk, text: string) => {
    const started = process.cpuUsage()
    const said = talk.hear(text)
    return { said, ms: process.cpuUsage(started).user / 1000 }
  }

  it('holds nobody up, and the question goes on', () => {
    const talk = patterned('(a+)+$')
    talk.hear('ask me')
    talk.hear('b')
    const { said, ms } = timed(talk, `${'a'.repeat(40)}b`)
    expect(said).toEqual(['Which code?'])
    expect(ms).toBeLessThan(50)
    expect(talk.hear('aaa')).toEqual(['N is aaa.'])
  })

  it('is given up when nothing else helps, and the trace says so', () => {
    const talk = patterned('(\\w+)(\\w+)(\\w+)(\\w+)(\\w+)\\1\\2\\3\\4\\5!')
    talk.hear('ask me')
    const { said, ms } = timed(talk, 'abcdefghij'.repeat(60))
    expect(said).toEqual(['Which code?'])
    expect(talk.errors[0]).toMatchObject({ code: 'ExecutionTimeout', message: expect.stringContaining('bot.topic.Ask.main.q1') })
    expect(ms).toBeLessThan(1_000)
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
