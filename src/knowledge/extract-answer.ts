import { sentencesOf } from './sentences.ts'
import { subjectOf, termsOf } from './terms.ts'
import type { Answer, Citation, Hit } from './types.ts'

/** From this confidence on a passage is an answer; below, saying nothing lets the Fallback do its work. */
export const ANSWER_CONFIDENCE = 0.5
/** Another document's passage joins the answer when it is this sure and adds something of the question. */
const SECOND_CONFIDENCE = 0.6
const SENTENCES = 3

/** The best sentences of the best passages in their own words; nothing when no passage is sure enough. */
export function extractAnswer(question: string, hits: readonly Hit[]): Answer | undefined {
  const best = surest(hits)
  if (!best || best.confidence < ANSWER_CONFIDENCE) return undefined
  const subject = subjectOf(question)
  const chosen = [best]
  const answered = new Set(subject.filter((term) => termsIn(best).has(term)))
  const second = hits.find((hit) => hit.passage !== best.passage && hit.confidence >= SECOND_CONFIDENCE && subject.some((term) => !answered.has(term) && termsIn(hit).has(term)))
  if (second) chosen.push(second)

  const citations: Citation[] = []
  const parts = chosen.map((hit) => {
    const known = citations.findIndex(({ source, title }) => source === hit.source && title === hit.title)
    const number = known >= 0 ? known + 1 : citations.push(citationOf(hit))
    return `${bestSentences(hit.passage.text, subject)} [${number}]`
  })
  return { text: parts.join('\n\n'), citations }
}

/** Ranks are good at order; which of the first few to trust is a matter of confidence. */
function surest(hits: readonly Hit[]): Hit | undefined {
  const [first, ...rest] = hits.slice(0, 3)
  if (!first) return undefined
  return rest.reduce((best, hit) => (hit.confidence > best.confidence + 0.1 ? hit : best), first)
}

const termsIn = ({ passage, title }: Hit) => new Set(termsOf(`${title} ${passage.heading} ${passage.text}`))

/** Sentences in a row that say most of what was asked, the first such: documents say what matters before its details. */
function bestSentences(text: string, subject: readonly string[]): string {
  const sentences = sentencesOf(text)
  if (sentences.length <= SENTENCES) return text
  const rows = sentences.slice(SENTENCES - 1).map((_, from) => sentences.slice(from, from + SENTENCES).join(' '))
  const said = rows.map((row) => {
    const terms = new Set(termsOf(row))
    return subject.filter((term) => terms.has(term)).length
  })
  return rows[said.indexOf(Math.max(...said))] ?? text
}

export function citationOf({ title, url, source, passage }: Hit): Citation {
  const name = { title, source, text: passage.text }
  return { ...name, ...(url === undefined ? {} : { url }), ...(passage.page === undefined ? {} : { page: passage.page }) }
}
