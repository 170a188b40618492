/** A document that cannot be read, in words for whoever added it. */
export class DocumentProblem extends Error {
  override readonly name = 'DocumentProblem'
}

/** What a document may cost. A file above is refused before it is opened; what it unfolds to is watched while it is read. */
export const documentLimits = {
  bytes: 20 * 1024 * 1024,
  /** Characters of text; some 1,500 printed pages. */
  text: 4_000_000,
  pages: 1_000,
  /** Of one XML part of an Office file. */
  partBytes: 60 * 1024 * 1024,
}

/** Gathers blocks and refuses to gather too much. */
export class BlockList<Block extends { text: string }> {
  readonly blocks: Block[] = []
  private size = 0

  add(block: Block) {
    // PostgreSQL takes every letter but NUL.
    const text = block.text.replaceAll('\0', '').trim()
    if (!text) return
    this.size += text.length
    if (this.size > documentLimits.text) throw new DocumentProblem(`It holds more than ${documentLimits.text / 1_000_000} million characters of text. Split it into smaller documents.`)
    this.blocks.push({ ...block, text })
  }
}
