/** What a copilot knows from documents: cutting them into passages, finding passages, answering from them. Pure. */
export type * from './types.ts'
export { splitIntoPassages } from './split.ts'
export { knowledgeIndex, search, type KnowledgeIndex, type Question } from './search.ts'
export { extractAnswer, citationOf, ANSWER_CONFIDENCE } from './extract-answer.ts'
export { packVectors } from './vectors.ts'
export { looksEnglish } from './terms.ts'
