import { describe, expect, it } from 'vitest'
import type { HostCall } from './index.ts'
import { copilotOf, Talk, topicOf } from './testing.ts'

const node = (settings: string) => `
- kind: SetVariable
  id: s
  variable: Topic.City
  value: Oslo hush
- kind: HttpRequestAction
  id: h
  url: https://example.org
  latencyMessageSettings:
${settings}`

function latencyOf(settings: string) {
  const calls: HostCall[] = []
  const talk = new Talk(copilotOf({ topics: { Go: topicOf(['go'], node(settings)) } }), { secrets: ['hush'] }, (call) => {
    if (call.type === 'http') calls.push(call)
    return call.type === 'http' ? { type: 'http', status: 200, headers: {}, body: '' } : undefined
  })
  talk.hear('go')
  return calls[0]?.latency
}

describe('words for a slow node', () => {
  it('go along with its call, without secrets', () => {
    expect(latencyOf('    allowLatencyMessage: true\n    latencyMessage: Looking at {Topic.City}\n    latencyMessageDelayInMilliseconds: =2000 + 1\n')).toEqual({ activity: { type: 'message', text: 'Looking at Oslo •••••' }, afterMs: 2001 })
  })

  it('come after half a second unless the maker says otherwise, and only when allowed', () => {
    expect(latencyOf('    allowLatencyMessage: =1 = 1\n    latencyMessage: One moment.\n')).toMatchObject({ afterMs: 500 })
    expect(latencyOf('    latencyMessage: One moment.\n')).toBeUndefined()
    expect(latencyOf('    allowLatencyMessage: true\n')).toBeUndefined()
  })
})
