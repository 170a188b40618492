import { FxRecord } from '../../powerfx/index.ts'
import { fromJson } from '../fx.ts'
import type { FxValue } from '../fx.ts'
import type { KnowledgeResult } from '../types.ts'
import type { Turn } from '../turn.ts'

/** An answer on its way to the customer, as the state keeps it while topics have their say. */
export type Generated = { text: string; citations: KnowledgeResult['citations'] }

/** The answer with its sources below, as markdown link definitions; a file has no address, so it is named. */
function formattedText({ text, citations }: Generated): string {
  if (citations.length === 0) return text
  return `${text}\n\n${citations.map(({ title, url }, at) => `[${at + 1}]: ${url ?? `cite:${at + 1}`} "${title.replaceAll('"', "'")}"`).join('\n')}`
}

const withoutMarks = (text: string) => text.replace(/\s*\[\d+\]/g, '')

/** (schema: GenerativeResponseOutputType) TextOnly: a text. FullResponse: a record with the text, its sources and where it came from. */
export function capturedValue(generated: Generated, full: boolean, mode: KnowledgeResult['mode']): FxValue {
  if (!full) return formattedText(generated)
  const content = withoutMarks(generated.text)
  const citations = citationTable(generated)
  return record({
    MainContent: content,
    Text: record({ Content: content, MarkdownContent: formattedText(generated), CitationSources: citations }),
    Speech: record({ Content: content }),
    Mode: mode,
  })
}

const citationTable = ({ citations }: Generated): FxValue =>
  fromJson(citations.map(({ title, text, url }, at) => ({ Id: String(at + 1), Name: title, Text: text, Url: url ?? null })))

const record = (fields: Record<string, FxValue>) => new FxRecord(new Map(Object.entries(fields)))

/**
 * Sends a generated answer, unless a topic with OnGeneratedResponse sends it in its own way. True when such topics were
 * started: the node runs again when they are over, and `release` then finishes. (generative orchestration only)
 */
export function sendGenerated(turn: Turn, nodeId: string, generated: Generated): boolean {
  const topics = turn.copilot.generative ? turn.triggered('OnGeneratedResponse') : []
  const frame = turn.frame
  if (!frame || topics.length === 0 || turn.state.stack.some(({ topic }) => topics.some(({ schemaName }) => schemaName === topic))) {
    turn.send({ type: 'message', text: formattedText(generated) })
    return false
  }
  turn.set('System.Response', record({ FormattedText: formattedText(generated), Citations: citationTable(generated) }))
  turn.setJson('System.ContinueResponse', true)
  frame.stage = { node: nodeId, done: 'response', held: generated }
  turn.goTo(frame.pc)
  let started = false
  // The first of them runs first, so it is put on the stack last.
  for (const topic of topics.toReversed()) if (turn.begin(topic.schemaName, { reason: 'an answer was generated' })) started = true
  if (!started) release(turn)
  return started
}

/** After the topics with OnGeneratedResponse: sends what was held back, unless one of them said not to. */
export function release(turn: Turn) {
  const held = turn.frame?.stage?.held as Generated | undefined
  if (turn.frame) turn.frame.stage = undefined
  if (held && turn.boolean('=System.ContinueResponse', true)) turn.send({ type: 'message', text: formattedText(held) })
}
