import type { Block } from '../knowledge/index.ts'
import { BlockList, DocumentProblem } from './problem.ts'

type Read = { title?: string; blocks: Block[] }

/** Markdown: its headings, and its words without the marks. */
export function readMarkdown(markdown: string): Read {
  const list = new BlockList<Block>()
  const lines = withoutFrontMatter(markdown).split(/\r?\n/)
  let paragraph: string[] = []
  let fenced = false
  const close = () => {
    list.add({ kind: 'text', text: paragraph.join('\n') })
    paragraph = []
  }
  lines.forEach((line, number) => {
    if (/^\s*(```|~~~)/.test(line)) {
      fenced = !fenced
      return
    }
    if (fenced) return void paragraph.push(line)
    const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line)
    const underline = /^(=+|-+)\s*$/.exec(line)
    if (heading) {
      close()
      list.add({ kind: 'heading', level: heading[1]?.length ?? 1, text: unmarked(heading[2] ?? '') })
    } else if (underline && paragraph.length === 1 && (lines[number - 1] ?? '').trim()) {
      const text = paragraph.pop() ?? ''
      list.add({ kind: 'heading', level: underline[1]?.startsWith('=') ? 1 : 2, text })
    } else if (line.trim() === '') close()
    else if (!/^[\s|:-]*$/.test(line)) paragraph.push(unmarked(line))
  })
  close()
  const title = list.blocks.find((block) => block.kind === 'heading' && block.level === 1)?.text
  return { blocks: list.blocks, ...(title ? { title } : {}) }
}

const withoutFrontMatter = (text: string) => text.replace(/^---\r?\n[\s\S]*?\r?\n---\r?\n/, '')

/** A line without bold, code and link marks, without tags, table bars as bars. */
const unmarked = (line: string) =>
  line
    .replace(/^\s*>+\s?/, '')
    .replace(/^\s*([-*+]|\d+[.)])\s+/, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<\/?[a-z][^<>]*>/gi, ' ')
    .replace(/(\*\*|__|`)/g, '')
    .replace(/^\s*\||\|\s*$/g, '')
    .trim()

const HEADING_LENGTH = 60

/** Plain text: paragraphs by empty lines; a short line on its own before a longer paragraph is a heading. */
export function readText(text: string): Read {
  const list = new BlockList<Block>()
  const paragraphs = text.split(/\r?\n\s*\r?\n/).map((paragraph) => paragraph.trim())
  paragraphs.forEach((paragraph, at) => {
    const next = paragraphs[at + 1] ?? ''
    const heading = paragraph.length <= HEADING_LENGTH && !paragraph.includes('\n') && !/[.!?:;,]$/.test(paragraph) && next.length > paragraph.length
    list.add(heading ? { kind: 'heading', level: 2, text: paragraph } : { kind: 'text', text: paragraph.replace(/\r?\n/g, '\n') })
  })
  return { blocks: list.blocks }
}

/** Comma, semicolon or tab separated rows below a row of names: each row is one piece of knowledge. (RFC 4180) */
export function readCsv(text: string): Read {
  const [names = [], ...rows] = csvRows(text, separatorOf(text))
  return { blocks: rowBlocks(names, rows) }
}

/** Rows of a table in words: `Name: value; Name: value`. */
export function rowBlocks(names: readonly string[], rows: readonly (readonly string[])[]): Block[] {
  const list = new BlockList<Block>()
  if (rows.length === 0) list.add({ kind: 'text', text: names.join('; ') })
  for (const row of rows) {
    const cells = row.map((cell, at) => (cell.trim() ? (names[at]?.trim() ? `${names[at]?.trim()}: ${cell.trim()}` : cell.trim()) : '')).filter(Boolean)
    list.add({ kind: 'text', text: cells.join('; ') })
  }
  return list.blocks
}

function separatorOf(text: string): string {
  const head = text.slice(0, text.indexOf('\n') >>> 0)
  return [',', ';', '\t'].reduce((best, mark) => (head.split(mark).length > head.split(best).length ? mark : best), ',')
}

function csvRows(text: string, separator: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const char = text[i]
    if (quoted) {
      if (char !== '"') cell += char
      else if (text[i + 1] === '"') cell += text[++i]
      else quoted = false
    } else if (char === '"' && cell === '') quoted = true
    else if (char === separator || char === '\n') {
      row.push(cell.replace(/\r$/, ''))
      cell = ''
      if (char === '\n') {
        if (row.some((value) => value.trim())) rows.push(row)
        row = []
      }
    } else cell += char
  }
  row.push(cell)
  if (row.some((value) => value.trim())) rows.push(row)
  return rows
}

const DEEPEST = 50

/** JSON: each object without objects in it is one piece, `name: value; name: value`; the way there is its heading. */
export function readJson(text: string): Read {
  const list = new BlockList<Block>()
  const visit = (value: unknown, path: string[]) => {
    if (path.length > DEEPEST) throw new DocumentProblem(`Its values are nested more than ${DEEPEST} deep.`)
    if (Array.isArray(value)) return value.forEach((item) => (isPlain(item) ? list.add({ kind: 'text', text: String(item) }) : visit(item, path)))
    if (typeof value !== 'object' || value === null) return list.add({ kind: 'text', text: String(value) })
    const entries = Object.entries(value)
    const plain = entries.filter(([, member]) => isPlain(member) || (Array.isArray(member) && member.every(isPlain)))
    if (path.length > 0) list.add({ kind: 'heading', level: path.length, text: path.at(-1) ?? '' })
    list.add({ kind: 'text', text: plain.map(([name, member]) => `${name}: ${Array.isArray(member) ? member.join(', ') : String(member)}`).join('; ') })
    for (const [name, member] of entries) if (!plain.some(([other]) => other === name)) visit(member, [...path, name])
  }
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (problem) {
    throw new DocumentProblem(`It is not valid JSON: ${(problem as Error).message}`)
  }
  visit(parsed, [])
  return { blocks: list.blocks }
}

const isPlain = (value: unknown) => value === null || ['string', 'number', 'boolean'].includes(typeof value)
