import type { FitTask } from './learner.ts'

/** What is said to a worker, and what it says back. */
export type Task = { id: number } & Job
export type Job = { kind: 'encode'; texts: string[]; folder: string | undefined } | ({ kind: 'fit' } & FitTask)
export type Answer = { id: number } & ({ vectors: Float32Array[] } | { bytes: Uint8Array } | { problem: string })
