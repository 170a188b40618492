import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseMarkdown, parsePlain, safeImage, safeUrl, toHtml } from './rich-text.ts'

const html = (text: string) => toHtml(parseMarkdown(text))

describe('what a copilot writes', () => {
  it.each([
    ['**bold** and *italic* and `code`', '<p><strong>bold</strong> and <em>italic</em> and <code>code</code></p>'],
    ['- one\n- two\n\nthree', '<ul><li>one</li><li>two</li></ul><p>three</p>'],
    ['1. one\n2. two', '<ol><li>one</li><li>two</li></ol>'],
    ['# Title\ntext', '<p><strong>Title</strong></p><p>text</p>'],
    ['[here](https://a.example/x)', '<p><a href="https://a.example/x" target="_blank" rel="noopener noreferrer">here</a></p>'],
    ['snake_case_name and 2*3*4', '<p>snake_case_name and 2*3*4</p>'],
    ['a\nb', '<p>a<br>b</p>'],
    ['unfinished **bold', '<p>unfinished **bold</p>'],
    ['Nine pounds. [1]\n\n[1]: https://a.example/f(x) "Fees [2026]"\n[2]: cite:2 "Guide.pdf"', '<p>Nine pounds. [1]</p><ol><li><a href="https://a.example/f%28x%29" target="_blank" rel="noopener noreferrer">Fees 2026</a></li><li>Guide.pdf</li></ol>'],
    ['[1]: javascript:alert(1) "x"', '<p>[1]: javascript:alert(1) &#34;x&#34;</p>'],
  ])('%j', (text, expected) => expect(html(text)).toBe(expected))

  it('links a bare address without the full stop behind it', () => {
    expect(parsePlain('See https://a.example/x. Or mail ana@a.example!')).toEqual([
      {
        kind: 'paragraph',
        lines: [
          [
            { kind: 'text', text: 'See ' },
            { kind: 'link', href: 'https://a.example/x', inside: [{ kind: 'text', text: 'https://a.example/x' }] },
            { kind: 'text', text: '. Or mail ' },
            { kind: 'link', href: 'mailto:ana@a.example', inside: [{ kind: 'text', text: 'ana@a.example' }] },
            { kind: 'text', text: '!' },
          ],
        ],
      },
    ])
  })
})

describe('what must not happen', () => {
  it.each(['javascript:alert(1)', ' JaVaScript:alert(1)', 'data:text/html,<script>', 'vbscript:x', 'file:///etc/passwd', '//evil', 'blob:x', undefined, 5])('does not open %j', (address) => {
    expect(safeUrl(address)).toBeUndefined()
  })

  it('shows a link it will not open as the text it was', () => {
    expect(html('[click](javascript:alert(1))')).not.toContain('<a')
  })

  it.each(['data:image/svg+xml;base64,PHN2Zz4=', 'data:text/html;base64,PGI+', 'javascript:alert(1)'])('does not take %j for a picture', (address) => {
    expect(safeImage(address)).toBeUndefined()
  })

  it('never lets text become a tag, whatever it is', () => {
    const nasty = fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", '*', '_', '`', '[', ']', '(', ')', '-', ' ', '\n', 'a', 'https://x.y', 'javascript:', '\\') , maxLength: 60 })
    fc.assert(
      fc.property(nasty, (text) => {
        const known = /<\/?(p|strong|em|code|ul|ol|li|br)>|<a href="(https?|mailto|tel):[^"<>]*" target="_blank" rel="noopener noreferrer">|<\/a>/g
        expect(html(text).replace(known, '')).not.toMatch(/[<>"]/)
      }),
      { numRuns: 2000 },
    )
  })

  it('reads long lines in no time', () => {
    const start = performance.now()
    html(`${'*a '.repeat(1300)}\n${'['.repeat(4000)}\n${'_'.repeat(4000)}\n${'**'.repeat(2000)}\n${'a.'.repeat(20_000)}\n${'**a** '.repeat(5000)}`)
    expect(performance.now() - start).toBeLessThan(1500)
  })
})
