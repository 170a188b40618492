import type { Hit, IndexedDocument, Question } from '../knowledge/index.ts'
import type { ReadDocument } from './read-document.ts'
import type { SitePage } from './site-page.ts'

/** What is said to a worker, and what it says back. */
export type Task = { id: number } & Job
export type Job =
  | { kind: 'read'; name: string; bytes: Uint8Array }
  | { kind: 'read-page'; bytes: Uint8Array; charset: string | undefined }
  /** Documents to be searched under a key from now on. */
  | { kind: 'index'; key: string; documents: IndexedDocument[] }
  | { kind: 'search'; key: string; question: Question }
export type Answer = { id: number } & Outcome
export type Outcome =
  | { read: ReadDocument }
  | { page: SitePage }
  | { indexed: true }
  /** None: nothing is kept under this key (any more). */
  | { hits: Hit[] | undefined }
  /** `inDocument`: the document is to blame, and the words are for whoever added it. */
  | { problem: string; inDocument: boolean }
