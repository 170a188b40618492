import { describe, expect, it } from 'vitest'
import { changeText, recognizedText, triggerText } from './turn-step-text.ts'

describe('a step in words', () => {
  it('says what words were taken for, and what came close', () => {
    expect(recognizedText({ verdict: 'one', intents: [{ topic: 't', name: 'Store hours', score: 0.923 }, { topic: 'u', name: 'Returns', score: 0.3 }] })).toBe('One topic fits: Store hours 0.92, Returns 0.30')
    expect(recognizedText({ verdict: 'none', intents: [] })).toBe('No topic fits.')
  })

  it('says why a topic started', () => {
    expect(triggerText({ topic: 't', name: 'Start', trigger: 'OnConversationStart', reason: 'the conversation started' })).toBe('Topic “Start” starts: the conversation started.')
  })

  it('says what a variable became', () => {
    expect(changeText({ variable: 'Topic.Count', topic: 'Order', before: 'null', after: '5' })).toBe('Topic.Count (Order) = 5')
    expect(changeText({ variable: 'Global.Name', before: '"Ann"', after: 'null' })).toBe('Global.Name: "Ann" → blank')
  })
})
