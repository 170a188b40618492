import { describe, expect, it } from 'vitest'
import { toolFindings } from './tool-findings.ts'
import { toolUses } from './tool-uses.ts'

const topic = `kind: AdaptiveDialog
beginDialog:
  kind: OnRedirect
  id: main
  actions:
    - kind: InvokeFlowAction
      id: flow1
      flowId: 4527d3de-ecfe-4498-9036-980d4c95e5e2
    - kind: InvokeConnectorAction
      id: c1
      connectionReference: shop.shared_office365.1
      operationId: SendEmailV2
    - kind: SendActivity
      id: a
      activity: Done.
`

describe('what a package cannot bring along', () => {
  it('is named with the place that uses it and what to do', () => {
    const component = { schemaName: 'bot.topic.Go', kind: 'topic' as const, name: 'Go', description: '', path: 'topics/Go.mcs.yml', text: topic, state: 'on' as const, parts: {} }
    expect(toolFindings(toolUses([component]))).toMatchObject([
      { severity: 'warning', code: 'FlowNotFound', file: 'topics/Go.mcs.yml', line: 6, nodeId: 'flow1', message: expect.stringContaining('4527d3de'), fix: expect.stringMatching(/Connections page.*--flows/) },
      { severity: 'warning', code: 'ConnectionNotSet', line: 9, nodeId: 'c1', message: expect.stringContaining('operation SendEmailV2') },
    ])
  })
})
