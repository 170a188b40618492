import { describe, expect, it } from 'vitest'
import type { Entry } from '../../../src/contracts/conversation.ts'
import { transcriptItems } from './transcript-items.ts'

let seq = 0
const authors = { customer: 'Clara', copilot: 'Contoso Support', agent: 'Ana', system: 'System' }
const entry = (kind: Entry['author']['kind'], activity: Entry['activity'], at = '2026-01-01T10:00:00Z'): Entry => ({ seq: ++seq, at, audience: 'everyone', author: { kind, id: kind, name: authors[kind] }, activity })
const says = (kind: Entry['author']['kind'], text: string, at?: string) => entry(kind, { type: 'message', text }, at)
const kinds = (entries: Entry[]) => transcriptItems(entries).map((item) => item.kind)

describe('a transcript', () => {
  it('groups what one author says without a long pause', () => {
    expect(kinds([says('customer', 'a'), says('customer', 'b'), says('copilot', 'c')])).toEqual(['date', 'group', 'group'])
    expect(kinds([says('customer', 'a'), says('customer', 'b', '2026-01-01T10:20:00Z')])).toEqual(['date', 'group', 'group'])
  })

  it('reads as it was corrected, and keeps what was said before', () => {
    const first = entry('copilot', { type: 'message', id: 'c|1', text: 'It is opne.' })
    const second = entry('copilot', { type: 'message', id: 'c|2', text: 'Forget this.' })
    const theirs = entry('customer', { type: 'message', id: 'c|3', text: 'Mine.' })
    const log = [first, second, theirs, entry('copilot', { type: 'messageUpdate', changes: 'c|1', text: 'It is open.' }), entry('copilot', { type: 'messageDelete', changes: 'c|2' }), entry('copilot', { type: 'messageDelete', changes: 'c|3' }), entry('customer', { type: 'messageUpdate', changes: 'c|1', text: 'Forged.' })]
    const groups = transcriptItems(log).flatMap((item) => (item.kind === 'group' ? [item.entries.map(({ activity, was }) => [activity.text, was])] : []))
    expect(groups).toEqual([[['It is open.', { texts: ['It is opne.'], deleted: false }], [undefined, { texts: ['Forget this.'], deleted: true }]], [['Mine.', undefined]]])
  })

  it('separates days', () => {
    expect(kinds([says('customer', 'a', '2026-01-01T12:00:00Z'), says('customer', 'b', '2026-01-03T12:00:00Z')])).toEqual(['date', 'group', 'date', 'group'])
  })

  it('shows where the copilot handed off, and what the hub did in words', () => {
    const items = transcriptItems([
      says('copilot', 'One moment.'),
      entry('copilot', { type: 'event', name: 'handoff.initiate', value: {} }),
      entry('system', { type: 'event', name: 'hub.queued', value: { queue: 'Billing', rule: 'Bills' } }),
      entry('system', { type: 'event', name: 'hub.accepted', value: { agent: 'Ana' } }),
      says('system', 'Ana has joined the conversation.'),
    ])
    expect(items.slice(2)).toMatchObject([
      { kind: 'handoff', from: 'Contoso Support' },
      { kind: 'line', tone: 'event', text: 'Waiting in Billing by the rule “Bills”' },
      { kind: 'line', tone: 'event', text: 'Ana accepted' },
      { kind: 'line', tone: 'said', text: 'Ana has joined the conversation.' },
    ])
  })

  it('leaves out what says nothing: traces, typing, empty messages', () => {
    expect(kinds([entry('copilot', { type: 'trace' }), entry('customer', { type: 'typing' }), says('customer', ' '), entry('system', { type: 'endOfConversation' })])).toEqual([])
  })
})
