import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { editDocument, type Edit } from './edit-document.ts'
import { parseDocument, type Path } from './parse-document.ts'

const topic = `# Name: Hours
kind: AdaptiveDialog   # a topic
beginDialog:
  kind: OnRecognizedIntent
  id: main
  intent: {}

  actions:
    # greets
    - kind: SendActivity
      id: hello
      activity: "Hi, {System.User.DisplayName}"  # quoted

    - kind: EndDialog
      id: end
inputType: {}
`

describe('editing a document', () => {
  it.each<[string, Edit, string, string]>([
    ['a value', { type: 'set', path: ['beginDialog', 'actions', 0, 'activity'], value: 'Hello: you' }, 'activity: "Hi, {System.User.DisplayName}"  # quoted', 'activity: "Hello: you"  # quoted'],
    ['text of several lines', { type: 'set', path: ['beginDialog', 'actions', 0, 'activity'], value: 'one\ntwo' }, 'activity: "Hi, {System.User.DisplayName}"  # quoted', 'activity: |-  # quoted\n        one\n        two'],
    ['a property that is new', { type: 'set', path: ['beginDialog', 'actions', 1, 'clearTopicQueue'], value: true }, '      id: end\n', '      id: end\n      clearTopicQueue: true\n'],
    ['an object for an empty one', { type: 'set', path: ['beginDialog', 'intent'], value: { triggerQueries: ['hi'] } }, '  intent: {}\n', '  intent:\n    triggerQueries:\n      - hi\n'],
    ['a member of an empty object', { type: 'set', path: ['beginDialog', 'intent', 'displayName'], value: 'Hi' }, '  intent: {}\n', '  intent:\n    displayName: Hi\n'],
    ['a node at the end', { type: 'insert', path: ['beginDialog', 'actions', 2], value: { kind: 'X', id: 'y' } }, '      id: end\n', '      id: end\n\n    - kind: X\n      id: y\n'],
    ['a node before another', { type: 'insert', path: ['beginDialog', 'actions', 1], value: { kind: 'X', id: 'y' } }, '    - kind: EndDialog\n', '    - kind: X\n      id: y\n\n    - kind: EndDialog\n'],
    ['a node away', { type: 'remove', path: ['beginDialog', 'actions', 1] }, '    - kind: EndDialog\n      id: end\n', ''],
    ['a property away', { type: 'remove', path: ['beginDialog', 'intent'] }, '  intent: {}\n', ''],
    ['the first property of a node away', { type: 'remove', path: ['beginDialog', 'actions', 1, 'kind'] }, '- kind: EndDialog\n      id: end', '- id: end'],
    ['another name for a property', { type: 'rename', path: ['beginDialog', 'actions', 0, 'activity'], key: 'speak' }, '      activity: "Hi', '      speak: "Hi'],
    ['a word inside a text in quotes', { type: 'replace', path: ['beginDialog', 'actions', 0, 'activity'], offset: 17, length: 11, text: 'FirstName' }, '{System.User.DisplayName}', '{System.User.FirstName}'],
    ['characters its quotes must escape', { type: 'replace', path: ['beginDialog', 'actions', 0, 'activity'], offset: 0, length: 2, text: '"Hey"' }, '"Hi, {System.User.DisplayName}"  #', '"\\"Hey\\", {System.User.DisplayName}"  #'],
  ])('puts %s and touches nothing else', (_name, edit, before, after) => {
    expect(topic).toContain(before)
    expect(editDocument(topic, [edit])).toBe(topic.replace(before, after))
  })

  it.each([
    ['plain text', 'a: =Topic.Nmae & 1 # x\n', 7, 'a: =Topic.Name & 1 # x\n'],
    ['single quotes', "a: '=''b''.Nmae'\n", 5, "a: '=''b''.Name'\n"],
    ['a block', 'a: |-\n  =If(\n    Nmae, 1)\nb: 2\n', 7, 'a: |-\n  =If(\n    Name, 1)\nb: 2\n'],
  ])('replaces a part of %s', (_name, text, offset, after) => {
    expect(editDocument(text, [{ type: 'replace', path: ['a'], offset, length: 4, text: 'Name' }])).toBe(after)
    expect(() => editDocument(text, [{ type: 'replace', path: ['a'], offset: 99, length: 1, text: '' }])).toThrow(RangeError)
  })

  it('keeps line ends of Windows', () => {
    expect(editDocument('a: 1\r\nb:\r\n  - x\r\n', [{ type: 'set', path: ['b', 1], value: 'y' }])).toBe('a: 1\r\nb:\r\n  - x\r\n  - y\r\n')
  })

  it('refuses a path that leads nowhere', () => {
    expect(() => editDocument(topic, [{ type: 'remove', path: ['nothing'] }])).toThrow(RangeError)
  })
})

const corpus = resolve(import.meta.dirname, '../../../shared/corpus')
describe.skipIf(!existsSync(corpus))('editing real documents (needs ../shared/corpus)', () => {
  const files = existsSync(corpus) ? readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((path) => /(\.ya?ml|\/data)$/.test(path)) : []

  it('gives at every place exactly the value that was meant', () => {
    let edits = 0
    for (const file of files) {
      const text = readFileSync(join(corpus, file), 'utf8')
      const { value, diagnostics } = parseDocument(text, file)
      if (typeof value !== 'object' || value === null || diagnostics.length > 0) continue
      for (const path of pathsIn(value)) {
        const step = path.at(-1)
        const changes: Exclude<Edit, { type: 'rename' | 'replace' }>[] = [
          { type: 'set', path, value: 'new: text' },
          { type: 'set', path, value: 'one\n  two: #three\n' },
          { type: 'set', path, value: '  one\n\n' },
          { type: 'set', path, value: { kind: 'X', list: ['a', { b: '=c' }], empty: {} } },
          { type: 'remove', path },
          ...(typeof step === 'number' ? [{ type: 'insert', path, value: { id: 'x', text: 'one\ntwo' } } as const, { type: 'insert', path: [...path.slice(0, -1), 999], value: 'last' } as const] : []),
        ]
        for (const edit of changes) {
          const edited = editDocument(text, [edit])
          const read = parseDocument(edited, file)
          expect([read.value, read.diagnostics], `${file} ${JSON.stringify(edit)}`).toEqual([expected(value, edit), []])
          edits++
        }
      }
    }
    expect(edits).toBeGreaterThan(500)
  }, 120_000)
})

/** A sample of all paths, the same every time. */
function pathsIn(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return []
  const all = Object.entries(value).flatMap(([key, member]) => {
    const path = [...at, Array.isArray(value) ? Number(key) : key]
    return [path, ...pathsIn(member, path)]
  })
  return at.length > 0 ? all : all.filter((_, index) => index % Math.ceil(all.length / 4) === 0)
}

function expected(value: object, edit: Exclude<Edit, { type: 'rename' | 'replace' }>): unknown {
  const copy = structuredClone(value) as Record<string | number, unknown>
  let holder = copy
  for (const step of edit.path.slice(0, -1)) holder = holder[step] as Record<string | number, unknown>
  const step = edit.path.at(-1) ?? ''
  if (Array.isArray(holder)) holder.splice(Number(step), edit.type === 'insert' ? 0 : 1, ...(edit.type === 'remove' ? [] : [edit.value]))
  else if (edit.type === 'remove') delete holder[step]
  else holder[step] = edit.value
  return copy
}
