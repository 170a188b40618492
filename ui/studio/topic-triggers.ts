/** What a trigger kind is called in the maker's words. */
const names: Record<string, string> = {
  OnRecognizedIntent: 'User says a phrase',
  OnUnknownIntent: 'On Unknown Intent',
  OnSystemRedirect: 'Redirected to by the system',
  OnSelectIntent: 'Multiple topics matched',
  OnConversationStart: 'On Conversation Start',
  OnEscalate: 'Talk to agent',
  OnSignIn: 'On Sign In',
  OnToolSelected: 'Tool is selected',
  OnRedirect: 'It’s redirected to',
  OnError: 'On Error',
  OnGeneratedResponse: 'AI-generated response is about to be sent',
  OnActivity: 'An activity occurs',
  OnEventActivity: 'A custom client event occurs',
  OnInactivity: 'User is inactive for a while',
  OnPlanComplete: 'A plan completes',
  OnKnowledgeRequested: 'Knowledge is requested',
  RecurrenceTrigger: 'On a schedule',
}

export function triggerName(kind: string | null): string {
  if (!kind) return 'No trigger'
  return names[kind] ?? kind
}

const systemTopics = new Set(['conversationstart', 'endofconversation', 'escalate', 'fallback', 'multipletopicsmatched', 'onerror', 'resetconversation', 'search', 'signin'])
const systemTriggers = new Set(['OnSelectIntent', 'OnError', 'OnSystemRedirect', 'OnSignIn'])

/** Nothing in a package marks a system topic, so it is told by its standard schema name or by a trigger only those have. */
export function isSystemTopic(topic: { schemaName: string; trigger: string | null }): boolean {
  const last = topic.schemaName.split('.').at(-1)?.toLowerCase() ?? ''
  return systemTopics.has(last) || systemTriggers.has(topic.trigger ?? '')
}
