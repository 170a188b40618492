import { Worker } from 'node:worker_threads'
import type { Log } from '../platform/index.ts'
import type { Learner, LearntStore } from '../recognition/index.ts'
import { learnerOn, type Workshop } from './learner.ts'
import { encodingWith } from './local-learner.ts'
import { builtIn, type LocalEncoder, type RemoteEncoder } from './sentence-encoder.ts'
import type { Answer, Job, Task } from './tasks.ts'

/** Fitting holds matrices of all phrases; makers do not publish all the time. */
const FIT_IDLE_MS = 10_000

/** After so many broken workers in a row there is no point in another one. */
const ATTEMPTS = 3

/**
 * Learns and encodes off the event loop: one worker holds the encoder, another one fits, so that a customer's sentence
 * never waits for somebody's publishing. Both start when first needed and, when idle, keep no process alive.
 */
export function workerLearner({ encoder = builtIn, ...keeping }: { store?: LearntStore; log?: Log; encoder?: LocalEncoder | RemoteEncoder | undefined } = {}): Learner & { stop(): Promise<void> } {
  const encoding = workerFor()
  const fitting = workerFor(FIT_IDLE_MS)
  const workshop: Workshop = {
    encoder: encoder.name,
    views: encoder.views,
    async encode(texts) {
      if ('encode' in encoder) return encodingWith(encoder)(texts)
      const answer = await encoding.ask({ kind: 'encode', texts, encoder })
      return 'vectors' in answer ? answer.vectors : []
    },
    async fit(task) {
      const answer = await fitting.ask({ kind: 'fit', ...task })
      if ('bytes' in answer) return answer.bytes
      throw new Error('the worker answered something else')
    },
  }
  return { ...learnerOn(workshop, keeping), stop: async () => void (await Promise.all([encoding.stop(), fitting.stop()])) }
}

type Waiting = { resolve(answer: Answer): void; reject(problem: Error): void }

/** With `idleMs`, the worker ends when it has had nothing to do for so long, and what it held is free. */
function workerFor(idleMs?: number) {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | undefined
  let broken = 0
  let next = 0
  let idle: NodeJS.Timeout | undefined

  const end = async () => {
    const running = worker
    worker = undefined
    await running?.terminate()
  }

  const begin = () => {
    const started = startWorker()
    started.unref()
    started.on('message', (answer: Answer) => {
      broken = 0
      const asked = waiting.get(answer.id)
      waiting.delete(answer.id)
      if (waiting.size === 0) {
        started.unref()
        if (idleMs !== undefined) idle = setTimeout(() => void end(), idleMs).unref()
      }
      if ('problem' in answer) asked?.reject(new Error(answer.problem))
      else asked?.resolve(answer)
    })
    const gone = (problem: Error) => {
      if (worker !== started) return
      worker = undefined
      broken++
      for (const { reject } of waiting.values()) reject(problem)
      waiting.clear()
    }
    started.on('error', gone)
    started.on('exit', (code) => gone(new Error(`the recognition worker ended with ${code}`)))
    return started
  }

  return {
    ask(job: Job): Promise<Answer> {
      if (broken >= ATTEMPTS) return Promise.reject(new Error('the recognition worker does not start'))
      clearTimeout(idle)
      const asked = (worker ??= begin())
      const task: Task = { id: next++, ...job }
      return new Promise((resolve, reject) => {
        waiting.set(task.id, { resolve, reject })
        asked.ref()
        asked.postMessage(task)
      })
    },
    async stop() {
      clearTimeout(idle)
      await end()
    },
  }
}

/** The bundle has the worker beside it as JavaScript; from source it runs through tsx. */
function startWorker(): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./recognition-worker.js', import.meta.url))
  const source = new URL('./recognition-worker.ts', import.meta.url).href
  return new Worker(`import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(source)}) })`, { eval: true, execArgv: [] })
}
