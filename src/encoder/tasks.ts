import type { Learnt, Phrase } from '../recognition/index.ts'

/** What is said to a worker, and what it says back. */
export type Task = { id: number } & Job
export type Job = { kind: 'encode'; texts: string[] } | { kind: 'fit'; phrases: readonly Phrase[]; topics: number; vectors: Float32Array[] | undefined }
export type Answer = { id: number } & ({ vectors: Float32Array[] } | { learnt: Learnt } | { problem: string })
