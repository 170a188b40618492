import { Worker } from 'node:worker_threads'
import type { Hit, IndexedDocument, Question } from '../knowledge/index.ts'
import { DocumentProblem } from './problem.ts'
import type { ReadDocument } from './read-document.ts'
import type { SitePage } from './site-page.ts'
import type { Answer, Job, Outcome, Task } from './tasks.ts'
import { knowledgeWork } from './work.ts'

/** Reads documents and searches them, where it holds nobody up. */
export type KnowledgeWorkshop = {
  /** Rejects with a DocumentProblem when the document is to blame. */
  read(name: string, bytes: Uint8Array): Promise<ReadDocument>
  readPage(bytes: Uint8Array, charset?: string): Promise<SitePage>
  /** Undefined when nothing is kept under the key: `index` it first. */
  search(key: string, question: Question): Promise<Hit[] | undefined>
  index(key: string, documents: IndexedDocument[]): Promise<void>
  stop(): Promise<void>
}

type Limits = { readMs: number; searchMs: number; heapMb: number }
const usual: Limits = { readMs: 60_000, searchMs: 15_000, heapMb: 1_024 }

/** Two workers: a document that takes long to read holds up no question. They start when first needed. */
export function workerWorkshop(limits: Partial<Limits> = {}): KnowledgeWorkshop {
  const { readMs, searchMs, heapMb } = { ...usual, ...limits }
  const reading = workerFor(readMs, heapMb, `It took longer than ${Math.round(readMs / 1000)} seconds to read. Save it anew, or split it.`, 'It needs too much memory to be read. Split it.')
  const searching = workerFor(searchMs, heapMb, 'The search took too long.', 'The search needs too much memory.')
  return { ...workshopOn(reading.ask, searching.ask), stop: async () => void (await Promise.all([reading.stop(), searching.stop()])) }
}

/** The same where it is called: for the command line, where nobody else waits. */
export function localWorkshop(): KnowledgeWorkshop {
  const perform = knowledgeWork()
  return workshopOn(perform, perform)
}

function workshopOn(read: (job: Job) => Promise<Outcome>, find: (job: Job) => Promise<Outcome>): KnowledgeWorkshop {
  return {
    async read(name, bytes) {
      const outcome = checked(await read({ kind: 'read', name, bytes }))
      if ('read' in outcome) return outcome.read
      throw wrong()
    },
    async readPage(bytes, charset) {
      const outcome = checked(await read({ kind: 'read-page', bytes, charset }))
      if ('page' in outcome) return outcome.page
      throw wrong()
    },
    async search(key, question) {
      const outcome = checked(await find({ kind: 'search', key, question }))
      if ('hits' in outcome) return outcome.hits
      throw wrong()
    },
    async index(key, documents) {
      checked(await find({ kind: 'index', key, documents }))
    },
    stop: async () => {},
  }
}

function checked(outcome: Outcome): Outcome {
  if (!('problem' in outcome)) return outcome
  throw outcome.inDocument ? new DocumentProblem(outcome.problem) : new Error(outcome.problem)
}

const wrong = () => new Error('the knowledge worker answered something else')

type Waiting = { resolve(outcome: Outcome): void; timer: NodeJS.Timeout }

/** One worker; whatever takes too long or too much memory ends it, and the next job gets a new one. */
function workerFor(timeoutMs: number, heapMb: number, tooLong: string, tooLarge: string) {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | undefined
  let next = 0

  const settleAll = (outcome: Outcome) => {
    for (const { resolve, timer } of waiting.values()) {
      clearTimeout(timer)
      resolve(outcome)
    }
    waiting.clear()
  }
  const begin = () => {
    const started = startWorker(heapMb)
    started.unref()
    started.on('message', ({ id, ...outcome }: Answer) => {
      const asked = waiting.get(id)
      waiting.delete(id)
      clearTimeout(asked?.timer)
      if (waiting.size === 0) started.unref()
      asked?.resolve(outcome as Outcome)
    })
    const gone = (outcome: Outcome) => {
      if (worker !== started) return
      worker = undefined
      settleAll(outcome)
    }
    started.on('error', (problem: NodeJS.ErrnoException) => gone({ problem: problem.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooLarge : problem.message, inDocument: problem.code === 'ERR_WORKER_OUT_OF_MEMORY' }))
    started.on('exit', (code) => gone({ problem: `the knowledge worker ended with ${code}`, inDocument: false }))
    return started
  }
  const give = (job: Job): Promise<Outcome> => {
    const asked = (worker ??= begin())
    const task: Task = { id: next++, ...job }
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        if (worker === asked) worker = undefined
        void asked.terminate()
        settleAll({ problem: tooLong, inDocument: true })
      }, timeoutMs)
      waiting.set(task.id, { resolve, timer })
      asked.ref()
      asked.postMessage(task)
    })
  }
  // One job after the other, so that the time a job takes is its own.
  let last: Promise<unknown> = Promise.resolve()
  return {
    ask(job: Job): Promise<Outcome> {
      const done = last.then(() => give(job))
      last = done
      return done
    },
    async stop() {
      const running = worker
      worker = undefined
      settleAll({ problem: 'the service is stopping', inDocument: false })
      await running?.terminate()
    },
  }
}

/** The bundle has the worker beside it as JavaScript; from source it runs through tsx. */
function startWorker(heapMb: number): Worker {
  const resourceLimits = { maxOldGenerationSizeMb: heapMb }
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./knowledge-worker.js', import.meta.url), { resourceLimits })
  const source = new URL('./knowledge-worker.ts', import.meta.url).href
  return new Worker(`import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(source)}) })`, { eval: true, execArgv: [], resourceLimits })
}
