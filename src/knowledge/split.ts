import { sentencesOf } from './sentences.ts'
import type { Block, Passage } from './types.ts'

/** The encoder reads no further, and a customer does not like to. Characters. */
const LONGEST = 500
/** A passage this long is not joined with the next piece of the same section, unless that is tiny. */
const ENOUGH = 320
const TINY = 120
const HEADING_PARTS = 4
const HEADING_LENGTH = 160

/** Cuts a document into passages that keep the headings they stand under. Never crosses a heading or a page. */
export function splitIntoPassages(blocks: readonly Block[]): Passage[] {
  const passages: Passage[] = []
  const path: { level: number; text: string }[] = []
  let current = ''
  let page: number | undefined

  const close = () => {
    if (current) passages.push({ text: current, heading: headingOf(path), ...(page === undefined ? {} : { page }) })
    current = ''
  }
  for (const block of blocks) {
    if (block.kind === 'heading') {
      close()
      while ((path.at(-1)?.level ?? 0) >= block.level) path.pop()
      path.push({ level: block.level, text: oneLine(block.text) })
      continue
    }
    if (block.page !== page) close()
    page = block.page
    for (const piece of piecesOf(block.text)) {
      if (current && ((current.length >= ENOUGH && piece.length > TINY) || current.length + piece.length + 1 > LONGEST)) close()
      current = current ? `${current}\n${piece}` : piece
    }
  }
  close()
  return passages
}

/** A paragraph, or what of it fits: as few pieces as the limit allows, cut between sentences, in need between words. */
function piecesOf(text: string): string[] {
  const clean = text.replace(/[^\S\n]+/g, ' ').replace(/ ?\n ?/g, '\n').trim()
  if (!clean) return []
  if (clean.length <= LONGEST) return [clean]
  const pieces: string[] = []
  for (const sentence of sentencesOf(clean).flatMap(shortened)) {
    const before = pieces.at(-1)
    if (before !== undefined && before.length + sentence.length + 1 <= LONGEST) pieces[pieces.length - 1] = `${before} ${sentence}`
    else pieces.push(sentence)
  }
  return pieces
}

function shortened(sentence: string): string[] {
  const parts: string[] = []
  let rest = sentence
  while (rest.length > LONGEST) {
    const space = rest.lastIndexOf(' ', LONGEST)
    // Not in the middle of a pair of surrogates.
    const at = space > LONGEST / 2 ? space : LONGEST - (/[\uD800-\uDBFF]/.test(rest.charAt(LONGEST - 1)) ? 1 : 0)
    parts.push(rest.slice(0, at).trim())
    rest = rest.slice(at).trim()
  }
  return rest ? [...parts, rest] : parts
}

const headingOf = (path: readonly { text: string }[]) =>
  path
    .slice(-HEADING_PARTS)
    .map(({ text }) => text.slice(0, HEADING_LENGTH))
    .join(' › ')
const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()
