import { knowledgeIndex, search, type KnowledgeIndex } from '../knowledge/index.ts'
import { DocumentProblem } from './problem.ts'
import { readDocument } from './read-document.ts'
import { readSitePage } from './site-page.ts'
import type { Job, Outcome } from './tasks.ts'

/** Indexes kept at once; the one that was not asked for the longest goes first. */
const KEPT = 30

/** Does the jobs of a worker, wherever it is called. */
export function knowledgeWork(): (job: Job) => Promise<Outcome> {
  const indexes = new Map<string, KnowledgeIndex>()
  const perform = async (job: Job): Promise<Outcome> => {
    switch (job.kind) {
      case 'read':
        return { read: await readDocument(job.name, job.bytes) }
      case 'read-page':
        return { page: readSitePage(job.bytes, job.charset) }
      case 'index':
        indexes.set(job.key, knowledgeIndex(job.documents))
        if (indexes.size > KEPT) indexes.delete(indexes.keys().next().value ?? '')
        return { indexed: true }
      case 'search': {
        const index = indexes.get(job.key)
        if (!index) return { hits: undefined }
        indexes.delete(job.key)
        indexes.set(job.key, index)
        return { hits: search(index, job.question) }
      }
    }
  }
  return (job) => perform(job).catch((problem: unknown) => ({ problem: problem instanceof Error ? problem.message : String(problem), inDocument: problem instanceof DocumentProblem }))
}
