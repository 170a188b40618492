import { readFileSync, existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import yazl from 'yazl'
import { DocumentProblem, readDocument, readHtml, workerWorkshop } from './index.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const read = async (name: string, text: string) => (await readDocument(name, bytes(text))).passages
const corpus = resolve(import.meta.dirname, '../../../shared/corpus/workspaces/local-workspace/knowledge/files')

async function zip(parts: Record<string, string | Buffer>): Promise<Uint8Array> {
  const file = new yazl.ZipFile()
  for (const [name, content] of Object.entries(parts)) file.addBuffer(Buffer.from(content as string), name)
  file.end()
  const chunks: Buffer[] = []
  for await (const chunk of file.outputStream) chunks.push(chunk as Buffer)
  return new Uint8Array(Buffer.concat(chunks))
}

const paragraph = (text: string, style = '') => `<w:p>${style ? `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>` : ''}<w:r><w:t>${text}</w:t></w:r></w:p>`
const word = (body: string, more: Record<string, string> = {}) => zip({ 'word/document.xml': `<?xml version="1.0"?><w:document><w:body>${body}</w:body></w:document>`, ...more })

/** A PDF of one page, written by hand; `lines` are [size, text]. */
function pdf(lines: [number, string][]): Uint8Array {
  const stream = `BT ${lines.map(([size, text], at) => `/F1 ${size} Tf 1 0 0 1 72 ${720 - at * 40} Tm (${text}) Tj`).join(' ')} ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let text = '%PDF-1.4\n'
  const offsets = objects.map((object, at) => {
    const offset = text.length
    text += `${at + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const start = text.length
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF`
  return bytes(text)
}

describe('reading', () => {
  it('reads Markdown by its headings', async () => {
    expect(await read('a.md', '---\ntitle: x\n---\n# Top\n\nHello **you**, see [the page](https://x.test).\n\n## Below ##\n- one\n- two\n\n| A | B |\n|---|---|\n| 1 | 2 |')).toEqual([
      { heading: 'Top', text: 'Hello you, see the page.' },
      { heading: 'Top › Below', text: 'one\ntwo\nA | B\n1 | 2' },
    ])
  })

  it('reads HTML without what is on every page, and without scripts', async () => {
    const page = readHtml(bytes('<title>Help &amp; more</title><nav>Menu</nav><main><h1>Fees</h1><p>Nine &pound;.<script>alert(1)</script> <a href="/more">More</a></p><p hidden>secret</p><div style="display:none">hidden</div></main><footer>Imprint</footer>'))
    expect(page).toMatchObject({ title: 'Help & more', links: ['/more'], index: true })
    expect(page.blocks).toEqual([{ kind: 'heading', level: 1, text: 'Fees' }, { kind: 'text', text: 'Nine £. More' }])
    expect(readHtml(bytes('<meta name="robots" content="noindex, nofollow"><p>x</p>'))).toMatchObject({ index: false, follow: false })
  })

  it('reads tables row by row', async () => {
    expect(await read('prices.csv', 'Product;Price\n"Mixer; red";"1 ""only"""\nToaster;20\n')).toEqual([{ heading: '', text: 'Product: Mixer; red; Price: 1 "only"\nProduct: Toaster; Price: 20' }])
    expect(await read('a.json', '{"faq":[{"q":"Open?","a":"Yes"},{"q":"When?","a":"At nine"}],"tags":["x","y"]}')).toEqual([
      { heading: '', text: 'tags: x, y' },
      { heading: 'faq', text: 'q: Open?; a: Yes' },
      { heading: 'faq', text: 'q: When?; a: At nine' },
    ].filter(Boolean))
  })

  it('reads Word with headings in any language of Word, and its tables', async () => {
    const styles = '<w:styles><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style></w:styles>'
    const table = '<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Size</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Price</w:t></w:r></w:p></w:tc></w:tr></w:tbl>'
    const { passages } = await readDocument('a.docx', await word(paragraph('Rückgabe', 'berschrift1') + paragraph('Dreißig Tage &amp; mehr.') + table, { 'word/styles.xml': styles }))
    expect(passages).toEqual([{ heading: 'Rückgabe', text: 'Dreißig Tage & mehr.\nSize | Price' }])
  })

  it('reads PDF page by page with large letters as headings', async () => {
    const { passages } = await readDocument('a.pdf', pdf([[24, 'Opening hours'], [11, 'We are open from nine to five.'], [11, 'On Sundays we are closed.']]))
    expect(passages).toEqual([{ heading: 'Opening hours', text: expect.stringMatching(/^We are open from nine to five\.\s+On Sundays we are closed\.$/) as string, page: 1 }])
  })

  it.runIf(existsSync(corpus))('reads what real packages bring', async () => {
    const docx = await readDocument('Sample Document.docx', readFileSync(resolve(corpus, 'Sample Document.docx')))
    expect(docx.passages.length).toBeGreaterThan(10)
    expect(docx.passages[0]?.heading).toBe('API for InfiniteChat support › Context')
    const xlsx = await readDocument('MyLedger.xlsx', readFileSync(resolve(corpus, 'MyLedger.xlsx')))
    expect(xlsx.passages[0]?.text).toMatch(/^Name: Tim; Date: 2025-11-01; Amount: 40\n/)
  })

  it('reads texts that are not UTF-8', async () => {
    expect(await readDocument('a.txt', new Uint8Array([0x47, 0x72, 0xfc, 0xdf, 0x65]))).toEqual({ passages: [{ heading: '', text: 'Grüße' }] })
    expect((await readDocument('a.txt', new Uint8Array([0xff, 0xfe, 0x48, 0, 0x69, 0]))).passages[0]?.text).toBe('Hi')
  })
})

describe('documents that cannot be read say why', () => {
  const problem = (name: string, content: Uint8Array) => readDocument(name, content).then(
    () => 'was read',
    (error: unknown) => (error instanceof DocumentProblem ? error.message : `not a DocumentProblem: ${String(error)}`),
  )

  it.each([
    ['a.exe', bytes('MZ'), /Files like "a.exe" are not read\. Readable are: txt, md/],
    ['a.txt', bytes(''), /empty/],
    ['a.txt', bytes('  \n\n '), /no text/],
    ['a.json', bytes('{"a":'), /not valid JSON/],
    ['a.json', bytes('['.repeat(200) + ']'.repeat(200)), /no text|nested/],
    ['a.json', bytes('{"a":'.repeat(200) + '1' + '}'.repeat(200)), /nested more than 50 deep/],
    ['a.docx', bytes('PK this is no zip'), /not an Office file/],
    ['a.pdf', bytes('%PDF-1.7 nothing follows'), /not a PDF that can be read|No text/],
    ['a.pdf', pdf([]), /scanned/],
    ['big.txt', new Uint8Array(21 * 1024 * 1024), /at most 20 MB/],
  ])('%s', async (name, content, words) => {
    expect(await problem(name, content)).toMatch(words)
  })

  it('refuses a zip bomb in the coat of a Word document', async () => {
    const bomb = await zip({ 'word/document.xml': Buffer.alloc(80 * 1024 * 1024, ' ') })
    expect(bomb.byteLength).toBeLessThan(200_000)
    expect(await problem('bomb.docx', bomb)).toMatch(/unpacks to \d+ times its size/)
  })

  it('does not expand entities that a document defines', async () => {
    const laughs = '<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    const { passages } = await readDocument('a.docx', await zip({ 'word/document.xml': `${laughs}<w:document>${paragraph('Text &c;')}</w:document>` }))
    expect(passages[0]?.text.length).toBeLessThan(20)
  })

  it('refuses more text than it keeps', async () => {
    expect(await problem('long.txt', bytes('word '.repeat(1_000_000)))).toMatch(/4 million characters/)
  })

  it('reads hostile HTML in a moment', async () => {
    const started = performance.now()
    expect(() => readHtml(bytes(`${'<div><span>'.repeat(200_000)}deep`))).toThrow(/nested more than 2000 deep/)
    expect(readHtml(bytes(`${'<p><br></span></div>'.repeat(50_000)}flat`)).blocks.at(-1)).toEqual({ kind: 'text', text: 'flat' })
    readHtml(bytes('<'.repeat(500_000)))
    readHtml(bytes(`<p ${'a="'.repeat(200_000)}`))
    readHtml(bytes('&'.repeat(500_000)))
    expect(performance.now() - started).toBeLessThan(10_000)
  })
})

describe('the worker', () => {
  it('reads, keeps an index, and says when it has none', async () => {
    const workshop = workerWorkshop()
    try {
      const { passages } = await workshop.read('a.md', bytes('# Fees\nNine pounds.'))
      expect(await workshop.search('key', { text: 'fees' })).toBeUndefined()
      await workshop.index('key', [{ source: 'a', title: 'a.md', passages }])
      expect((await workshop.search('key', { text: 'fees' }))?.[0]).toMatchObject({ source: 'a', passage: { text: 'Nine pounds.' } })
      await expect(workshop.read('a.exe', bytes('x'))).rejects.toThrow(DocumentProblem)
    } finally {
      await workshop.stop()
    }
  })

  it('gives up what takes too long and goes on with the next', async () => {
    // No worker starts in five milliseconds.
    const hasty = workerWorkshop({ readMs: 5 })
    const workshop = workerWorkshop()
    try {
      await expect(hasty.read('a.txt', bytes('Too late.'))).rejects.toThrow(/longer than 0 seconds/)
      await expect(hasty.read('a.txt', bytes('Too late again.'))).rejects.toThrow(DocumentProblem)
      const [broken, good] = await Promise.allSettled([workshop.read('a.pdf', bytes('%PDF no')), workshop.read('a.txt', bytes('After that.'))])
      expect(broken.status).toBe('rejected')
      expect(good).toMatchObject({ value: { passages: [{ text: 'After that.' }] } })
    } finally {
      await Promise.all([hasty.stop(), workshop.stop()])
    }
  }, 30_000)
})
