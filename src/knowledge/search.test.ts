import { describe, expect, it } from 'vitest'
import { extractAnswer, knowledgeIndex, packVectors, search, splitIntoPassages, type IndexedDocument } from './index.ts'

const document = (source: string, passages: [heading: string, text: string][], more: Partial<IndexedDocument> = {}): IndexedDocument => ({ source, title: `${source}.md`, passages: passages.map(([heading, text]) => ({ heading, text })), ...more })

describe('splitting', () => {
  it('keeps the headings a passage stands under', () => {
    const passages = splitIntoPassages([
      { kind: 'heading', level: 1, text: 'Returns' },
      { kind: 'text', text: 'Everything can go back.' },
      { kind: 'heading', level: 2, text: 'Refunds' },
      { kind: 'text', text: 'Money comes in a week.' },
      { kind: 'heading', level: 1, text: 'Delivery' },
      { kind: 'text', text: 'Three days.' },
    ])
    expect(passages.map(({ heading }) => heading)).toEqual(['Returns', 'Returns › Refunds', 'Delivery'])
  })

  it('cuts long paragraphs between sentences, and in need between words', () => {
    const sentence = 'This sentence has a few words in it. '
    const passages = splitIntoPassages([{ kind: 'text', text: sentence.repeat(60) }, { kind: 'text', text: 'x'.repeat(1_700) }, { kind: 'text', text: '字'.repeat(1_100) }])
    expect(Math.max(...passages.map(({ text }) => text.length))).toBeLessThanOrEqual(500)
    expect(passages.slice(0, -8).every(({ text }) => text.endsWith('it.'))).toBe(true)
    expect(passages.map(({ text }) => text.replace(/\s/g, '')).join('')).toBe((sentence.repeat(60) + 'x'.repeat(1_700) + '字'.repeat(1_100)).replace(/\s/g, ''))
  })

  it('leaves no short paragraph alone that belongs to a section', () => {
    const long = 'You can send back what you bought within thirty days. '.repeat(7).trim()
    expect(splitIntoPassages([{ kind: 'text', text: long }, { kind: 'text', text: 'We do not take back gift cards.' }]).map(({ text }) => text)).toEqual([`${long}\nWe do not take back gift cards.`])
  })

  it('does not cross a page', () => {
    expect(splitIntoPassages([{ kind: 'text', text: 'One.', page: 1 }, { kind: 'text', text: 'Two.', page: 2 }])).toEqual([{ text: 'One.', heading: '', page: 1 }, { text: 'Two.', heading: '', page: 2 }])
  })
})

describe('searching', () => {
  const index = knowledgeIndex([
    document('returns', [['Returns', 'Goods can be returned within thirty days.'], ['Returns › Money', 'The refund is paid to the card.']]),
    document('delivery', [['Delivery', 'Parcels arrive after three days.']], { url: 'https://shop.test/delivery' }),
  ])

  it('finds other forms of a word', () => {
    expect(search(index, { text: 'returning a parcel?' }).map(({ source }) => source)).toContain('returns')
    expect(search(index, { text: 'deliveries' })[0]).toMatchObject({ source: 'delivery', url: 'https://shop.test/delivery' })
  })

  it('searches only where it is told to', () => {
    expect(search(index, { text: 'refund days', scope: { sources: ['delivery'] } }).map(({ source }) => source)).toEqual(['delivery'])
    expect(search(index, { text: 'refund days', scope: { sources: [] } })).toEqual([])
  })

  it.each([
    ['Wie lange habe ich Zeit für die Rückgabe?', 'Sie können Waren innerhalb von 30 Tagen zurückgeben. Die Rückgabefrist beginnt mit der Lieferung.'],
    ['返品できますか', '返品は商品到着後14日以内に可能です。'],
    ['การคืนเงินใช้เวลากี่วัน', 'การคืนเงินใช้เวลาเจ็ดวันทำการ'],
    ['¿Cuánto tarda el envío?', 'El envío tarda tres días laborables.'],
  ])('finds words of other languages: %s', (question, text) => {
    const other = knowledgeIndex([document('other', [['', text], ['', 'Lorem ipsum dolor sit amet.']])])
    expect(search(other, { text: question })[0]?.passage.text).toBe(text)
  })

  it('adds up the ranks of words and meaning', () => {
    const near = new Float32Array([1, 0, 0, 1, 0, 0])
    const far = new Float32Array([0, 1, 0, 0, 1, 0])
    const both = knowledgeIndex([document('a', [['', 'Alpha beta.'], ['', 'Gamma delta.']], { vectors: packVectors([far, near], [0.5, 0.5]) })])
    const hits = search(both, { text: 'alpha', vector: near, views: [0.5, 0.5] })
    expect(hits.map(({ passage, lexicalRank, vectorRank }) => [passage.text, lexicalRank, vectorRank])).toEqual([['Alpha beta.', 1, undefined], ['Gamma delta.', undefined, 1]])
    expect(hits[1]?.similarity).toBeGreaterThan(0.98)
  })

  it('takes vectors of another encoder for none', () => {
    const other = knowledgeIndex([document('a', [['', 'Alpha beta.']], { vectors: packVectors([new Float32Array(6).fill(1)], [1]) })])
    expect(search(other, { text: 'alpha', vector: new Float32Array(8).fill(1) })[0]).toMatchObject({ similarity: 0, lexicalRank: 1 })
  })

  it('survives a question without words', () => {
    for (const text of ['', '???', '   ', '\0', '👍👍']) expect(search(index, { text })).toEqual([])
  })
})

describe('answering', () => {
  it('cites each document once and names its address', () => {
    const index = knowledgeIndex([document('fees', [['Fees', 'Express delivery costs nine pounds.']], { url: 'https://shop.test/fees' }), document('times', [['Times', 'The warehouse closes at midnight.']])])
    const question = 'what does express delivery cost and when does the warehouse close'
    const answer = extractAnswer(question, search(index, { text: question }).map((hit) => ({ ...hit, confidence: 0.9 })))
    expect(answer?.text).toBe('Express delivery costs nine pounds. [1]\n\nThe warehouse closes at midnight. [2]')
    expect(answer?.citations).toEqual([
      { title: 'fees.md', url: 'https://shop.test/fees', source: 'fees', text: 'Express delivery costs nine pounds.' },
      { title: 'times.md', source: 'times', text: 'The warehouse closes at midnight.' },
    ])
  })

  it('begins where a passage says first what was asked, not where it says it shortest', () => {
    const passage = { heading: 'Returns', text: 'You can return anything you bought from us within thirty days of the day it arrived, for any reason. Keep the receipt. Print the label at home. Returning by post costs four euros. We do not take back gift cards.' }
    const [hit] = search(knowledgeIndex([{ source: 'help', title: 'Help', passages: [passage] }]), { text: 'how long can I return something' })
    expect(extractAnswer('how long can I return something', [{ ...hit!, confidence: 0.9 }])?.text).toMatch(/^You can return anything .* Print the label at home\. \[1\]$/)
  })

  it('says nothing when it is not sure', () => {
    const index = knowledgeIndex([document('a', [['', 'Express delivery costs nine pounds.']])])
    expect(extractAnswer('who painted the Mona Lisa by express', search(index, { text: 'who painted the Mona Lisa by express' }))).toBeUndefined()
  })
})
