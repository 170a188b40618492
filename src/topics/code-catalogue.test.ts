import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkCopilot } from './check-copilot.ts'
import { expressionCodes, ownCodes, referenceCodes, validationCodes } from './code-catalogue.ts'
import { describeChecker } from './describe-checker.ts'
import { editDocument } from './edit-document.ts'

const entries = [...expressionCodes, ...referenceCodes, ...validationCodes, ...ownCodes]
const raised = entries.flatMap((entry) => ('definition' in entry ? [entry] : []))
/** Stands for the engine, which src/dialog brings: it objects to one node. */
const engine = {
  checkNodes: (document: unknown) => (JSON.stringify(document)?.includes('System.User.Language') ? [{ path: ['beginDialog', 'actions', 0], nodeId: 's', kind: 'SetVariable', code: 'InvalidContent', message: 'The node s will fail.' }] : []),
}

describe('every code of the checker', () => {
  it.each(raised.map((entry) => [entry.code, entry] as const))('%s is raised by its example, with a place and something to try', (code, { definition }) => {
    const { diagnostics } = checkCopilot(definition, engine)
    const found = diagnostics.filter((diagnostic) => diagnostic.code === code)
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(code)
    for (const { line, column, fix, message, file } of found) {
      expect([line > 0, column > 0, definition.components.some(({ path }) => path === file)]).toEqual([true, true, true])
      expect(message).toMatch(/[.?:…)]$/)
      if (code !== 'PowerFxError' && code !== 'InvalidYaml') expect(fix, message).toMatch(/^\S.*[.?…]$/)
    }
  })

  it.each(raised.map((entry) => [entry.code, entry] as const))('%s: what it offers as a change mends it and leaves the rest alone', (code, { definition }) => {
    const { diagnostics } = checkCopilot(definition, engine)
    for (const { edits, file } of diagnostics.filter((diagnostic) => diagnostic.code === code)) {
      if (!edits) continue
      const components = definition.components.map((component) => (component.path === file ? { ...component, text: editDocument(component.text ?? '', edits) } : component))
      const after = checkCopilot({ ...definition, components }, engine).diagnostics
      const count = (list: typeof after) => list.filter((diagnostic) => diagnostic.code === code).length
      expect(count(after)).toBeLessThan(count(diagnostics))
      expect(after.filter(({ severity }) => severity === 'error').length).toBeLessThanOrEqual(diagnostics.filter(({ severity }) => severity === 'error').length)
    }
  })

  it('is on one page (write it anew with -u)', async () => {
    await expect(describeChecker()).toMatchFileSnapshot('../../docs/checker.md')
  })

  it('is in the catalogue when the source raises it', () => {
    const known = new Set(entries.map(({ code }) => code))
    const sources = readdirSync(import.meta.dirname).filter((file) => /\.ts$/.test(file) && !/\.test\.ts$|catalogue|schema-table/.test(file))
    const named = sources.flatMap((file) => [...readFileSync(resolve(import.meta.dirname, file), 'utf8').matchAll(/\bcode: '(\w+)'/g)].map((match) => match[1] ?? ''))
    expect(named.length).toBeGreaterThan(60)
    expect(named.filter((code) => !known.has(code))).toEqual([])
    expect(known.size).toBe(entries.length)
  })
})

const schema = resolve(import.meta.dirname, '../../../shared/schema/copilot-studio-authoring.schema.json')
describe.skipIf(!existsSync(schema))('the published enumerations (needs ../shared/schema)', () => {
  it.each([
    ['ExpressionErrorCode', expressionCodes],
    ['InvalidReferenceErrorCode', referenceCodes],
    ['ValidationErrorCode', validationCodes],
  ] as const)('%s is complete and in order', (name, listed) => {
    const { definitions } = JSON.parse(readFileSync(schema, 'utf8')) as { definitions: Record<string, { oneOf: { const: string }[] }> }
    expect(listed.map(({ code }) => code)).toEqual(definitions[name]?.oneOf.map(({ const: code }) => code))
  })
})
