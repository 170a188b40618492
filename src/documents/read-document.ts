import { splitIntoPassages, type Block, type Passage } from '../knowledge/index.ts'
import { decodeText } from './decode-text.ts'
import { DocumentProblem, documentLimits } from './problem.ts'
import { readHtml } from './read-html.ts'
import { readOffice } from './read-office.ts'
import { readPdf } from './read-pdf.ts'
import { readCsv, readJson, readMarkdown, readText } from './read-plain.ts'

/** What a document holds; `title` is its own, where it has one. */
export type ReadDocument = { title?: string; passages: Passage[] }

type Reader = (bytes: Uint8Array) => Promise<{ title?: string; blocks: Block[] }> | { title?: string; blocks: Block[] }

/** File ending -> reader. The list is the documentation. */
const readers: Record<string, Reader> = {
  txt: (bytes) => readText(decodeText(bytes)),
  md: (bytes) => readMarkdown(decodeText(bytes)),
  html: (bytes) => {
    const { title, blocks } = readHtml(bytes)
    return { title, blocks }
  },
  csv: (bytes) => readCsv(decodeText(bytes)),
  json: (bytes) => readJson(decodeText(bytes)),
  pdf: readPdf,
  docx: (bytes) => readOffice(bytes, 'docx'),
  xlsx: (bytes) => readOffice(bytes, 'xlsx'),
  pptx: (bytes) => readOffice(bytes, 'pptx'),
}
const alike: Record<string, string> = { markdown: 'md', htm: 'html', xhtml: 'html', text: 'txt', log: 'txt', tsv: 'csv', yaml: 'txt', yml: 'txt', rst: 'txt' }

export const readableTypes = Object.keys(readers)

/** The ending a file is read by; undefined for what is not read here. */
export function typeOf(fileName: string): string | undefined {
  const ending = /\.([a-z0-9]+)$/i.exec(fileName)?.[1]?.toLowerCase() ?? ''
  const type = Object.hasOwn(alike, ending) ? alike[ending] : ending
  return type !== undefined && Object.hasOwn(readers, type) ? type : undefined
}

/** Reads a file into passages. Throws a DocumentProblem in words that say what is wrong with it. */
export async function readDocument(fileName: string, bytes: Uint8Array): Promise<ReadDocument> {
  const type = typeOf(fileName)
  const read = type === undefined ? undefined : readers[type]
  if (!read) throw new DocumentProblem(`Files like "${fileName}" are not read. Readable are: ${readableTypes.join(', ')}.`)
  if (bytes.byteLength > documentLimits.bytes) throw new DocumentProblem(`It has ${Math.ceil(bytes.byteLength / 1024 / 1024)} MB; at most ${documentLimits.bytes / 1024 / 1024} MB are read. Split it.`)
  if (bytes.byteLength === 0) throw new DocumentProblem('It is empty.')
  const { title, blocks } = await read(bytes)
  const passages = splitIntoPassages(blocks)
  if (passages.length === 0) throw new DocumentProblem('It holds no text.')
  return { passages, ...(title ? { title } : {}) }
}
