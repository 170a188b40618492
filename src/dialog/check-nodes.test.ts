import { describe, expect, it } from 'vitest'
import { checkCopilot } from '../topics/index.ts'
import { engineChecks } from './index.ts'
import { systemTable } from './system-table.ts'
import { definitionOf, triggerOf } from './testing.ts'

const found = (nodes: string) => checkCopilot(definitionOf({ topics: { Main: triggerOf('OnUnknownIntent', '', nodes) } }), engineChecks).diagnostics

describe('the checker with the engine', () => {
  it('knows every system variable', () => {
    expect(systemTable.length).toBeGreaterThan(40)
    const nodes = systemTable.map(({ path }, index) => `- kind: SendActivity\n  id: s${index}\n  activity: "{System.${path}}"\n`).join('')
    expect(found(nodes).map(({ message }) => message)).toEqual([])
  })

  it('has the types the engine gives them', () => {
    const numbers = systemTable.filter(({ type }) => type === 'number').map(({ path }) => path)
    const texts = systemTable.filter(({ type }) => type === 'text').map(({ path }) => path)
    const compare = (path: string, value: string) => found(`- kind: SendActivity\n  id: s\n  activity: '{System.${path} = ${value}}'\n`).map(({ code }) => code)
    expect(numbers.flatMap((path) => compare(path, '1'))).toEqual([])
    expect(texts.flatMap((path) => compare(path, '"a"'))).toEqual([])
    expect(compare('FallbackCount', '"a"')).toEqual(['IncompatibleTypes'])
    expect(compare('Activity.Text', '1')).toEqual(['IncompatibleTypes'])
  })

  it('tells once what a node lacks, as the engine says it or as the schema does', () => {
    const codes = (node: string) => found(node).map(({ severity, code, nodeId }) => `${severity} ${code} ${nodeId ?? ''}`)
    expect(codes('- kind: BeamMeUp\n  id: b\n')).toEqual(['warning ElementNotSupported b'])
    expect(codes('- kind: SendActivity\n  id: b\n')).toEqual(['error MissingRequiredProperty b'])
    expect(codes('- kind: ClearAllVariables\n  id: b\n  variables: Everything\n')).toEqual(['error UnknownEnumValue b'])
  })
})
