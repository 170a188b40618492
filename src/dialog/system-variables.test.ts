import { describe, expect, it } from 'vitest'
import { toJson } from './fx.ts'
import { freshState } from './state.ts'
import { Turn } from './turn.ts'
import { Talk, context, copilotOf, say, topicOf } from './testing.ts'

/** The published table, one path a line: section 4.2 of the reference. */
const published = `
Activity.Attachments Activity.Channel Activity.ChannelId Activity.ChannelData Activity.Value Activity.From.Id Activity.From.Name
Activity.Recipient.Id Activity.Recipient.Name Activity.Name Activity.Text Activity.Type Activity.TypeId Activity.UserInputType
Activity.InputDTMFKeys Activity.SpeechRecognition.Confidence Activity.SpeechRecognition.MinimallyFormattedText
Bot.EnvironmentId Bot.Id Bot.Name Bot.SchemaName Bot.TenantId Bot.Components ClientPluginActions
Conversation.Id Conversation.InTestMode Conversation.LocalTimeZone Conversation.LocalTimeZoneOffset Conversation.OnlyAllowDTMF Conversation.SipUuiHeaderValue
Error.Code Error.Message FallbackCount InactivityTimer.Continue InactivityTimer.Count LastMessage.Id LastMessage.Text
Recognizer.ExtractedEntities Recognizer.IntentOptions Recognizer.SelectedIntent Recognizer.MultipleTopicsMatchedReason
Recognizer.TriggeringMessage.Id Recognizer.TriggeringMessage.Text SignInReason
User.Language User.DisplayName User.FirstName User.LastName User.Email User.PrincipalName User.Id User.IsLoggedIn User.AccessToken
SearchQuery KeywordSearchQuery SearchResults Response.FormattedText Response.Citations ContinueResponse`
  .trim()
  .split(/\s+/)

describe('System', () => {
  it.each(published)('%s can be read', (path) => {
    const turn = new Turn(copilotOf({ topics: {} }), freshState(), context())
    expect(turn.get(`System.${path}`)).not.toBeUndefined()
    const [first = '', ...rest] = path.split('.')
    let value = toJson(turn.get(`System.${first}`)) as Record<string, unknown> | null
    for (const name of rest) {
      expect(Object.keys(value ?? {})).toContain(name)
      value = value?.[name] as Record<string, unknown> | null
    }
  })

  it('knows how far the customer is from UTC', () => {
    const offset = (timeZone: string) => toJson(new Turn(copilotOf({ topics: {} }), freshState(), context({ timeZone })).get('System.Conversation.LocalTimeZoneOffset'))
    expect(offset('Europe/Berlin')).toMatchObject({ $fx: 'time' })
    expect(offset('Nowhere/Atlantis')).toEqual(offset('UTC'))
    expect(offset('America/New_York')).not.toEqual(offset('Europe/Berlin'))
  })

  it('answers to the names of classic copilots', () => {
    const talk = new Talk(copilotOf({ topics: { Go: topicOf(['go'], say('s', 'Hi {bot.UserDisplayName}, {bot.UserID}: {bot.UnrecognizedTriggerPhrase}')) } }))
    expect(talk.hear('go')).toEqual(['Hi Renata Vogel, cust-1: go'])
  })
})
