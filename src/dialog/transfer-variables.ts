import type { Turn } from './turn.ts'

/** The `va_*` context variables: what the conversation was about, under the names hubs know. */
export function transferVariables(turn: Turn, messageToAgent: string): Record<string, unknown> {
  const { context, state } = turn
  return {
    va_Scope: 'bot',
    va_LastTopic: state.topics.at(-1) ?? '',
    va_Topics: [...state.topics],
    va_LastPhrase: state.phrases.at(-1) ?? '',
    va_LastPhrases: state.phrases.at(-1) ?? '',
    va_Phrases: [...state.phrases],
    va_ConversationId: context.conversationId,
    va_AgentMessage: messageToAgent,
    va_BotId: context.bot.id,
    va_BotName: context.bot.name,
    va_Language: turn.locale,
  }
}
