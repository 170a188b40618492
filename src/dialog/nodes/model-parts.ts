import { z } from 'zod'
import { moderationOf } from '../agent-instructions.ts'
import { ContentFailure } from '../failure.ts'
import type { CallOrigin, CallResult, Wording } from '../types.ts'
import type { Turn } from '../turn.ts'

/** The time limit of prompts and models in the original product. (S2.9) */
export const MODEL_TIMEOUT_MS = 100_000
/** What a node includes when it says nothing of history. (schema: ConversationHistory) */
const USUAL_HISTORY = 5

export const historyType = z.looseObject({ kind: z.string().optional(), numberOfPastUserMessagesToInclude: z.unknown().optional() }).nullish()

export function originOf({ context, locale }: Turn): CallOrigin {
  return { conversationId: context.conversationId, environmentId: context.bot.environmentId, copilotId: context.bot.id, inTestMode: context.inTestMode, locale }
}

/** How many earlier messages of the customer the model is shown. */
export function historyOf(turn: Turn, history: z.infer<typeof historyType>, otherwise = USUAL_HISTORY): number {
  if (history?.kind === 'NoHistory') return 0
  return Math.max(0, Math.min(50, Math.round(turn.number(history?.numberOfPastUserMessagesToInclude, otherwise))))
}

type Worded = { additionalInstructions?: unknown; moderationLevel?: unknown; historyType?: z.infer<typeof historyType>; applyModelKnowledgeSetting?: boolean | undefined }

/** The copilot's instructions first, then those of the node. */
export function wordingOf(turn: Turn, node: Worded): Wording {
  const { agent } = turn.copilot
  const own = node.moderationLevel === undefined ? undefined : turn.string(node.moderationLevel)
  return {
    instructions: [agent.instructions, agent.responseInstructions, node.additionalInstructions].map((text) => turn.text(text).trim()).filter(Boolean),
    moderation: own === undefined ? agent.moderation : moderationOf(own),
    history: historyOf(turn, node.historyType),
    ownKnowledge: node.applyModelKnowledgeSetting === false ? false : agent.ownKnowledge,
  }
}

export function modelFailure(nodeId: string, result: CallResult): ContentFailure {
  if (result.type === 'failed') return new ContentFailure(result.code, `${nodeId}: ${result.message}`)
  return new ContentFailure('SystemError', `${nodeId} got an answer of the wrong type.`)
}
