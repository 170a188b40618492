import { T, recordType, tableType, type FxType } from '../powerfx/index.ts'
import type { CopilotDefinition } from './types.ts'

const choice = (name: string): FxType => ({ kind: 'OptionSet', name })
const party = recordType({ Id: T.Text, Name: T.Text })
const message = recordType({ Id: T.Text, Text: T.Text })
const intent = { DisplayName: T.Text, TopicId: T.Text, TriggerId: T.Text, Score: T.Decimal }

/** The System variables (docs: authoring-variables-about) as far as their types are known. */
const fields = new Map<string, FxType>(
  Object.entries({
    Activity: recordType({
      Attachments: T.Any, Channel: choice('ChannelId'), ChannelId: T.Text, ChannelData: T.Any, From: party, Id: T.Text, Name: T.Text, Recipient: party, Text: T.Text, Type: choice('ActivityType'), TypeId: T.Text,
      UserInputType: choice('UserInputType'), InputDTMFKeys: T.Any, SpeechRecognition: T.Any, Value: T.Any,
    }),
    Bot: recordType({ Id: T.Text, Name: T.Text, SchemaName: T.Text, EnvironmentId: T.Text, TenantId: T.Text, Components: T.Any }),
    ClientPluginActions: T.Any,
    ContinueResponse: T.Boolean,
    Conversation: recordType({ Id: T.Text, InTestMode: T.Boolean, LocalTimeZone: T.Text, LocalTimeZoneOffset: T.Any, OnlyAllowDTMF: T.Boolean, SipUuiHeaderValue: T.Any }),
    Error: recordType({ Code: T.Text, Message: T.Text }),
    FallbackCount: T.Decimal,
    InactivityTimer: recordType({ Continue: T.Boolean, Count: T.Decimal }),
    KeywordSearchQuery: T.Text,
    LastMessage: message,
    Recognizer: recordType({ ExtractedEntities: T.Any, IntentOptions: tableType(intent), MultipleTopicsMatchedReason: choice('MultipleTopicsMatchedReason'), SelectedIntent: recordType(intent), TriggeringMessage: message }),
    Response: recordType({ Citations: T.Any, FormattedText: T.Text }),
    SearchQuery: T.Text,
    SearchResults: T.Any,
    SignInReason: choice('SignInReason'),
    User: recordType({ DisplayName: T.Text, FirstName: T.Text, LastName: T.Text, Email: T.Text, PrincipalName: T.Text, Id: T.Text, IsLoggedIn: T.Boolean, AccessToken: T.Text, Language: choice('Locale') }),
  }),
)

export const systemNames: ReadonlySet<string> = new Set(fields.keys())

const withReads = new Map<string, FxType>()

/** The System record. Names nobody knows are Any: `checkVariables` says that. */
export function systemType(mentioned: ReadonlyMap<string, number>): FxType {
  const extra = [...mentioned.keys()].filter((name) => !fields.has(name))
  const key = extra.join()
  const known = withReads.get(key)
  if (known) return known
  const type: FxType = { kind: 'Record', fields: new Map([...fields, ...extra.map((name) => [name, T.Any] as const)]) }
  if (withReads.size < 1000) withReads.set(key, type)
  return type
}

const environmentKinds = new Map<string, FxType>(Object.entries({ string: T.Text, text: T.Text, number: T.Decimal, 'decimal number': T.Decimal, boolean: T.Boolean, 'two options': T.Boolean, secret: T.Text }))

/** The Env record: JSON and data sources may hold anything, and so may variables the copilot does not bring. */
export function environmentTypes(mentioned: ReadonlyMap<string, number>, variables: CopilotDefinition['environmentVariables']): FxType {
  const types = new Map(variables.map(({ schemaName, type }) => [schemaName.toLowerCase(), environmentKinds.get(type.toLowerCase()) ?? T.Any]))
  return { kind: 'Record', fields: new Map([...mentioned.keys()].map((name) => [name, types.get(name.toLowerCase()) ?? T.Any])) }
}
