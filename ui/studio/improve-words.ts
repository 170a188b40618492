import type { RecognizerState } from './studio-api.ts'

/** How the draft is understood, in one sentence. */
export function understandingWords(state: RecognizerState): string {
  const { topics, phrases } = state
  if (topics === 0) return 'No topic starts by what customers say yet. Give one the trigger “User says a phrase”.'
  const size = `${count(topics, 'topic')} with ${count(phrases, 'phrase')}`
  if (state.stage === 'words') return `${size}. With a second topic there is something to tell apart.`
  if (state.stage === 'learning') return `${size}. Until they are learnt, customers are understood by their words.`
  const how = state.meaning ? 'Customers are understood by what they mean' : 'Customers are understood by words and characters, whatever the language'
  const known = state.accuracy === null ? '' : ` Left out of training, ${Math.round(state.accuracy * 100)}% of the phrases would still be recognised.`
  return `${size}. ${how}.${known}`
}

export function learningWords({ encoded }: RecognizerState, what: string): string {
  if (!encoded || encoded.done >= encoded.of) return `${what} is learning…`
  return `${what} is learning: ${encoded.done} of ${encoded.of} sentences`
}

const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`

export const tierNames = { 'same-words': 'The same words', 'words-and-characters': 'Words and characters', meaning: 'Meaning' } as const

/** What the copilot would do, as the beginning of a sentence that names topics. */
export const decisionWords = { starts: 'It starts', asks: 'It asks which is meant:', fallback: 'No topic fits: the fallback answers.' } as const
