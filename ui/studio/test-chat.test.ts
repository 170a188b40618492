import { describe, expect, it } from 'vitest'
import { emptyChat, eventNotice, handoffVariables, isOver, receive, sending, settled, suggestionsOf } from './test-chat.ts'

const bot = (id: string, more: object = {}) => ({ type: 'message', id, text: id, from: { id: 'bot', role: 'bot' }, ...more })
const mine = (id: string, clientActivityID: string) => ({ type: 'message', id, text: 'hi', from: { id: 'me', role: 'user' }, channelData: { clientActivityID } })

describe('the test chat', () => {
  it('shows a line once, however often it comes', () => {
    const chat = receive(receive(emptyChat, [bot('1'), bot('2')]), [bot('2'), bot('3')])
    expect(chat.lines.map((line) => line.activity.id)).toEqual(['1', '2', '3'])
  })

  it('shows what the copilot changed, and that it took something back', () => {
    const chat = receive(emptyChat, [bot('1'), bot('2'), bot('1', { type: 'messageUpdate', text: 'better' }), bot('2', { type: 'messageDelete' }), bot('1'), bot('2')])
    expect(chat.lines.map(({ activity, changed }) => [activity.type, activity.text, changed])).toEqual([['message', 'better', 'edited'], ['message', undefined, 'deleted']])
  })

  it('takes its own words for the ones it is sending', () => {
    const chat = receive(sending(emptyChat, 'c1', { type: 'message', text: 'hi', from: { id: 'me', role: 'user' } }), [mine('7', 'c1')])
    expect(chat.lines).toMatchObject([{ key: 'c1', state: 'sent', activity: { id: '7' } }])
    expect(settled(chat, 'c1', 'failed').lines[0]?.state).toBe('sent')
  })

  it('keeps words that could not be sent, marked', () => {
    const chat = settled(sending(emptyChat, 'c1', { type: 'message', text: 'hi' }), 'c1', 'failed')
    expect(chat.lines[0]?.state).toBe('failed')
  })

  it('types until the copilot speaks', () => {
    const typing = receive(emptyChat, [{ type: 'typing', from: { id: 'bot', role: 'bot' } }])
    expect(typing.typing).toBe(true)
    expect(receive(typing, [bot('1')]).typing).toBe(false)
  })

  it('offers the buttons of the last words only', () => {
    const asked = receive(emptyChat, [bot('1', { suggestedActions: { actions: [{ type: 'imBack', title: 'Yes', value: 'yes' }] } })])
    expect(suggestionsOf(asked)).toEqual([{ title: 'Yes', type: 'imBack', value: 'yes' }])
    expect(suggestionsOf(receive(asked, [mine('2', 'c')]))).toEqual([])
  })

  it('says that nobody joins after a handoff', () => {
    const handoff = { type: 'event', name: 'handoff.initiate', from: { id: 'bot', role: 'bot' } }
    expect(eventNotice(handoff)?.text).toContain('nobody joins')
    expect(handoffVariables({ ...handoff, value: { va_LastTopic: 'Billing', Amount: 3 } })).toEqual([{ name: 'va_LastTopic', value: 'Billing' }, { name: 'Amount', value: '3' }])
    expect(isOver(receive(emptyChat, [handoff]))).toBe(true)
    expect(isOver(receive(emptyChat, [bot('1')]))).toBe(false)
  })
})
