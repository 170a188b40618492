import { describe, expect, it } from 'vitest'
import type { Activity } from '../../../src/contracts/index.ts'
import { activityOf, addActivities, emptyHistory, shownLines, unreadAfter, type Outgoing } from './lines.ts'

const said = (seq: number, text: string, more: Partial<Activity> = {}): Activity => ({
  type: 'message',
  id: `c1|${String(seq).padStart(7, '0')}`,
  timestamp: new Date(1_000_000 + seq * 1000).toISOString(),
  text,
  from: { id: 'bot', name: 'Contoso', role: 'bot' },
  ...more,
})
const mine = (seq: number, item: Outgoing): Activity => said(seq, item.text, { ...activityOf(item), from: { id: 'me', role: 'user' } })
const outgoing = (clientId: string, text: string): Outgoing => ({ clientId, conversationId: 'c1', at: '2026-01-01T00:00:00Z', text })
const add = (...activities: Activity[]) => addActivities(emptyHistory, activities, 'me', 0)
const texts = (lines: { text: string }[]) => lines.map((line) => line.text)

describe('lines of a conversation', () => {
  it('stand in the order of the log, each once, however they come', () => {
    const history = addActivities(add(said(3, 'c'), said(1, 'a')), [said(1, 'a'), said(2, 'b'), said(3, 'c')], 'me', 0)
    expect(texts(history.lines)).toEqual(['a', 'b', 'c'])
  })

  it('know the copilot, the person and the system apart', () => {
    const history = add(said(1, 'hi'), said(2, 'joined', { channelData: { tags: 'system' } }), said(3, 'hello', { channelData: { tags: 'public,FromAgent' } }), said(4, 'x', { channelData: { tags: ['system'] } }))
    expect(history.lines.map((line) => line.from)).toEqual(['copilot', 'system', 'agent', 'system'])
  })

  it('show my message at once and only once: waiting, received, back in the log', () => {
    const item = outgoing('id-1', 'hello')
    expect(shownLines(add(), [item], []).map((line) => line.status)).toEqual(['sending'])
    expect(shownLines(add(), [item], [item]).map((line) => line.status)).toEqual(['sent'])
    expect(shownLines(add(mine(1, item)), [item], [item]).map((line) => line.status)).toEqual(['sent'])
  })

  it('change and go as the copilot changes and takes back its words, whatever comes first and however often', () => {
    const update = said(1, 'It is open.', { type: 'messageUpdate' })
    const gone = said(2, '', { type: 'messageDelete' })
    const log = [said(1, 'It is opne.'), said(2, 'Forget this.'), update, gone]
    for (const order of [log, [...log, ...log], log.toReversed()]) {
      expect(add(...order).lines.map((line) => [line.text, line.changed])).toEqual([['It is open.', 'edited'], ['', 'deleted']])
    }
    expect(texts(add(said(1, 'mine', { from: { id: 'me', role: 'user' } }), said(1, 'forged', { type: 'messageUpdate' })).lines)).toEqual(['mine'])
    expect(texts(add(said(1, 'theirs'), said(1, 'forged', { type: 'messageUpdate', from: { id: 'me', role: 'user' } })).lines)).toEqual(['theirs'])
  })

  it('say why a message was not sent', () => {
    expect(shownLines(add(), [{ ...outgoing('id-1', 'x'), problem: 'Too long.' }], [])[0]).toMatchObject({ status: 'failed', problem: 'Too long.' })
  })

  it('count what others said after the last line that was seen', () => {
    const history = add(said(1, 'a'), mine(2, outgoing('id-1', 'me')), said(3, 'b'), said(4, 'c'))
    expect([unreadAfter(history, 0), unreadAfter(history, 3), unreadAfter(history, 4)]).toEqual([3, 1, 0])
  })

  it('show a button as its title and send its value', () => {
    const item: Outgoing = { ...outgoing('id-1', 'yes-4711'), title: 'Yes' }
    expect(activityOf(item)).toMatchObject({ text: 'yes-4711', channelData: { clientActivityID: 'id-1', title: 'Yes' } })
    expect(texts(add(mine(1, item)).lines)).toEqual(['Yes'])
  })

  it('end with the conversation, and drop typing when the words are there', () => {
    const typing = add({ type: 'typing', from: { id: 'agent', name: 'Ana', role: 'bot' } })
    expect(typing.typing).toMatchObject({ name: 'Ana', side: 'agent' })
    expect(addActivities(typing, [said(1, 'hi')], 'me', 1).typing).toBeUndefined()
    expect(add({ type: 'endOfConversation' }).ended).toBe(true)
  })

  it('know who serves as soon as somebody joins, and until they are gone', () => {
    const told = (n: number, agent: string | null) => ({ ...said(n, 'told'), channelData: { tags: 'system', agent } })
    expect(add(said(1, 'hi'), told(2, 'Ana'), said(3, 'x')).lines.map((line) => line.serves)).toEqual([undefined, 'Ana', undefined])
    expect(add(told(2, 'Ana'), told(3, null)).lines.at(-1)?.serves).toBeNull()
  })

  it('leave out what has nothing to show, and events', () => {
    expect(add(said(1, ''), { type: 'event', name: 'hub.queued' }, { type: 'conversationUpdate' }).lines).toEqual([])
  })
})
