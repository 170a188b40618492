import type { Trace } from './types.ts'

const LONGEST = 200

/** One line about what happened inside. `nameOf` turns a topic's schema name into what people call it. */
export function traceInWords(trace: Trace, nameOf: (topic: string) => string = (topic) => topic): string {
  switch (trace.kind) {
    case 'trigger':
      return `topic "${nameOf(trace.topic)}" starts (${trace.trigger}): ${trace.reason}${trace.score === undefined ? '' : `, score ${trace.score.toFixed(2)}`}`
    case 'node':
      return `  ${trace.nodeKind} ${trace.nodeId}`
    case 'variable':
      return `    ${trace.name} = ${shorten(JSON.stringify(trace.value ?? null))}`
    case 'error':
      return `  error ${trace.code}${trace.nodeId === undefined ? '' : ` at ${trace.nodeId}`}: ${trace.message}`
  }
}

const shorten = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text)
