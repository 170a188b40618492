import type { Trace } from './types.ts'

const LONGEST = 200
const answerModes = { model: 'answered by the model', extractive: 'answered in the words of the documents', none: 'no answer' }
const verdicts = { one: 'one topic fits', several: 'several topics fit', none: 'no topic fits', answer: 'taken for the answer to the question' }

/** One line about what happened inside. `nameOf` turns a topic's schema name into what people call it. */
export function traceInWords(trace: Trace, nameOf: (topic: string) => string = (topic) => topic): string {
  switch (trace.kind) {
    case 'trigger':
      return `topic "${nameOf(trace.topic)}" starts (${trace.trigger}): ${trace.reason}${trace.score === undefined ? '' : `, score ${trace.score.toFixed(2)}`}`
    case 'recognized':
      return `${verdicts[trace.verdict]}${trace.intents.length === 0 ? '' : `: ${trace.intents.map((intent) => `"${nameOf(intent.topic)}" ${intent.score.toFixed(2)}`).join(', ')}`}`
    case 'node':
      return `  ${trace.nodeKind} ${trace.nodeId}`
    case 'variable':
      return `    ${trace.name} = ${shorten(JSON.stringify(trace.value ?? null))}`
    case 'answer':
      return `    ${answerModes[trace.mode]}${trace.sources.length === 0 ? '' : ` from ${trace.sources.map((source) => `"${source}"`).join(', ')}`}${trace.confidence === undefined ? '' : `, confidence ${trace.confidence.toFixed(2)}`}${trace.note === undefined ? '' : `: ${trace.note}`}`
    case 'error':
      return `  error ${trace.code}${trace.nodeId === undefined ? '' : ` at ${trace.nodeId}`}: ${trace.message}`
  }
}

const shorten = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text)
