import { describe, expect, it } from 'vitest'
import { isBlank, toJson } from './fx.ts'
import { freshState } from './state.ts'
import { systemTable, systemVariablesPage } from './system-table.ts'
import { Turn } from './turn.ts'
import { Talk, context, copilotOf, say, topicOf, triggerOf } from './testing.ts'

const nobody = copilotOf({ topics: {} })
const rows = systemTable.map((row) => [row.path, row] as const)

describe('docs/system-variables.md', () => {
  it('is what the table says (write it anew with -u)', async () => {
    await expect(systemVariablesPage()).toMatchFileSnapshot('../../docs/system-variables.md')
  })

  it('has every variable of the reference once', () => {
    const paths = systemTable.map(({ path }) => path)
    expect(paths.length).toBe(60)
    expect(new Set(paths).size).toBe(paths.length)
  })
})

describe('System', () => {
  it.each(rows)('%s can be read', (path) => {
    const turn = new Turn(nobody, freshState(), context())
    const [first = '', ...rest] = path.split('.')
    let value = toJson(turn.get(`System.${first}`)) as Record<string, unknown> | null
    for (const name of rest) {
      if (value === null) break
      expect(Object.keys(value)).toContain(name)
      value = value[name] as Record<string, unknown> | null
    }
  })

  it.each(rows.filter(([, row]) => row.value === 'set'))('%s has a value in a turn that nothing began', (path) => {
    expect(isBlank(new Turn(nobody, freshState(), context()).get(`System.${path}`))).toBe(false)
  })

  it.each(rows.filter(([, row]) => row.value === 'blank' && row.type !== 'record'))('%s is blank whatever is sent', (path) => {
    const turn = new Turn(nobody, freshState(), context())
    turn.activity = { type: 'message', id: 'a1', text: 'hi', value: { a: 1 }, channelData: { b: 2 } }
    expect(isBlank(turn.get(`System.${path}`))).toBe(true)
  })

  it('fills what a message brings, the one before it, and what failed', () => {
    const paths = ['Activity.Text', 'Activity.Value.a', 'Activity.ChannelData.b', 'Activity.Id', 'LastMessage.Text', 'LastMessage.Id', 'Recognizer.TriggeringMessage.Text', 'User.FirstName', 'User.LastName', 'Activity.From.Name']
    const talk = new Talk(copilotOf({ topics: { Tell: topicOf(['tell me'], say('s', paths.map((path) => `{System.${path}}`).join('|'))), Fallback: triggerOf('OnUnknownIntent', '', say('f', '?')) } }))
    talk.hear('before', { id: 'm1' })
    expect(talk.hear('tell me', { id: 'm2', value: { a: 1 }, channelData: { b: 2 } })).toEqual(['tell me|1|2|m2|before|m1|tell me|Renata|Vogel|Renata Vogel'])
  })

  it.each(systemTable.filter((row) => row.written && row.path !== 'User.Language').map(({ path }) => path))('%s may be set', (path) => {
    const turn = new Turn(nobody, freshState(), context())
    turn.set(`System.${path}`, false)
    expect(turn.get(`System.${path}`)).toBe(false)
  })

  it('knows how far the customer is from UTC', () => {
    const offset = (timeZone: string) => toJson(new Turn(nobody, freshState(), context({ timeZone })).get('System.Conversation.LocalTimeZoneOffset'))
    expect(offset('Europe/Berlin')).toMatchObject({ $fx: 'time' })
    expect(offset('Nowhere/Atlantis')).toEqual(offset('UTC'))
    expect(offset('America/New_York')).not.toEqual(offset('Europe/Berlin'))
  })

  it('answers to the names of classic copilots', () => {
    const talk = new Talk(copilotOf({ topics: { Go: topicOf(['go'], say('s', 'Hi {bot.UserDisplayName}, {bot.UserID}: {bot.UnrecognizedTriggerPhrase}')) } }))
    expect(talk.hear('go')).toEqual(['Hi Renata Vogel, cust-1: go'])
  })
})
