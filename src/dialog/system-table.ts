/**
 * Every variable the reference lists after `System.` (4.2), with its type and whether it has a value here: `set` always
 * has one where the original has one, `when` has one in the situation the note names, `blank` never has one, for the
 * reason given. `written` marks what topics may set.
 */
type SystemVariable = { path: string; type: string; value: 'set' | 'when' | 'blank'; note: string; written?: true }

const set = (path: string, type: string, note: string): SystemVariable => ({ path, type, value: 'set', note })
const when = (path: string, type: string, note: string): SystemVariable => ({ path, type, value: 'when', note })
const blank = (path: string, type: string, note: string): SystemVariable => ({ path, type, value: 'blank', note })
const written = (variable: SystemVariable): SystemVariable => ({ ...variable, written: true })

const voice = 'of calls, which are not connected'
const planner = 'of generative orchestration'
const signedIn = 'once the customer has signed in'

export const systemTable: readonly SystemVariable[] = [
  set('Activity.Attachments', 'table', 'files and cards the customer sent; empty without any'),
  set('Activity.Channel', 'choice ChannelId', 'where the customer is'),
  set('Activity.ChannelId', 'text', '`omnichannel` in the hub’s live chat, `directline`, `pva-studio` in the test pane'),
  when('Activity.ChannelData', 'any', 'what the client put into it'),
  set('Activity.From.Id', 'text', 'the customer'),
  when('Activity.From.Name', 'text', 'when the customer gave a name'),
  when('Activity.Id', 'text', 'when an activity began the turn'),
  when('Activity.Name', 'text', 'the name of an event'),
  set('Activity.Recipient.Id', 'text', 'the copilot'),
  set('Activity.Recipient.Name', 'text', 'the copilot'),
  when('Activity.Text', 'text', 'what the customer wrote last, while a message began the turn'),
  set('Activity.Type', 'choice ActivityType', ''),
  set('Activity.TypeId', 'text', 'the same as text'),
  set('Activity.UserInputType', 'choice UserInputType', 'always `Text`'),
  when('Activity.Value', 'any', 'the value of an event, what a card was filled in with'),
  blank('Activity.InputDTMFKeys', 'text', voice),
  blank('Activity.SpeechRecognition.Confidence', 'number', voice),
  blank('Activity.SpeechRecognition.MinimallyFormattedText', 'text', voice),
  blank('Bot.Components', 'record', 'an empty record: which of its members exist is not published'),
  set('Bot.EnvironmentId', 'text', ''),
  set('Bot.Id', 'text', ''),
  set('Bot.Name', 'text', ''),
  set('Bot.SchemaName', 'text', ''),
  set('Bot.TenantId', 'text', 'the environment: an installation has no tenants above it'),
  blank('ClientPluginActions', 'choice', planner),
  written(set('ContinueResponse', 'true or false', `true; ${planner}`)),
  set('Conversation.Id', 'text', ''),
  set('Conversation.InTestMode', 'true or false', 'true in the test pane'),
  set('Conversation.LocalTimeZone', 'text', 'IANA name; UTC as long as the client does not say'),
  set('Conversation.LocalTimeZoneOffset', 'time', ''),
  written(set('Conversation.OnlyAllowDTMF', 'true or false', `false; ${voice}`)),
  blank('Conversation.SipUuiHeaderValue', 'text', voice),
  when('Error.Code', 'text', 'after something failed; the codes are in errors of topics'),
  when('Error.Message', 'text', 'after something failed'),
  set('FallbackCount', 'number', 'misses in a row; 0 after a topic fitted'),
  written(set('InactivityTimer.Continue', 'true or false', 'true; false stops the timers until the customer writes again')),
  set('InactivityTimer.Count', 'number', 'how often it fired since the customer wrote last'),
  when('KeywordSearchQuery', 'text', `in OnKnowledgeRequested; ${planner}`),
  when('LastMessage.Id', 'text', 'from the customer’s second message on: the one before'),
  when('LastMessage.Text', 'text', 'the same'),
  blank('Recognizer.ExtractedEntities', 'record', 'questions take entities from the message themselves'),
  when('Recognizer.IntentOptions', 'table', 'in OnSelectIntent: DisplayName, TopicId, TriggerId, Score'),
  when('Recognizer.MultipleTopicsMatchedReason', 'choice', 'in OnSelectIntent: Interruption or Recognition'),
  written(when('Recognizer.SelectedIntent', 'record', 'what the customer chose in OnSelectIntent')),
  when('Recognizer.TriggeringMessage.Id', 'text', 'after the customer’s first message'),
  when('Recognizer.TriggeringMessage.Text', 'text', 'after the customer’s first message'),
  when('Response.Citations', 'table', `in OnGeneratedResponse; ${planner}`),
  when('Response.FormattedText', 'text', `in OnGeneratedResponse; ${planner}`),
  when('SearchQuery', 'text', `in OnKnowledgeRequested; ${planner}`),
  written(when('SearchResults', 'table', `in OnKnowledgeRequested; ${planner}`)),
  when('SignInReason', 'choice SignInReason', 'in OnSignIn'),
  when('User.AccessToken', 'text', `${signedIn}; never stored, traced or said`),
  when('User.DisplayName', 'text', 'when the customer gave a name or signed in'),
  when('User.Email', 'text', signedIn),
  when('User.FirstName', 'text', 'when the customer gave a name or signed in'),
  set('User.Id', 'text', ''),
  set('User.IsLoggedIn', 'true or false', ''),
  written(set('User.Language', 'choice Locale', 'setting it changes the language of the conversation')),
  when('User.LastName', 'text', 'when the customer gave a name or signed in'),
  when('User.PrincipalName', 'text', signedIn),
]

/** docs/system-variables.md. */
export function systemVariablesPage(): string {
  const meaning = { set: 'set', when: 'sometimes', blank: 'blank' }
  const rows = systemTable.map(({ path, type, value, note, written: may }) => `| \`System.${path}\` | ${type} | ${meaning[value]} | ${[note, may ? 'topics may set it' : ''].filter(Boolean).join('; ')} |`)
  return `# System variables

Every variable after \`System.\` that the original product documents, and what it holds here. Generated from
\`src/dialog/system-table.ts\`; a test compares, and reads each of them in a turn.

- **set**: has a value in every turn.
- **sometimes**: has one in the situation the remark names, and is blank otherwise.
- **blank**: never has one, for the reason given. Formulas read it as \`Blank()\`.

Any of them may be set by \`/debug set System.X "value"\` in the test pane, to try a branch.

| variable | type | | remark |
|---|---|---|---|
${rows.join('\n')}

Classic copilots call some of them \`bot.UserDisplayName\`, \`bot.UserID\`, \`bot.AuthToken\`, \`bot.IsLoggedIn\` and
\`bot.UnrecognizedTriggerPhrase\`; these names are read as well.
`
}
