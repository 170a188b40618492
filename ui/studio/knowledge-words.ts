import { formatSize } from './import-solution.ts'
import type { Knowledge, KnowledgeSource, Tried } from './knowledge-api.ts'

export type Standing = { words: string; color: 'success' | 'danger' | 'warning' | 'informative' }

/** How a source is, in two words. */
export function standingOf({ state, kind }: Pick<KnowledgeSource, 'state' | 'kind'>): Standing {
  switch (state) {
    case 'indexed':
      return { words: 'Ready', color: 'success' }
    case 'reading':
      return { words: kind === 'site' ? 'Being fetched' : 'Being read', color: 'informative' }
    case 'failed':
      return { words: 'Failed', color: 'danger' }
    case 'not-fetched':
      return { words: 'Not fetched yet', color: 'warning' }
    case 'not-searched':
      return { words: 'Not searched here', color: 'warning' }
  }
}

/** What a source holds, or why it holds nothing. */
export function contentOf({ state, problem, passages, pages, kind }: KnowledgeSource): string {
  if (problem) return problem
  if (state === 'not-fetched') return 'Fetch it so that customers get answers from it.'
  if (state === 'reading') return kind === 'site' ? 'Its pages are being fetched. This takes up to two minutes.' : 'Its text is being read.'
  const found = count(passages, 'passage')
  const readable = pages.filter((page) => page.problem === null).length
  return kind === 'site' ? `${found} on ${count(readable, 'page')}` : found
}

/** Why a file is not worth sending; undefined when it is. */
export function uploadProblem(file: { name: string; size: number }, { readable, maxBytes }: Pick<Knowledge, 'readable' | 'maxBytes'>): string | undefined {
  if (file.size === 0) return `“${file.name}” is empty.`
  if (file.size > maxBytes) return `“${file.name}” has ${formatSize(file.size)}; at most ${formatSize(maxBytes)} can be read. Split it.`
  return /\.[a-z0-9]+$/i.test(file.name) ? undefined : `“${file.name}” has no ending that says what it is. Readable are ${readable.join(', ')}.`
}

/** Why a passage was found. */
export function reasonOf({ lexicalRank, vectorRank, coverage, similarity }: Tried['passages'][number]): string {
  const reasons = [
    lexicalRank !== null ? `rank ${lexicalRank} by words (${Math.round(coverage * 100)}% of the question’s words)` : '',
    vectorRank !== null ? `rank ${vectorRank} by meaning (${Math.round(similarity * 100)}% alike)` : '',
  ].filter(Boolean)
  return reasons.join(', ')
}

export const modeWords: Record<Tried['mode'], string> = {
  model: 'The language model would answer:',
  extractive: 'Without a language model, the copilot would answer in the words of the documents:',
  none: 'There would be no answer, so the Fallback topic goes on.',
}

const count = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`
