import type { IntentModel, Phrase } from './intent-model.ts'
import type { Views } from './sentence-vectors.ts'

/** What a copilot's phrases came to. */
export type Learnt = {
  /** By words and characters alone: answers at once. Not kept for very many phrases. */
  lexical: IntentModel | undefined
  /** With sentence vectors; undefined where they do not help, as in a language that the encoder does not know. */
  mixed: IntentModel | undefined
  advice: PhraseAdvice[]
  /** Why there is nothing with sentence vectors although there should be: the encoder did not answer. Learning again may help. */
  problem?: string
}

/** A phrase that would have been taken for another topic's, had it not been trained. */
export type PhraseAdvice = { phrase: number; looksLike: number; confidence: number }

/**
 * Whose phrases are learnt: what comes of it is kept with that copilot. Of a draft only sentence vectors are kept: its models come and go
 * with every edit. `progress` hears how many sentences of how many are encoded.
 */
export type LearningFor = { copilotId: string; draft?: boolean; progress?: (done: number, of: number) => void }

/** Learns and encodes somewhere where it holds nobody up. */
export interface Learner {
  /** What its vectors are made of. */
  views: Views
  /** Which encoder makes them: vectors of another are no match. */
  encoder?: string
  learn(phrases: readonly Phrase[], topics: number, owner?: LearningFor): Promise<Learnt>
  /** What was learnt of the same phrases before, by this process or another; never learns. */
  recall(phrases: readonly Phrase[], topics: number, owner?: LearningFor): Promise<Learnt | undefined>
  /** Resolves with nothing when it is too busy. */
  encode(text: string): Promise<Float32Array | undefined>
}

/** Keeps what was learnt over restarts and for other nodes. It is opaque, and nothing is lost with it but time. */
export type LearntStore = {
  findModel(copilotId: string, key: string): Promise<Uint8Array | undefined>
  /** Older models of the copilot make room, and vectors other than those of `vectorKeys` are dropped. */
  saveModel(copilotId: string, key: string, bytes: Uint8Array, vectorKeys: readonly string[]): Promise<void>
  findVectors(copilotId: string, keys: readonly string[]): Promise<Map<string, Uint8Array>>
  saveVectors(copilotId: string, vectors: ReadonlyMap<string, Uint8Array>): Promise<void>
}
