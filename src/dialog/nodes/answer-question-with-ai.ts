import { z } from 'zod'
import { defineNode } from '../define-node.ts'
import { release, sendGenerated } from './generated-answer.ts'
import { historyType, modelFailure, MODEL_TIMEOUT_MS, originOf, wordingOf } from './model-parts.ts'
import { systemMessage } from '../system-message.ts'

/** Answers from what the model itself knows. Without a model there is no answer: the variable stays blank. */
export const answerQuestionWithAi = defineNode({
  kind: 'AnswerQuestionWithAI',
  title: 'Answer with a model',
  partly: 'without a connected model there is no answer, its variable stays blank; `isFileAnalysisEnabled` has no effect',
  schema: z.looseObject({
    id: z.string(),
    userInput: z.unknown().optional(),
    variable: z.string().optional(),
    autoSend: z.unknown().optional(),
    additionalInstructions: z.unknown().optional(),
    moderationLevel: z.unknown().optional(),
    historyType,
  }),
  run(node, turn) {
    if (turn.frame?.stage?.node === node.id) return release(turn)
    const question = turn.string(node.userInput).trim()
    if (node.variable) turn.setJson(node.variable, null)
    if (!question) return
    if (!turn.context.model) {
      const note = 'no language model is connected, so there is no answer. An administrator connects one with BATON_MODEL_URL'
      return turn.trace({ kind: 'answer', mode: 'none', question, sources: [], nodeId: node.id, note, ...(turn.frame ? { topic: turn.frame.topic } : {}) })
    }
    const wording = wordingOf(turn, node)
    const messages = [{ role: 'system' as const, content: systemMessage(wording, turn.locale) }, { role: 'user' as const, content: question }]
    turn.request({ type: 'model', messages, history: wording.history, origin: originOf(turn), timeoutMs: MODEL_TIMEOUT_MS })
  },
  resume(node, turn, result) {
    if (result.type !== 'model') throw modelFailure(node.id, result)
    const text = result.text.trim()
    turn.trace({ kind: 'answer', mode: text ? 'model' : 'none', question: turn.string(node.userInput), sources: [], nodeId: node.id, ...(turn.frame ? { topic: turn.frame.topic } : {}) })
    if (!text) return
    if (node.variable) turn.set(node.variable, text)
    if (turn.boolean(node.autoSend, true)) sendGenerated(turn, node.id, { text, citations: [] })
  },
})
