import { parentPort } from 'node:worker_threads'
import { learnPhrases } from '../recognition/index.ts'
import { loadSentenceEncoder, type SentenceEncoder } from './sentence-encoder.ts'
import type { Answer, Task } from './tasks.ts'

let encoder: Promise<SentenceEncoder> | undefined

/** One task after the other. The encoder is only loaded by a worker that is asked to encode. */
async function perform(task: Task): Promise<Answer> {
  if (task.kind === 'fit') return { id: task.id, learnt: learnPhrases(task.phrases, task.topics, task.vectors) }
  return { id: task.id, vectors: await (await (encoder ??= loadSentenceEncoder())).encode(task.texts) }
}

let last = Promise.resolve()
parentPort?.on('message', (task: Task) => {
  last = last
    .then(() => perform(task))
    .catch((problem: unknown): Answer => ({ id: task.id, problem: problem instanceof Error ? problem.message : String(problem) }))
    .then((answer) => parentPort?.postMessage(answer))
})
