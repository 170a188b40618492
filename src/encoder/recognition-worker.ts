import { parentPort } from 'node:worker_threads'
import { learnPhrases } from '../recognition/index.ts'
import { bytesOf } from './learner.ts'
import { encodingWith } from './local-learner.ts'
import type { SentenceEncoder } from './sentence-encoder.ts'
import type { Answer, Task } from './tasks.ts'

let encode: SentenceEncoder['encode'] | undefined

/** One task after the other. The encoder is only loaded by a worker that is asked to encode. */
async function perform(task: Task): Promise<Answer> {
  if (task.kind === 'fit') return { id: task.id, bytes: bytesOf(learnPhrases(task.phrases, task.topics, task.encoded)) }
  return { id: task.id, vectors: await (encode ??= encodingWith(task.encoder))(task.texts) }
}

let last = Promise.resolve()
parentPort?.on('message', (task: Task) => {
  last = last
    .then(() => perform(task))
    .catch((problem: unknown): Answer => ({ id: task.id, problem: problem instanceof Error ? problem.message : String(problem) }))
    .then((answer) => parentPort?.postMessage(answer, movable(answer)))
})

/** A model's bytes change hands instead of being copied. */
function movable(answer: Answer): ArrayBuffer[] {
  if (!('bytes' in answer)) return []
  const { buffer, byteLength } = answer.bytes
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : []
}
