/** A piece of a document as its reader found it, in order. */
export type Block = { kind: 'heading'; level: number; text: string } | { kind: 'text'; text: string; page?: number }

/** What is searched and cited: a few sentences, at most some 500 characters. */
export type Passage = {
  text: string
  /** The headings it stands under, outermost first, joined by ` › `; empty without. */
  heading: string
  /** Of a document that has pages, from 1. */
  page?: number
}

/** A document ready to be searched. */
export type IndexedDocument = {
  /** The component that brought it, by schema name. */
  source: string
  /** What a citation calls it. */
  title: string
  /** Where people can open it; none for an uploaded file. */
  url?: string
  passages: readonly Passage[]
  /** One for each passage, as `packVectors` writes them; none where meaning is not known. */
  vectors?: Uint8Array
}

/** Which documents a question may be answered from; nothing means all. */
export type Scope = { sources?: readonly string[] }

/** A passage that was found, with why. */
export type Hit = {
  source: string
  title: string
  url?: string
  passage: Passage
  /** Sum of the reciprocal ranks; only its order means anything. */
  score: number
  /** From 1, by words and by meaning; none where it is not in that list. */
  lexicalRank?: number
  vectorRank?: number
  /** Share of what the question is about that occurs in the passage, its headings or its title, 0..1. */
  coverage: number
  /** How close the meanings are, -1..1; 0 where it is not known. */
  similarity: number
  /** How likely it is that the passage answers the question, 0..1. */
  confidence: number
}

export type Citation = { title: string; url?: string; source: string; text: string; page?: number }

/** An answer in words, with `[1]` where a citation belongs. */
export type Answer = { text: string; citations: Citation[] }
