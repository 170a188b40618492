import { describe, expect, it } from 'vitest'
import { Talk, context, copilotOf, say, topicOf, triggerOf } from './testing.ts'
import { advance } from './index.ts'

const ask = (id: string, variable: string, entity = 'StringPrebuiltEntity') => `- kind: Question\n  id: ${id}\n  variable: ${variable}\n  prompt: Ask ${id}\n  entity: ${entity}\n`
const onError = triggerOf('OnError', '', say('e', '{System.Error.Code}: {System.Error.Message}') + '- kind: CancelAllDialogs\n  id: c\n')

describe('a global variable that a message shows before anybody set it', () => {
  const topics = {
    Welcome: topicOf(['welcome'], say('w', 'Before.') + ask('q', 'init:Global.UserName') + say('x', 'After.')),
    Order: topicOf(['order'], say('o', 'Your order, {Global.UserName}.') + say('p', 'Bye, {Global.UserName}.')),
  }

  it('is asked for by the question that declares it, alone, and the message follows', () => {
    const talk = new Talk(copilotOf({ topics }))
    expect(talk.hear('order')).toEqual(['Ask q'])
    expect(talk.traces).toContainEqual(expect.objectContaining({ kind: 'trigger', topic: 'bot.topic.Welcome', reason: 'Global.UserName has no value yet, and q asks for it' }))
    expect(talk.hear('Ann')).toEqual(['Your order, Ann.', 'Bye, Ann.'])
    expect(talk.state?.status).toBe('idle')
  })

  it('is not asked for when it has a value, or by its own topic', () => {
    const talk = new Talk(copilotOf({ topics }))
    expect(talk.hear('welcome')).toEqual(['Before.', 'Ask q'])
    expect(talk.hear('Bo')).toEqual(['After.'])
    expect(talk.hear('order')).toEqual(['Your order, Bo.', 'Bye, Bo.'])
  })

  it('is asked for once: a question that is given up leaves it blank', () => {
    const given = { ...topics, Welcome: topicOf(['welcome'], ask('q', 'init:Global.UserName', 'NumberPrebuiltEntity') + '  repeatCount: 0\n  defaultValue: =Blank()\n') }
    const talk = new Talk(copilotOf({ topics: given }))
    talk.hear('order')
    expect(talk.hear('no number')).toEqual(['Your order, .', 'Bye, .'])
  })

  it('stays blank when two questions declare it, when it has a default, and in formulas, which look for themselves', () => {
    const two = { ...topics, Other: topicOf(['other'], ask('q2', 'init:Global.UserName')) }
    expect(new Talk(copilotOf({ topics: two })).hear('order')).toEqual(['Your order, .', 'Bye, .'])
    const variables = { UserName: 'kind: Variable\nname: UserName\ndefaultValue: you\n' }
    expect(new Talk(copilotOf({ topics, variables })).hear('order')).toEqual(['Your order, you.', 'Bye, you.'])
    const looks = { ...topics, Order: topicOf(['order'], say('o', '{If(IsBlank(Global.UserName), "stranger", Global.UserName)}')) }
    expect(new Talk(copilotOf({ topics: looks })).hear('order')).toEqual(['stranger'])
  })

  it('is not looked for in a path that cannot be read', () => {
    const talk = new Talk(copilotOf({ topics: { Bad: topicOf(['bad'], ask('q', 'init:Global.')), Good: topicOf(['good'], say('s', 'Hi {Global.X}.')) } }))
    expect(talk.hear('good')).toEqual(['Hi .'])
  })

  it('is filled for a prompt too, and an interruption of that question comes back to it', () => {
    const talk = new Talk(copilotOf({ topics: { ...topics, Order: topicOf(['order'], ask('which', 'Topic.O').replace('Ask which', 'Which order, {Global.UserName}?')), Joke: topicOf(['tell me a joke'], say('j', 'Ha.')) } }))
    expect(talk.hear('order')).toEqual(['Ask q'])
    expect(talk.hear('tell me a joke')).toEqual(['Ha.', 'Ask q'])
    expect(talk.hear('Ann')).toEqual(['Which order, Ann?'])
  })
})

describe('a value that has to come from outside', () => {
  const variable = (behavior: string) => ({ Plan: `kind: Variable\nname: Plan\nisExternalInitializationAllowed: true\nmissingInitializationBehavior: ${behavior}\ndefaultValue: basic\n` })
  const topics = { Go: topicOf(['go'], say('s', 'Plan {Global.Plan}.') + say('t', 'never')), OnError: onError, Escalate: triggerOf('OnEscalate', '', say('p', 'A person will come.')) }

  it.each([
    ['UseDefault', ['Plan basic.', 'never']],
    ['ThrowError', ['ContentError: The variable Global.Plan has no value: nothing outside has set it (missingInitializationBehavior: ThrowError).']],
    ['Escalate', ['A person will come.']],
  ])('and does not: %s', (behavior, texts) => {
    expect(new Talk(copilotOf({ topics, variables: variable(behavior) })).hear('go')).toEqual(texts)
  })

  it('and does, at the start, by pvaSetContext, in any capitals', () => {
    const copilot = copilotOf({ topics, variables: variable('ThrowError') })
    const started = new Talk(copilot)
    started.start({ PLAN: 'gold' })
    expect(started.hear('go')).toEqual(['Plan gold.', 'never'])
    const told = new Talk(copilot)
    told.get({ type: 'event', name: 'pvaSetContext', value: { plan: 'silver', Other: 1 } })
    expect(told.hear('go')).toEqual(['Plan silver.', 'never'])
    expect(told.globals).toEqual({ Plan: 'silver' })
  })
})

describe('a start that waits for a value from outside', () => {
  const topics = { Start: triggerOf('OnConversationStart', '', say('s', 'Welcome, {Global.Plan}.')), Go: topicOf(['go'], say('g', 'Going.')), Late: triggerOf('OnInactivity', 'durationInSeconds: 60', say('l', 'Still there?')) }
  const variables = { Plan: 'kind: Variable\nname: Plan\nisExternalInitializationAllowed: true\ninitializationTimeoutInMilliseconds: 5000\ndefaultValue: basic\n' }
  const talk = () => new Talk(copilotOf({ topics, variables }))

  it('begins when it comes', () => {
    const waiting = talk()
    expect([waiting.start(), waiting.wait(2)]).toEqual([[], []])
    expect(waiting.get({ type: 'event', name: 'pvaSetContext', value: { Plan: 'gold' } })).toEqual(['Welcome, gold.'])
    expect([waiting.dueAt, waiting.wait(100)]).toEqual([undefined, []])
  })

  it('begins without it when the time is over, or when the customer writes first', () => {
    const waiting = talk()
    waiting.start()
    expect([waiting.wait(4), waiting.wait(1)]).toEqual([[], ['Welcome, basic.']])
    const impatient = talk()
    impatient.start()
    expect(impatient.hear('go')).toEqual(['Welcome, basic.', 'Going.'])
    expect(impatient.wait(60)).toEqual(['Still there?'])
  })

  it('begins at once when it is there', () => {
    expect(talk().start({ plan: 'silver' })).toEqual(['Welcome, silver.'])
  })
})

describe('a variable of scope User', () => {
  const parts = {
    topics: { Set: topicOf(['my name'], '- kind: SetVariable\n  id: v\n  variable: Global.Name\n  value: Ann\n- kind: SetVariable\n  id: w\n  variable: Global.Mood\n  value: fine\n'), Show: topicOf(['show'], say('s', '{Global.Name} {Global.Mood}')), Clear: topicOf(['clear it'], '- kind: ClearAllVariables\n  id: c\n  variables: UserScopedVariables\n'), Reset: topicOf(['reset'], '- kind: ClearAllVariables\n  id: c\n') },
    variables: { Name: 'kind: Variable\nname: Name\nscope: User\n', Mood: 'kind: Variable\nname: Mood\n' },
  }
  const copilot = copilotOf(parts)
  const remembered = (talk: Talk) => talk.last.flatMap((effect) => (effect.type === 'remember' ? [effect.variables] : []))

  it('is handed out when it changes, and comes back in the next conversation', () => {
    const talk = new Talk(copilot)
    talk.hear('my name')
    expect(remembered(talk)).toEqual([{ Name: 'Ann' }])
    talk.hear('show')
    expect(remembered(talk)).toEqual([])
    const next = new Talk(copilot)
    next.take({ type: 'start', remembered: { Name: 'Ann', Mood: 'sad' } })
    expect(next.hear('show')).toEqual(['Ann '])
  })

  it('survives the reset of a conversation, and is cleared by name of its scope', () => {
    const talk = new Talk(copilot)
    talk.hear('my name')
    talk.hear('reset')
    expect(talk.hear('show')).toEqual(['Ann '])
    talk.hear('clear it')
    expect(remembered(talk)).toEqual([{}])
    expect(talk.globals).toEqual({})
  })
})

describe('an environment variable of type Secret', () => {
  const secret = 'k3y-of-the-safe'
  const topics = {
    Call: topicOf(['call'], '- kind: HttpRequestAction\n  id: h\n  url: https://example.org\n  headers:\n    X-Key: =Env.new_Key\n  response: Topic.R\n' + say('s', 'Key {Env.new_Key}, region {Env.new_Region}.') + '- kind: SetVariable\n  id: v\n  variable: Global.Kept\n  value: =Env.new_Key\n- kind: LogCustomTelemetryEvent\n  id: l\n  eventName: e\n  properties: ={ Key: Env.new_Key }\n'),
    Later: topicOf(['later'], say('t', 'Still {Global.Kept}.')),
  }
  const environment = [
    { schemaName: 'new_Key', displayName: '', type: 'Secret', secret: true },
    { schemaName: 'new_Region', displayName: '', type: 'String', defaultValue: 'eu', secret: false },
  ]
  const copilot = copilotOf({ topics, environment })
  const over = { environment: { new_Key: secret }, secrets: [secret] }

  it('reaches the request, and nothing else', () => {
    const calls: unknown[] = []
    const talk = new Talk(copilot, over, (call) => (call.type === 'http' ? (calls.push(call), { type: 'http', status: 200, headers: {}, body: '{}' }) : undefined))
    expect(talk.hear('call')).toEqual(['Key •••••, region eu.'])
    expect(JSON.stringify(calls)).toContain(secret)
    expect(JSON.stringify(talk.last)).not.toContain(secret)
    expect(talk.hear('later')).toEqual(['Still •••••.'])
    expect(JSON.stringify(talk.last)).not.toContain(secret)
  })

  it('is masked in what a turn says it read', () => {
    const step = advance(copilot, undefined, { type: 'activity', activity: { type: 'message', text: 'call' } }, context(over))
    const answered = advance(copilot, step.state, { type: 'answer', callId: step.call?.callId ?? '', result: { type: 'recognized', intents: [{ topic: 'bot.topic.Call', score: 1 }] } }, context(over))
    expect(answered.environmentRead).toEqual({ new_Key: '•••••' })
  })
})

describe('a card', () => {
  const card = (id: string, field: string) => `- kind: AdaptiveCardPrompt\n  id: ${id}\n  card: '{"type":"AdaptiveCard","version":"1.5","body":[{"type":"Input.Text","id":"${field}"}],"actions":[{"type":"Action.Submit","title":"Go"}]}'\n  output:\n    binding:\n      ${field}: Topic.${field}\n  repeatCount: 1\n`
  const copilot = copilotOf({ topics: { Two: topicOf(['two'], card('c1', 'First') + card('c2', 'Second') + say('s', '{Topic.First} {Topic.Second}')), Ask: topicOf(['ask'], ask('q', 'Topic.A')), Fallback: triggerOf('OnUnknownIntent', '', say('f', 'What?')) } })
  const dataOf = (talk: Talk) => (talk.said.at(-1)?.attachments?.[0]?.content as { actions: { data: Record<string, unknown> }[] } | undefined)?.actions[0]?.data
  const old = 'That card is no longer in use. Please fill in the latest one.'

  it('that was answered already is not taken for the answer of the next', () => {
    const talk = new Talk(copilot)
    talk.hear('two')
    const first = dataOf(talk)
    talk.hear('', { value: { ...first, First: 'one' } })
    const second = dataOf(talk)
    expect(second).not.toEqual(first)
    expect(talk.hear('', { value: { ...first, First: 'again' } })).toEqual([old])
    expect(talk.hear('', { value: { ...second, Second: 'two' } })).toEqual(['one two'])
    expect(talk.hear('', { value: { ...second, Second: 'late' } })).toEqual([old])
  })

  it('that is sent again counts under either copy, and one without a mark counts as ever', () => {
    const talk = new Talk(copilot)
    talk.hear('two')
    const first = dataOf(talk)
    talk.hear('words instead')
    expect(dataOf(talk)).toEqual(first)
    talk.hear('', { value: { ...first, First: 'one' } })
    expect(talk.hear('', { value: { Second: 'two' } })).toEqual(['one two'])
  })

  it('from before does not answer a question either', () => {
    const talk = new Talk(copilot)
    talk.hear('two')
    const first = dataOf(talk)
    talk.hear('', { value: { ...first, First: 'one' } })
    talk.hear('', { value: { ...dataOf(talk), Second: 'two' } })
    expect(talk.hear('ask')).toEqual(['Ask q'])
    expect(talk.hear('', { value: first })).toEqual([old])
    expect(talk.state?.status).toBe('waiting')
  })
})

describe('an event that a topic raises', () => {
  const hear = (id: string, priority = 0) => triggerOf('OnEventActivity', `eventName: ring\npriority: ${priority}`, say(id, `${id} heard.`))
  const emit = (more = '') => topicOf(['go'], `- kind: EmitEvent\n  id: e\n  eventName: ring\n${more}`)

  it('stops at whoever hears it first, and goes on to all when it bubbles', () => {
    expect(new Talk(copilotOf({ topics: { Go: emit(), A: hear('A', 5), B: hear('B') } })).hear('go')).toEqual(['B heard.'])
    expect(new Talk(copilotOf({ topics: { Go: emit('  bubbleEvent: true\n'), A: hear('A', 5), B: hear('B') } })).hear('go')).toEqual(['B heard.', 'A heard.'])
  })
})

describe('limits', () => {
  it('a state that grows too large is an error, and what made it so is forgotten', () => {
    const step = (n: number) => `- kind: SetVariable\n  id: v${n}\n  variable: Global.Text\n  value: =Coalesce(Global.Text, "0123456789") & Coalesce(Global.Text, "0123456789")\n`
    const actions = Array.from({ length: 18 }, (_, n) => step(n)).join('')
    const talk = new Talk(copilotOf({ topics: { Grow: topicOf(['grow'], actions), OnError: onError } }))
    expect(talk.hear('grow')[0]).toMatch(/^ConversationStateTooLarge: /)
    expect(JSON.stringify(talk.state).length).toBeLessThan(10_000)
    expect(talk.state?.status).toBe('idle')
  })

  it('a message that is too long is an error', () => {
    const talk = new Talk(copilotOf({ topics: { Long: topicOf(['long'], say('s', '{Concat(Sequence(50000), "0123456789")}')), OnError: onError } }))
    expect(talk.hear('long')).toEqual([expect.stringMatching(/^OutgoingMessageSizeTooBig: /)])
  })

  it('topics that start each other without end are a loop', () => {
    const talk = new Talk(copilotOf({ topics: { A: topicOf(['ping'], '- kind: ReplaceDialog\n  id: r\n  dialog: bot.topic.B\n'), B: triggerOf('OnRedirect', '', '- kind: ReplaceDialog\n  id: r\n  dialog: bot.topic.A\n'), OnError: onError } }))
    expect(talk.hear('ping')).toEqual([expect.stringMatching(/^InfiniteLoopInBotContent: More than 500 topics started in one turn/)])
  })
})
