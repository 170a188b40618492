import { stringify } from 'yaml'
import { describe, expect, it } from 'vitest'
import { copilotChecker } from './check-copilot.ts'
import { ownCodes, validationCodes } from './code-catalogue.ts'
import { editDocument } from './edit-document.ts'
import { parseDocument, type Path } from './parse-document.ts'

/** What may stand anywhere in a document somebody typed, or sent. */
const strange: unknown[] = [
  null, [], {}, '', 0, -1, true, '=', '=)', '={', '{', '{Topic.', 'Topic.', 'init:Topic.', [null], [[]], { kind: 5 }, { kind: 'SendActivity' }, { kind: 'BooleanCondition', operator: 'constructor', variable: 'Topic.X', value: 1 },
  '__proto__', 'constructor', { constructor: 1 }, '=Topic.X.Y.Z = 1', "='a.entity.b'.c", 'x'.repeat(3000), { kind: 'EmbeddedEntity', definition: null }, ['a', 'b'], '=Topic.X & constructor',
]

describe('documents of any shape', () => {
  it('are checked without an exception, and every change that is offered leaves a document that can be read', () => {
    const checker = copilotChecker()
    let edits = 0
    for (const entry of [...validationCodes, ...ownCodes]) {
      if (!('definition' in entry) || entry.example.length > 1500) continue
      const { definition } = entry
      const [main] = definition.components
      const { value } = parseDocument(main?.text ?? '', main?.path ?? '')
      if (!main || typeof value !== 'object' || value === null) continue
      for (const [index, path] of pathsIn(value).entries()) {
        const text = stringify(withValue(value, path, strange[(index * 7 + entry.code.length) % strange.length]), { lineWidth: 0 })
        const { diagnostics } = checker.check({ ...definition, components: definition.components.map((each) => (each === main ? { ...main, text } : each)) })
        const before = parseDocument(text, main.path).diagnostics.length
        for (const diagnostic of diagnostics) {
          if (diagnostic.file !== main.path || !diagnostic.edits) continue
          expect(parseDocument(editDocument(text, diagnostic.edits), main.path).diagnostics.length, `${diagnostic.code} ${JSON.stringify(diagnostic.edits)}`).toBeLessThanOrEqual(before)
          edits++
        }
      }
    }
    expect(edits).toBeGreaterThan(120)
  }, 60_000)
})

function pathsIn(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) => {
    const path = [...at, Array.isArray(value) ? Number(key) : key]
    return [path, ...pathsIn(member, path)]
  })
}

function withValue(document: object, path: Path, value: unknown): unknown {
  const copy = structuredClone(document) as Record<string | number, unknown>
  let holder = copy
  for (const step of path.slice(0, -1)) holder = holder[step] as Record<string | number, unknown>
  holder[path.at(-1) ?? ''] = value
  return copy
}
