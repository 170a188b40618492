export { loadSentenceEncoder, type SentenceEncoder } from './sentence-encoder.ts'
