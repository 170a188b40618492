export { loadSentenceEncoder, type SentenceEncoder } from './sentence-encoder.ts'
export { localLearner } from './local-learner.ts'
export { workerLearner } from './worker-learner.ts'
