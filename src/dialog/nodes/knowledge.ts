import { z } from 'zod'
import { defineNode } from '../define-node.ts'
import type { NodeKind } from '../define-node.ts'
import { ContentFailure } from '../failure.ts'
import { fromJson } from '../fx.ts'
import type { CallResult, Finding, KnowledgeResult, KnowledgeScope } from '../types.ts'
import type { Turn } from '../turn.ts'
import { capturedValue, release, sendGenerated } from './generated-answer.ts'
import type { Generated } from './generated-answer.ts'
import { historyType, originOf, wordingOf } from './model-parts.ts'

/** A document that is still being read is waited for this long at most. */
const TIMEOUT_MS = 60_000
const MOST_GIVEN = 100
const LONGEST_GIVEN = 4_000

const searchMembers = {
  id: z.string(),
  userInput: z.unknown().optional(),
  historyType,
  moderationLevel: z.unknown().optional(),
  knowledgeSources: z.looseObject({ kind: z.string().optional(), knowledgeSources: z.array(z.unknown()).optional() }).nullish(),
  fileSearchDataSource: z.looseObject({ searchFilesMode: z.looseObject({ kind: z.string().optional(), files: z.unknown().optional() }).optional() }).nullish(),
  publicDataSource: z.looseObject({ sites: z.unknown().optional(), pages: z.unknown().optional() }).nullish(),
  customDataSource: z.looseObject({ searchResults: z.unknown().optional() }).nullish(),
}
const answerSchema = z.looseObject({
  ...searchMembers,
  autoSend: z.unknown().optional(),
  variable: z.string().optional(),
  additionalInstructions: z.unknown().optional(),
  applyModelKnowledgeSetting: z.boolean().optional(),
  responseCaptureType: z.string().optional(),
})
const searchSchema = z.looseObject({ ...searchMembers, result: z.string().optional() })
type AnswerNode = z.infer<typeof answerSchema>
type SearchNode = z.infer<typeof searchSchema>

const notSearched = 'SharePoint, Bing, Azure, mail and other services are not searched; `webBrowsing`, `isFileAnalysisEnabled` and `modality` have no effect'

const generativeAnswer = (kind: string, title: string, partly: string): NodeKind =>
  defineNode({
    kind,
    title,
    partly,
    schema: answerSchema,
    run(node, turn) {
      const stage = stageOf(turn, node.id)
      if (stage === 'response') return release(turn)
      const question = turn.string(node.userInput).trim()
      if (!question) return keep(node, turn, undefined)
      if (stage === undefined && asksTopics(turn, node.id, question)) return
      const wording = wordingOf(turn, node)
      if (knowsNothing(turn, node, wording.ownKnowledge)) return keep(node, turn, nothing(turn, node.id))
      ask(turn, node, 'answer', question, { wording })
    },
    resume(node, turn, result) {
      const found = knowledgeResult(node.id, result)
      keep(node, turn, found)
      if (!found.text) return
      // What was answered was understood: the Fallback counts what was not.
      turn.state.fallbackCount = 0
      if (!turn.boolean(node.autoSend, true)) return
      sendGenerated(turn, node.id, found as Generated)
    },
  })

const searchKnowledge = defineNode({
  kind: 'SearchKnowledgeSources',
  title: 'Search knowledge',
  partly: notSearched,
  schema: searchSchema,
  run(node, turn) {
    const question = turn.string(node.userInput).trim()
    if (!question) return node.result ? turn.setJson(node.result, null) : undefined
    if (stageOf(turn, node.id) === undefined && asksTopics(turn, node.id, question)) return
    if (knowsNothing(turn, node, false)) {
      note(turn, node.id, nothing(turn, node.id), question)
      return node.result ? turn.set(node.result, fromJson([])) : undefined
    }
    ask(turn, node, 'passages', question, { wording: { instructions: [], moderation: 'High', history: 0, ownKnowledge: false } })
  },
  resume(node, turn, result) {
    const found = knowledgeResult(node.id, result)
    note(turn, node.id, found, turn.string(node.userInput))
    if (node.result) turn.set(node.result, fromJson(found.findings.map(({ title, content, location, source, kind }) => ({ Title: title, Content: content, ContentLocation: location, KnowledgeType: kind, KnowledgeName: source }))))
  },
})

/** Nodes that answer from the copilot's documents. What finds nothing leaves its variable blank, for which topics provide. */
export const knowledgeNodes: readonly NodeKind[] = [
  generativeAnswer('SearchAndSummarizeContent', 'Generative answers', notSearched),
  generativeAnswer('SearchAndSummarizeWithCustomModel', 'Generative answers with a custom model', `the connected model takes the place of \`modelConfiguration\`; ${notSearched}`),
  searchKnowledge,
]

function ask(turn: Turn, node: AnswerNode | SearchNode, want: 'answer' | 'passages', question: string, { wording }: { wording: ReturnType<typeof wordingOf> }) {
  const given = [...findingsIn(turn, node.customDataSource?.searchResults), ...(stageOf(turn, node.id) === 'knowledge' ? findingsIn(turn, '=System.SearchResults') : [])]
  if (turn.frame) turn.frame.stage = undefined
  turn.request({ type: 'knowledge', want, question, scope: scopeOf(node, turn), wording, origin: originOf(turn), timeoutMs: TIMEOUT_MS, ...(given.length > 0 || node.customDataSource ? { given } : {}) })
}

/** Nothing to search and nobody to ask: the outside need not be bothered. */
const knowsNothing = (turn: Turn, node: AnswerNode | SearchNode, ownKnowledge: boolean) =>
  !turn.copilot.knows && !node.customDataSource && stageOf(turn, node.id) !== 'knowledge' && !(ownKnowledge && turn.context.model === true)

function nothing({ frame }: Turn, nodeId: string): KnowledgeResult {
  if (frame?.stage?.node === nodeId) frame.stage = undefined
  return { type: 'knowledge', mode: 'none', citations: [], findings: [], confidence: 0, note: 'The copilot has no files and no websites to answer from. Add some on the Knowledge page.' }
}

const stageOf = ({ frame }: Turn, node: string) => (frame?.stage?.node === node ? frame.stage.done : undefined)

/** Topics with OnKnowledgeRequested search for themselves first; the node runs again when they are over. */
function asksTopics(turn: Turn, nodeId: string, question: string): boolean {
  const topics = turn.triggered('OnKnowledgeRequested')
  const { frame } = turn
  if (!frame || topics.length === 0 || turn.state.stack.some(({ topic }) => topics.some(({ schemaName }) => schemaName === topic))) return false
  turn.setJson('System.SearchQuery', question)
  turn.setJson('System.KeywordSearchQuery', question)
  turn.setJson('System.SearchResults', null)
  frame.stage = { node: nodeId, done: 'knowledge' }
  turn.goTo(frame.pc)
  let started = false
  for (const topic of topics.toReversed()) if (turn.begin(topic.schemaName, { reason: 'knowledge is about to be searched' })) started = true
  if (!started) {
    frame.stage = undefined
    turn.jumped = false
  }
  return started
}

function scopeOf(node: AnswerNode | SearchNode, turn: Turn): KnowledgeScope {
  const { knowledgeSources, fileSearchDataSource, publicDataSource } = node
  const files = fileSearchDataSource?.searchFilesMode
  const sites = publicDataSource ? [...textsOf(turn, publicDataSource.sites), ...textsOf(turn, publicDataSource.pages)] : undefined
  // Results that a node brings take the place of the copilot's sources, unless it names some as well.
  if (node.customDataSource && !knowledgeSources && !fileSearchDataSource && !sites) return { sources: [], files: false }
  const except = [...turn.copilot.sourceConditions].flatMap(([source, condition]) => (turn.holds(condition) ? [] : [source]))
  return {
    ...(knowledgeSources?.kind === 'SearchSpecificKnowledgeSources' ? { sources: textsOf(turn, knowledgeSources.knowledgeSources) } : {}),
    ...(files?.kind === 'DoNotSearchFiles' ? { files: false as const } : files?.kind === 'SearchSpecificFiles' ? { files: textsOf(turn, files.files) } : {}),
    ...(sites ? { sites } : {}),
    ...(except.length > 0 ? { except } : {}),
  }
}

function textsOf(turn: Turn, raw: unknown): string[] {
  if (raw === undefined || raw === null) return []
  const value = turn.plain(raw)
  const items: unknown[] = Array.isArray(value) ? value : [value]
  return items.map((item) => (typeof item === 'object' && item !== null ? Object.values(item)[0] : item)).filter((item): item is string => typeof item === 'string' && item !== '')
}

/** Rows with Content, ContentLocation and Title, whatever the spelling of the names' capitals. (schema: CustomSearchInputContent) */
function findingsIn(turn: Turn, raw: unknown): Finding[] {
  if (raw === undefined || raw === null) return []
  const value = turn.plain(raw)
  const rows: unknown[] = Array.isArray(value) ? value : []
  return rows.slice(0, MOST_GIVEN).flatMap((row): Finding[] => {
    const members = new Map(Object.entries(row ?? {}).map(([name, member]) => [name.toLowerCase(), typeof member === 'string' ? member : member === null || member === undefined ? '' : String(member)]))
    const content = (members.get('content') ?? '').slice(0, LONGEST_GIVEN)
    return content ? [{ title: members.get('title') || members.get('contentlocation') || 'Search result', content, location: members.get('contentlocation') ?? '', source: 'custom', kind: 'custom' }] : []
  })
}

function knowledgeResult(nodeId: string, result: CallResult): KnowledgeResult {
  if (result.type === 'knowledge') return result
  if (result.type === 'failed') throw new ContentFailure(result.code, `The search of ${nodeId} failed: ${result.message}`)
  throw new ContentFailure('SystemError', `The search of ${nodeId} got an answer of the wrong type.`)
}

function keep(node: AnswerNode, turn: Turn, found: KnowledgeResult | undefined) {
  if (found) note(turn, node.id, found, turn.string(node.userInput))
  if (!node.variable) return
  if (!found?.text) return turn.setJson(node.variable, null)
  turn.set(node.variable, capturedValue(found as Generated, node.responseCaptureType === 'FullResponse', found.mode))
}

function note(turn: Turn, nodeId: string, found: KnowledgeResult, question: string) {
  const { frame } = turn
  const sources = found.citations.length > 0 ? found.citations.map(({ title }) => title) : found.findings.map(({ title }) => title)
  turn.trace({ kind: 'answer', mode: found.mode, question: question.trim(), confidence: found.confidence, sources: [...new Set(sources)], nodeId, ...(frame ? { topic: frame.topic } : {}), ...(found.note === undefined ? {} : { note: found.note }) })
}
