export { endpointEncoder, type Send } from './endpoint-encoder.ts'
export { builtIn, loadSentenceEncoder, type SentenceEncoder } from './sentence-encoder.ts'
export { localLearner } from './local-learner.ts'
export { workerLearner } from './worker-learner.ts'
