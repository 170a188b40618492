import { Parser } from 'htmlparser2'
import type { Block } from '../knowledge/index.ts'
import { readZip } from '../solutions/index.ts'
import { BlockList, DocumentProblem, documentLimits } from './problem.ts'
import { rowBlocks } from './read-plain.ts'

type Parts = Map<string, Uint8Array>

/** Word, Excel and PowerPoint files of today: zips of XML, unpacked with the limits of packages, read as a stream. */
export async function readOffice(bytes: Uint8Array, type: 'docx' | 'xlsx' | 'pptx'): Promise<{ title?: string; blocks: Block[] }> {
  const parts = await unzip(bytes)
  const blocks = type === 'docx' ? wordBlocks(parts) : type === 'xlsx' ? sheetBlocks(parts) : slideBlocks(parts)
  const title = textOfTag(parts, 'docProps/core.xml', 'dc:title')
  return { blocks, ...(title ? { title } : {}) }
}

async function unzip(bytes: Uint8Array): Promise<Parts> {
  try {
    return await readZip(bytes)
  } catch (problem) {
    throw new DocumentProblem(`It is not an Office file that can be opened: ${problem instanceof Error ? problem.message.replace(/^The file cannot be imported: /, '') : 'it is damaged.'}`)
  }
}

type Handlers = { open?(name: string, attributes: Record<string, string>): void; text?(text: string): void; close?(name: string): void }

/** Streams a part's XML; entities that a document defines itself are not expanded, so they cannot explode. */
function readXml(parts: Parts, path: string, handlers: Handlers): boolean {
  const bytes = parts.get(path)
  if (!bytes) return false
  if (bytes.byteLength > documentLimits.partBytes) throw new DocumentProblem(`Its part ${path} unpacks to more than ${documentLimits.partBytes / 1024 / 1024} MB. Split the document.`)
  const parser = new Parser(
    { onopentag: (name, attributes) => handlers.open?.(name, attributes), ontext: (text) => handlers.text?.(text), onclosetag: (name) => handlers.close?.(name) },
    { xmlMode: true, decodeEntities: true },
  )
  parser.write(new TextDecoder().decode(bytes))
  parser.end()
  return true
}

function textOfTag(parts: Parts, path: string, tag: string): string {
  let inside = false
  let found = ''
  readXml(parts, path, { open: (name) => (inside = name === tag), text: (text) => (found += inside ? text : ''), close: () => (inside = false) })
  return found.trim()
}

// Word

function wordBlocks(parts: Parts): Block[] {
  const levels = headingStyles(parts)
  const list = new BlockList<Block>()
  let text = ''
  let level = 0
  let inText = false
  let fallback = 0
  let cells: string[] = []
  let tables = 0
  const found = readXml(parts, 'word/document.xml', {
    open(name, attributes) {
      if (name === 'mc:Fallback') fallback++
      if (name === 'w:tbl') tables++
      if (name === 'w:pStyle') level = levels.get(attributes['w:val'] ?? '') ?? 0
      if (name === 'w:t') inText = fallback === 0
      if (name === 'w:tab') text += ' '
      if (name === 'w:br' || name === 'w:cr') text += '\n'
    },
    text: (part) => (text += inText ? part : ''),
    close(name) {
      if (name === 'mc:Fallback') fallback--
      if (name === 'w:t') inText = false
      if (name === 'w:tbl') tables--
      if (name === 'w:p' && tables === 0) {
        list.add(level > 0 ? { kind: 'heading', level, text } : { kind: 'text', text })
        text = ''
        level = 0
      } else if (name === 'w:p') text += ' '
      if (name === 'w:tc') {
        cells.push(text.replace(/\s+/g, ' ').trim())
        text = ''
        level = 0
      }
      if (name === 'w:tr') {
        list.add({ kind: 'text', text: cells.filter(Boolean).join(' | ') })
        cells = []
      }
    },
  })
  if (!found) throw new DocumentProblem('It is not a Word document: the part word/document.xml is missing.')
  return list.blocks
}

/** Style id -> heading level. The ids differ with the language of the Word that wrote it, the names inside do not. */
function headingStyles(parts: Parts): Map<string, number> {
  const levels = new Map<string, number>([['Title', 1]])
  let id = ''
  readXml(parts, 'word/styles.xml', {
    open(name, attributes) {
      if (name === 'w:style') id = attributes['w:styleId'] ?? ''
      if (name === 'w:name') {
        const heading = /^heading (\d)$/i.exec(attributes['w:val'] ?? '')
        if (heading) levels.set(id, Number(heading[1]))
        if (/^title$/i.test(attributes['w:val'] ?? '')) levels.set(id, 1)
      }
    },
  })
  for (let level = 1; level <= 6; level++) if (!levels.has(`Heading${level}`)) levels.set(`Heading${level}`, level)
  return levels
}

// Excel

const MOST_ROWS = 50_000

function sheetBlocks(parts: Parts): Block[] {
  const shared = sharedStrings(parts)
  const dates = dateStyles(parts)
  const names: string[] = []
  readXml(parts, 'xl/workbook.xml', { open: (name, attributes) => void (name === 'sheet' && names.push(attributes['name'] ?? '')) })
  const paths = [...parts.keys()].filter((path) => /^xl\/worksheets\/sheet\d+\.xml$/.test(path)).sort((a, b) => numberIn(a) - numberIn(b))
  if (paths.length === 0) throw new DocumentProblem('It is not an Excel workbook: it has no worksheets.')
  return paths.flatMap((path, at) => {
    const [header = [], ...rows] = sheetRows(parts, path, shared, dates)
    const heading: Block = { kind: 'heading', level: 1, text: names[at] || `Sheet ${at + 1}` }
    return header.length > 0 ? [heading, ...rowBlocks(header, rows)] : []
  })
}

function sharedStrings(parts: Parts): string[] {
  const strings: string[] = []
  let text = ''
  let inText = false
  readXml(parts, 'xl/sharedStrings.xml', {
    open: (name) => (inText = name === 't'),
    text: (part) => (text += inText ? part : ''),
    close(name) {
      inText = false
      if (name !== 'si') return
      strings.push(text)
      text = ''
    },
  })
  return strings
}

/** Which cell styles show a number as a date. */
function dateStyles(parts: Parts): Set<number> {
  const formats = new Map<string, string>()
  const dates = new Set<number>()
  let inStyles = false
  let number = 0
  readXml(parts, 'xl/styles.xml', {
    open(name, attributes) {
      if (name === 'numFmt') formats.set(attributes['numFmtId'] ?? '', attributes['formatCode'] ?? '')
      if (name === 'cellXfs') inStyles = true
      if (name !== 'xf' || !inStyles) return
      const id = attributes['numFmtId'] ?? '0'
      // Numbers 14 to 17 and 22 are dates in every workbook; others name day and year in their format.
      if (/^(1[4-7]|22)$/.test(id) || /d.*y|y.*d|m.*y|y.*m/i.test((formats.get(id) ?? '').replace(/"[^"]*"|\[[^\]]*\]/g, ''))) dates.add(number)
      number++
    },
    close: (name) => void (name === 'cellXfs' && (inStyles = false)),
  })
  return dates
}

/** Days since the end of 1899, as Excel counts them, as a date. */
function dateOf(value: string): string {
  const days = Number(value)
  return value.trim() !== '' && days >= 1 && days < 2_958_466 ? new Date(Math.round((days - 25_569) * 86_400_000)).toISOString().slice(0, Number.isInteger(days) ? 10 : 16).replace('T', ' ') : value
}

function sheetRows(parts: Parts, path: string, shared: readonly string[], dates: ReadonlySet<number>): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let column = 0
  let type = ''
  let isDate = false
  let value = ''
  let inValue = false
  readXml(parts, path, {
    open(name, attributes) {
      if (name === 'row') row = []
      if (name === 'c') {
        column = columnOf(attributes['r'] ?? '', row.length)
        type = attributes['t'] ?? ''
        isDate = dates.has(Number(attributes['s'] ?? 0))
        value = ''
      }
      inValue = name === 'v' || name === 't'
    },
    text: (part) => (value += inValue ? part : ''),
    close(name) {
      inValue = false
      if (name === 'c') {
        while (row.length < column) row.push('')
        row[column] = type === 's' ? (shared[Number(value)] ?? '') : type === 'b' ? (value === '1' ? 'TRUE' : 'FALSE') : isDate && (type === '' || type === 'n') ? dateOf(value) : value
      }
      if (name === 'row' && row.some(Boolean)) {
        if (rows.push(row) > MOST_ROWS) throw new DocumentProblem(`A sheet has more than ${MOST_ROWS} rows. Split the workbook.`)
      }
    },
  })
  return rows
}

/** `C7` is column 2. No more columns than Excel has. */
function columnOf(reference: string, otherwise: number): number {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0]
  if (!letters) return otherwise
  return Math.min([...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1, 16_383)
}

// PowerPoint

function slideBlocks(parts: Parts): Block[] {
  const paths = [...parts.keys()].filter((path) => /^ppt\/slides\/slide\d+\.xml$/.test(path)).sort((a, b) => numberIn(a) - numberIn(b))
  if (paths.length === 0) throw new DocumentProblem('It is not a PowerPoint presentation: it has no slides.')
  const list = new BlockList<Block>()
  paths.forEach((path, at) => {
    let text = ''
    let inText = false
    let isTitle = false
    readXml(parts, path, {
      open(name, attributes) {
        if (name === 'p:sp') isTitle = false
        if (name === 'p:ph') isTitle = /^(ctrT|t)itle$/.test(attributes['type'] ?? '')
        inText = name === 'a:t'
      },
      text: (part) => (text += inText ? part : ''),
      close(name) {
        inText = false
        if (name !== 'a:p') return
        list.add(isTitle ? { kind: 'heading', level: 1, text } : { kind: 'text', text, page: at + 1 })
        text = ''
      },
    })
  })
  return list.blocks
}

const numberIn = (path: string) => Number(/(\d+)\.xml$/.exec(path)?.[1] ?? 0)
