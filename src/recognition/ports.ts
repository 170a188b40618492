import type { IntentModel, Phrase } from './intent-model.ts'

/** What a copilot's phrases came to. */
export type Learnt = {
  /** By words and characters alone: answers at once. Not kept for very many phrases. */
  lexical: IntentModel | undefined
  /** With sentence vectors; undefined where they do not help, as in a language that the encoder does not know. */
  mixed: IntentModel | undefined
  advice: PhraseAdvice[]
}

/** A phrase that would have been taken for another topic's, had it not been trained. */
export type PhraseAdvice = { phrase: number; looksLike: number; confidence: number }

/** Learns and encodes somewhere where it holds nobody up. */
export interface Learner {
  learn(phrases: readonly Phrase[], topics: number): Promise<Learnt>
  /** Resolves with nothing when it is too busy. */
  encode(text: string): Promise<Float32Array | undefined>
}
