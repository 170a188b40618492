import { describe, expect, it } from 'vitest'
import { listWords, usesOfQueue, usesOfWorkstream } from './affected.ts'

const workstream = { id: 'w', name: 'Chat', copilotId: null, fallbackQueueId: 'general', offerSeconds: 120, capacityUnits: 1, wrapUpMinutes: 15, rules: [{ id: 'r', name: 'Bills', match: 'all' as const, conditions: [], queueId: 'billing' }] }

describe('what a deletion affects', () => {
  it('names fallback queues and rules', () => {
    expect(usesOfQueue({ workstreams: [workstream] }, 'general')).toEqual(['fallback queue of Chat'])
    expect(usesOfQueue({ workstreams: [workstream] }, 'billing')).toEqual(['rule “Bills” of Chat'])
    expect(usesOfQueue({ workstreams: [workstream] }, 'other')).toEqual([])
  })
  it('names widgets', () => {
    const widget = { id: 'x', name: 'Shop', workstreamId: 'w', title: '', subtitle: '', color: '#000000', position: 'right' as const, allowedOrigins: [], embedCode: '', demoUrl: '' }
    expect(usesOfWorkstream({ widgets: [widget] }, 'w')).toEqual(['chat widget “Shop”'])
  })
  it('is a sentence', () => expect([listWords([]), listWords(['a']), listWords(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b and c']))
})
