/** A new topic starts from blank with one of these triggers. */
export const newTopicTriggers = [
  { kind: 'OnRecognizedIntent', hint: 'The customer writes something like one of your phrases.' },
  { kind: 'OnInactivity', hint: 'The customer has not written for some time.' },
  { kind: 'OnRedirect', hint: 'Another topic goes here.' },
  { kind: 'OnConversationStart', hint: 'A conversation begins.' },
  { kind: 'OnUnknownIntent', hint: 'No topic fits what the customer wrote.' },
  { kind: 'OnActivity', hint: 'A message or another activity arrives, before phrases are looked at.' },
  { kind: 'OnEventActivity', hint: 'The page that hosts the chat sends an event.' },
] as const
export type NewTopicTrigger = (typeof newTopicTriggers)[number]['kind']

/** The waits that Copilot Studio presets, in seconds. */
export const presetSeconds = [120, 300, 900, 1800, 2700, 3600] as const

export type NewTopic = {
  trigger: NewTopicTrigger
  phrases: string[]
  /** Seconds, or a formula that starts with `=`. */
  duration: string
  /** Only in the live chat of the engagement hub. */
  onlyOmnichannel: boolean
  message: string
  endConversation: boolean
  eventName: string
}

/** What a new topic starts with. */
export const blankTopic: NewTopic = { trigger: 'OnRecognizedIntent', phrases: [], duration: '900', onlyOmnichannel: true, message: '', endConversation: false, eventName: '' }

/** What is wrong with the wait, in words; undefined when it can be used. */
export function durationProblem(text: string): string | undefined {
  const value = text.trim()
  if (value.startsWith('=')) return value.length > 1 ? undefined : 'Write a formula after the equals sign, for example =Env.new_CloseAfterSeconds.'
  if (!/^\d+$/.test(value)) return 'Give whole seconds, or a formula that starts with =.'
  const seconds = Number(value)
  if (seconds < 1) return 'Wait at least one second.'
  return seconds > 2_592_000 ? 'Wait at most 30 days (2,592,000 seconds).' : undefined
}

/** The trigger's own members, each line without indentation. */
export function triggerLines(topic: Pick<NewTopic, 'trigger' | 'phrases' | 'duration' | 'onlyOmnichannel' | 'eventName'>): string[] {
  switch (topic.trigger) {
    case 'OnInactivity':
      // The condition is the trigger's, so that the wait does not even start elsewhere.
      return [...(topic.onlyOmnichannel ? ['condition: =System.Activity.Channel = ChannelId.Omnichannel'] : []), `durationInSeconds: ${yamlFormula(topic.duration.trim())}`]
    case 'OnEventActivity':
      return topic.eventName.trim() ? [`eventName: ${yamlText(topic.eventName.trim())}`] : []
    case 'OnActivity':
      return ['type: Message']
    case 'OnRecognizedIntent': {
      const phrases = topic.phrases.map((phrase) => phrase.trim()).filter(Boolean)
      return ['intent:', phrases.length > 0 ? '  triggerQueries:' : '  triggerQueries: []', ...phrases.map((phrase) => `    - ${yamlText(phrase)}`)]
    }
    case 'OnRedirect':
    case 'OnConversationStart':
    case 'OnUnknownIntent':
      return []
  }
}

/** The new topic's document. `newId` gives the random part of node ids. */
export function newTopicText(topic: NewTopic, newId: () => string): string {
  const message = topic.message.trim()
  const actions = [
    ...(message ? ['    - kind: SendActivity', `      id: sendActivity_${newId()}`, `      activity: ${yamlText(message)}`] : []),
    ...(topic.endConversation ? [...(message ? [''] : []), '    - kind: EndConversation', `      id: endConversation_${newId()}`] : []),
  ]
  const lines = [
    'kind: AdaptiveDialog',
    ...(topic.trigger === 'OnInactivity' && topic.endConversation ? ['startBehavior: CancelOtherTopics'] : []),
    'beginDialog:',
    `  kind: ${topic.trigger}`,
    '  id: main',
    ...triggerLines(topic).map((line) => `  ${line}`),
    ...(topic.trigger === 'OnRecognizedIntent' ? [''] : []),
    actions.length > 0 ? '  actions:' : '  actions: []',
    ...actions,
  ]
  return `${lines.join('\n')}\n`
}

/** A single-line text as YAML: plain when that is certainly read back as the same text, else double-quoted. */
export function yamlText(text: string): string {
  const plain = /^[\p{L}_][\p{L}\p{N} _.,!?'’()/-]*$/u.test(text) && !/\s$/.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text)
  return plain ? text : JSON.stringify(text)
}

/** `=a` stays plain: that is how exports write formulas. Quoted when YAML would read something else. */
function yamlFormula(text: string): string {
  return text.startsWith('=') && /: |:$| #|[\r\n]/.test(text) ? JSON.stringify(text) : text
}
