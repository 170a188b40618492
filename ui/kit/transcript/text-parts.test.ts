import { describe, expect, it } from 'vitest'
import { attachedFile, attachmentSummary } from './activity-text.ts'
import { textParts } from './text-parts.ts'

describe('a message as text', () => {
  it('links addresses without the full stop after them', () => {
    expect(textParts('See https://example.com/a?b=1.')).toEqual([
      { kind: 'text', text: 'See ' },
      { kind: 'link', text: 'https://example.com/a?b=1', href: 'https://example.com/a?b=1' },
      { kind: 'text', text: '.' },
    ])
  })

  it('reads bold and named links', () => {
    expect(textParts('**Now** [here](https://example.com)')).toEqual([{ kind: 'bold', text: 'Now' }, { kind: 'text', text: ' ' }, { kind: 'link', text: 'here', href: 'https://example.com' }])
  })

  it('names the sources of a generated answer', () => {
    expect(textParts('Nine. [1]\n\n[1]: https://a.test/ "Fees"\n[2]: cite:2 "Guide.pdf"')).toEqual([{ kind: 'text', text: 'Nine. [1]\n\n1. ' }, { kind: 'link', text: 'Fees', href: 'https://a.test/' }, { kind: 'text', text: '\n2. Guide.pdf' }])
  })

  it('never links a script', () => {
    const text = '[x](javascript:alert(1)) <img src=x onerror=alert(1)>'
    expect(textParts(text)).toEqual([{ kind: 'text', text }])
  })
})

describe('a card in words', () => {
  it('reads an adaptive card in its order', () => {
    const content = {
      type: 'AdaptiveCard',
      body: [
        { type: 'TextBlock', text: 'Your order' },
        { type: 'ColumnSet', columns: [{ type: 'Column', items: [{ type: 'FactSet', facts: [{ title: 'Total', value: '12 €' }] }] }] },
        { type: 'Input.Text', id: 'mail', label: 'E-mail' },
      ],
      actions: [{ type: 'Action.Submit', title: 'Send' }],
    }
    expect(attachmentSummary({ contentType: 'application/vnd.microsoft.card.adaptive', content })).toEqual({ title: 'Card', lines: ['Your order', 'Total: 12 €', 'Field: E-mail'], actions: ['Send'] })
  })

  it('names a file', () => {
    expect(attachmentSummary({ contentType: 'application/pdf', name: 'bill.pdf' })).toEqual({ title: 'File', lines: ['bill.pdf'], actions: [] })
    expect(attachmentSummary({ contentType: 'image/png', contentUrl: 'https://example.com/a/cat.png?x=1' }).lines).toEqual(['cat.png'])
  })
})

describe('an attached file', () => {
  const png = 'image/png'
  it.each([
    ['a picture of this conversation', { contentType: png, contentUrl: '/api/conversations/c_1/files/7-1' }, { href: '/api/conversations/c_1/files/7-1', isPicture: true }],
    ['a document of this conversation', { contentType: 'application/pdf', contentUrl: '/api/conversations/c_1/files/7-1' }, { href: '/api/conversations/c_1/files/7-1', isPicture: false }],
    ['a drawing that could run', { contentType: 'image/svg+xml', contentUrl: '/api/conversations/c_1/files/7-1' }, { href: '/api/conversations/c_1/files/7-1', isPicture: false }],
    ['a picture in an older log', { contentType: png, contentUrl: 'data:image/png;base64,AA' }, { href: 'data:image/png;base64,AA', isPicture: true }],
    ['a picture elsewhere', { contentType: png, contentUrl: 'https://example.com/spy.png' }, { href: 'https://example.com/spy.png', isPicture: false }],
    ['a page as data', { contentType: png, contentUrl: 'data:text/html,<script>' }, undefined],
    ['a script', { contentType: png, contentUrl: 'javascript:alert(1)' }, undefined],
    ['another address of this server', { contentType: png, contentUrl: '/api/auth/sign-out' }, undefined],
    ['a card', { contentType: 'application/vnd.microsoft.card.hero', contentUrl: 'https://example.com' }, undefined],
  ])('that is %s', (_, attachment, shown) => {
    expect(attachedFile(attachment)).toEqual(shown)
  })
})
