import type { FitTask } from './learner.ts'
import type { LocalEncoder } from './sentence-encoder.ts'

/** What is said to a worker, and what it says back. */
export type Task = { id: number } & Job
export type Job = { kind: 'encode'; texts: string[]; encoder: LocalEncoder } | ({ kind: 'fit' } & FitTask)
export type Answer = { id: number } & ({ vectors: Float32Array[] } | { bytes: Uint8Array } | { problem: string })
