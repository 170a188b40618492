import { describe, expect, it } from 'vitest'
import { operationsOf, readable, readInputs, sampleInputs } from './connection-inputs.ts'
import type { Connection } from './connections-api.ts'

const connection = (kind: Connection['kind'], uses: { operation: string; inputs: string[] }[]): Connection => ({
  kind,
  target: 'x',
  name: 'X',
  state: 'missing',
  address: null,
  uses: uses.map((use) => ({ copilotId: 'c', copilotName: 'C', component: 'c.topic.T', componentName: 'T', nodeId: 'n', outputs: [], ...use })),
})

describe('sample inputs', () => {
  it('are what the nodes bind, nested for connectors', () => {
    expect(JSON.parse(sampleInputs(connection('flow', [{ operation: '', inputs: ['text', 'a.b'] }]), ''))).toEqual({ text: '', 'a.b': '' })
    const mail = connection('connector', [{ operation: 'Send', inputs: ["parameters/'$filter'", 'item.to', 'item.body'] }, { operation: 'Get', inputs: ['id'] }])
    expect(JSON.parse(sampleInputs(mail, 'Send'))).toEqual({ parameters: { $filter: '' }, item: { to: '', body: '' } })
    expect(operationsOf(mail)).toEqual(['Send', 'Get'])
  })

  it('are read as an object, or it is said what they are', () => {
    expect(readInputs('  ')).toEqual({ inputs: {} })
    expect(readInputs('{"a": 1}')).toEqual({ inputs: { a: 1 } })
    expect(readInputs('[1]')).toEqual({ problem: expect.stringContaining('Write an object') })
    expect(readInputs('{a')).toEqual({ problem: expect.stringContaining('not JSON') })
    expect(readable('{"a":1}')).toBe('{\n  "a": 1\n}')
    expect(readable('<html>')).toBe('<html>')
  })
})
