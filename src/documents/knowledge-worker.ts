import { parentPort } from 'node:worker_threads'
import type { Task } from './tasks.ts'
import { knowledgeWork } from './work.ts'

const perform = knowledgeWork()

let last = Promise.resolve()
parentPort?.on('message', (task: Task) => {
  last = last.then(async () => parentPort?.postMessage({ id: task.id, ...(await perform(task)) }))
})
