import { systemMessage, type CallResult, type Finding, type KnowledgeCall, type KnowledgeResult, type ModelMessage } from '../../dialog/index.ts'
import { extractAnswer, type Answer, type Hit } from '../../knowledge/index.ts'
import { groundedAnswer, groundedMessages, ModelFailure, type ModelProvider } from '../../models/index.ts'
import type { Log } from '../../platform/index.ts'

export type KnowledgeCallDeps = {
  search(origin: KnowledgeCall['origin'], question: string, scope: KnowledgeCall['scope'], given?: readonly Finding[], limit?: number): Promise<{ hits: Hit[]; sources: number; note?: string }>
  model?: ModelProvider | undefined
  /** What was said before, oldest first; at most so many messages of the customer. */
  history(conversationId: string, messages: number): Promise<ModelMessage[]>
  log: Log
}

/** A model gets more to read than a customer. */
const FOR_MODEL = 10
/** Below this nothing found has anything to do with the question, and the model need not be asked. */
const HOPELESS = 0.03
const MODEL_MS = 60_000
/** An answer has its citations; what else was found is for makers, and is stored with the turn. */
const KEPT_FINDINGS = 3

/** Answers knowledge calls: by the model where one is connected, else in the documents' own words. Never throws. */
export function knowledgeCalls(deps: KnowledgeCallDeps) {
  return async (call: KnowledgeCall, signal?: AbortSignal): Promise<CallResult> => {
    try {
      const { hits, note } = await deps.search(call.origin, call.question, call.scope, call.given, FOR_MODEL)
      const base = { findings: hits.map(findingOf), confidence: Math.max(0, ...hits.map((hit) => hit.confidence)), ...(note === undefined ? {} : { note }) }
      if (call.want === 'passages') return { type: 'knowledge', mode: hits.length > 0 ? 'extractive' : 'none', citations: [], ...base }
      return await answer(call, hits, { ...base, findings: base.findings.slice(0, KEPT_FINDINGS) }, signal)
    } catch (error) {
      deps.log.error('knowledge could not be searched', error)
      return { type: 'failed', code: 'SystemError', message: 'knowledge could not be searched; the log of the service says why' }
    }
  }

  async function answer(call: KnowledgeCall, hits: readonly Hit[], base: Pick<KnowledgeResult, 'findings' | 'confidence' | 'note'>, signal: AbortSignal | undefined): Promise<CallResult> {
    let note = base.note
    if (deps.model && (call.wording.ownKnowledge || base.confidence >= HOPELESS)) {
      try {
        const worded = await byModel(deps.model, call, hits, signal)
        return worded ? resultOf('model', worded, base) : nothing({ ...base, note: note ?? 'The model found no answer in what was found.' })
      } catch (failure) {
        if (!(failure instanceof ModelFailure)) throw failure
        // The documents are there all the same.
        note = `${failure.code}: ${failure.message}`
      }
    }
    const extracted = extractAnswer(call.question, hits)
    if (extracted) return resultOf('extractive', extracted, note === undefined ? base : { ...base, note })
    return nothing({ ...base, note: note ?? (hits.length > 0 ? `The best passage is too far from the question (confidence ${base.confidence.toFixed(2)}).` : 'Nothing was found.') })
  }

  async function byModel(model: ModelProvider, { question, wording, origin, timeoutMs }: KnowledgeCall, hits: readonly Hit[], signal: AbortSignal | undefined): Promise<Answer | undefined> {
    const history = wording.history > 0 ? await deps.history(origin.conversationId, wording.history) : []
    const messages = groundedMessages(systemMessage(wording, origin.locale), question, hits, withoutLast(history, question), wording.ownKnowledge)
    const { text } = await model.ask({ messages, options: { temperature: 0 }, timeoutMs: Math.min(timeoutMs, MODEL_MS), signal })
    return groundedAnswer(text, hits)
  }
}

/** The question itself is in the log already when it is what the customer just said. */
export function withoutLast(history: readonly ModelMessage[], question: string): readonly ModelMessage[] {
  const at = history.findLastIndex(({ role }) => role === 'user')
  return at >= 0 && history[at]?.content.trim() === question.trim() ? history.slice(0, at) : history
}

const resultOf = (mode: 'model' | 'extractive', { text, citations }: Answer, base: Pick<KnowledgeResult, 'findings' | 'confidence' | 'note'>): KnowledgeResult => ({
  type: 'knowledge',
  mode,
  text,
  citations: citations.map(({ page: _, ...citation }) => citation),
  ...base,
})
const nothing = (base: Pick<KnowledgeResult, 'findings' | 'confidence' | 'note'>): KnowledgeResult => ({ type: 'knowledge', mode: 'none', citations: [], ...base })

const findingOf = ({ title, url, source, passage }: Hit): Finding => ({
  title,
  content: passage.heading ? `${passage.heading}\n${passage.text}` : passage.text,
  location: url ?? title,
  source,
  kind: source === 'custom' ? 'custom' : url === undefined ? 'file' : 'site',
})
