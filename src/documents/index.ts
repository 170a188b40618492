/** Files and pages in: their words as passages. Reading and searching happen in workers. */
export { readableTypes, readDocument, typeOf } from './read-document.ts'
export { readHtml } from './read-html.ts'
export { DocumentProblem, documentLimits } from './problem.ts'
export { localWorkshop, workerWorkshop, type KnowledgeWorkshop } from './knowledge-workshop.ts'
