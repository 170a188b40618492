import type { Token } from './highlight-yaml.ts'
import type { Diagnostic } from './studio-api.ts'

export type Severity = Diagnostic['severity']
export type MarkedToken = Token & { mark?: Severity }

/** What is worse has more. */
export const gravity = { error: 2, warning: 1, information: 0 }

/** Underlines the word at each finding's column (from 1); at the end of a line its last character. */
export function markFindings(line: readonly Token[], findings: readonly Pick<Diagnostic, 'column' | 'severity'>[]): MarkedToken[] {
  if (findings.length === 0) return [...line]
  const text = line.map((token) => token.text).join('')
  const marks = new Map<number, Severity>()
  for (const { column, severity } of findings) {
    const [from, to] = wordAt(text, column - 1)
    for (let at = from; at < to; at++) {
      const old = marks.get(at)
      if (!old || gravity[old] < gravity[severity]) marks.set(at, severity)
    }
  }
  let at = 0
  return line.flatMap(({ kind, text: words }) => {
    const parts: MarkedToken[] = []
    for (const character of words) {
      const mark = marks.get(at)
      const last = parts.at(-1)
      if (last && last.mark === mark) last.text += character
      else parts.push(mark ? { kind, text: character, mark } : { kind, text: character })
      at += character.length
    }
    return parts
  })
}

function wordAt(text: string, column: number): [from: number, to: number] {
  const length = /^(?:[\p{L}\p{N}_]+|"[^"]*"|\S)/u.exec(text.slice(column))?.[0].length
  if (length) return [column, column + length]
  const end = Math.min(text.trimEnd().length, Math.max(0, column))
  return [Math.max(0, end - 1), end]
}
