import { z } from 'zod'
import { FxRecord } from '../../powerfx/index.ts'
import { defineNode } from '../define-node.ts'
import type { Turn } from '../turn.ts'
import { historyOf, historyType, MODEL_TIMEOUT_MS, originOf } from './model-parts.ts'

const LONGEST = 1_000
/** A question this short that points at something was about what was said before. */
const FOLLOW_UP_WORDS = 8
const pointing = /\b(it|that|this|those|these|they|them|there|one|more|das|dies|davon|dazu|mehr|ça|cela|plus|eso|esto|más|questo|quello|isso|isto|mais|dat|meer)\b/i

/** Rewrites what was said so that it can be searched for on its own. Without a model, a question that points at the message before takes that along. */
export const createSearchQuery = defineNode({
  kind: 'CreateSearchQuery',
  title: 'Create a search query',
  schema: z.looseObject({ id: z.string(), userInput: z.unknown().optional(), historyType, moderationLevel: z.unknown().optional(), result: z.string().optional() }),
  run(node, turn) {
    const said = turn.string(node.userInput ?? '=System.Activity.Text').trim()
    if (!said || !turn.context.model) return keep(turn, node.result, withContext(turn, said))
    const instructions =
      "Rewrite the customer's last message as one search query that can be understood without the conversation: replace words like \"it\" by what they stand for, keep names and numbers, keep the language. Answer with the query alone."
    turn.request({
      type: 'model',
      messages: [{ role: 'system', content: instructions }, { role: 'user', content: said }],
      history: historyOf(turn, node.historyType),
      options: { temperature: 0, maxTokens: 100 },
      origin: originOf(turn),
      timeoutMs: MODEL_TIMEOUT_MS,
    })
  },
  resume(node, turn, result) {
    const said = turn.string(node.userInput ?? '=System.Activity.Text').trim()
    if (result.type === 'model' && result.text.trim()) return keep(turn, node.result, result.text.trim().replace(/^"(.*)"$/s, '$1'))
    // A search goes on without a better query.
    if (result.type === 'failed') turn.trace({ kind: 'error', code: result.code, message: `${node.id}: ${result.message}`, nodeId: node.id, ...(turn.frame ? { topic: turn.frame.topic } : {}) })
    keep(turn, node.result, withContext(turn, said))
  },
})

function withContext(turn: Turn, said: string): string {
  const before = turn.state.last?.text?.trim() ?? ''
  return before && said.split(/\s+/).length <= FOLLOW_UP_WORDS && pointing.test(said) ? `${before} ${said}` : said
}

function keep(turn: Turn, path: string | undefined, query: string) {
  if (path) turn.set(path, new FxRecord(new Map([['SearchQuery', query.slice(0, LONGEST)], ['KeywordSearchQuery', query.slice(0, LONGEST)]])))
}
