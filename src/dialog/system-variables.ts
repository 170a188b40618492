import { parseJson } from '../platform/index.ts'
import { FxOption, FxRecord, FxTime, offsetAt } from '../powerfx/index.ts'
import { fromJson } from './fx.ts'
import type { FxValue } from './fx.ts'
import { lazyRecord } from './lazy-record.ts'
import type { Json } from './state.ts'
import { activityTypeChoice, channelChoice, localeChoice } from './system-options.ts'
import type { TurnValues } from './turn-values.ts'
import type { TurnContext } from './types.ts'

/** What a replay reads in the place of a secret. */
const MASKED = '•••••'
const record = (fields: Record<string, FxValue>) => new FxRecord(new Map(Object.entries(fields)))
const parts = (name: string | undefined) => (name ?? '').trim().split(/\s+/)

/** The System table: one entry per first name after `System.`, built when a formula first reads it in a turn. */
const table: Record<string, (turn: TurnValues) => FxValue> = {
  Activity: ({ activity, context }) =>
    lazyRecord({
      Attachments: () => fromJson(activity?.attachments ?? []),
      Channel: () => channelChoice(context.channelId),
      ChannelId: () => context.channelId,
      ChannelData: () => anything(activity?.channelData),
      From: () => record({ Id: activity?.from?.id || context.customer.id, Name: activity?.from?.name ?? context.customer.name ?? null }),
      Id: () => activity?.id ?? null,
      Name: () => activity?.name ?? null,
      Recipient: () => record({ Id: activity?.recipient?.id || context.bot.id, Name: activity?.recipient?.name ?? context.bot.name }),
      Text: () => activity?.text ?? null,
      Type: () => activityTypeChoice(activity?.type ?? 'event'),
      TypeId: () => activity?.type ?? 'event',
      UserInputType: () => new FxOption('UserInputType', 'Text', 'Text'),
      // Of calls, which are not connected: there are no keys and no speech.
      InputDTMFKeys: () => null,
      SpeechRecognition: () => record({ Confidence: null, MinimallyFormattedText: null }),
      Value: () => anything(activity?.value),
    }),
  Bot: ({ copilot, context }) =>
    record({
      Id: context.bot.id,
      Name: context.bot.name,
      SchemaName: copilot.schemaName,
      EnvironmentId: context.bot.environmentId,
      TenantId: context.bot.tenantId,
      Components: record({}),
    }),
  ClientPluginActions: () => null,
  ContinueResponse: () => true,
  Conversation: ({ context }) =>
    lazyRecord({
      Id: () => context.conversationId,
      InTestMode: () => context.inTestMode,
      LocalTimeZone: () => context.timeZone,
      LocalTimeZoneOffset: () => new FxTime(offsetOf(context)),
      OnlyAllowDTMF: () => false,
      SipUuiHeaderValue: () => null,
    }),
  Error: ({ state }) => record({ Code: state.error?.code ?? null, Message: state.error?.message ?? null }),
  FallbackCount: ({ state }) => fromJson(state.fallbackCount),
  InactivityTimer: ({ state }) => record({ Continue: true, Count: fromJson(state.inactivity?.count ?? 0) }),
  KeywordSearchQuery: () => null,
  LastMessage: ({ state }) => record({ Id: state.last?.id ?? null, Text: state.last?.text ?? null }),
  Recognizer: ({ state }) =>
    record({
      ExtractedEntities: null,
      IntentOptions: null,
      MultipleTopicsMatchedReason: null,
      SelectedIntent: null,
      TriggeringMessage: record({ Id: state.current?.id ?? null, Text: state.current?.text ?? null }),
    }),
  Response: () => record({ Citations: null, FormattedText: null }),
  SearchQuery: () => null,
  SearchResults: () => null,
  SignInReason: ({ state }) => (state.signInReason ? new FxOption('SignInReason', state.signInReason, state.signInReason) : null),
  User: (turn) => {
    const accessToken = turn.context.signIn?.accessToken()
    const user = accessToken === undefined ? undefined : turn.state.signedIn
    const name = user?.displayName ?? turn.context.customer.name
    return record({
      DisplayName: name ?? null,
      FirstName: user?.firstName ?? (parts(name)[0] || null),
      LastName: user?.lastName ?? (parts(name).slice(1).join(' ') || null),
      Email: user?.email ?? null,
      PrincipalName: user?.principalName ?? null,
      Id: user?.id ?? turn.context.customer.id,
      IsLoggedIn: user !== undefined,
      AccessToken: user ? (accessToken ?? null) : null,
      Language: localeChoice(turn.context.locale),
    })
  },
}

/** What classic copilots call some of them: `bot.UserDisplayName`. */
export const classicVariables = (turn: TurnValues): FxValue =>
  lazyRecord({
    UserDisplayName: () => turn.get('System.User.DisplayName'),
    UserID: () => turn.get('System.User.Id'),
    UserId: () => turn.get('System.User.Id'),
    AuthToken: () => turn.get('System.User.AccessToken'),
    IsLoggedIn: () => turn.get('System.User.IsLoggedIn'),
    UnrecognizedTriggerPhrase: () => turn.get('System.Activity.Text'),
  })

export function systemVariable(turn: TurnValues, name: string): FxValue {
  return Object.hasOwn(table, name) ? (table[name]?.(turn) ?? null) : null
}

/** Lays what the copilot wrote (`Recognizer.SelectedIntent`, `User.Language`, `ContinueResponse`) over what the engine knows. */
export function systemWritten(written: Record<string, Json>, name: string, value: FxValue): FxValue {
  let merged = Object.hasOwn(written, name) && written[name] !== undefined ? fromJson(written[name]) : value
  for (const path in written) {
    if (written[path] === undefined || !path.startsWith(`${name}.`)) continue
    const fields = new Map(merged instanceof FxRecord ? merged.fields : [])
    merged = new FxRecord(fields.set(path.slice(name.length + 1), fromJson(written[path] ?? null)))
  }
  return merged
}

export function environmentValue(turn: TurnValues, name: string): FxValue | undefined {
  const definition = turn.copilot.environment.get(name)
  const text = turn.context.environment[name] ?? definition?.value
  if (text === undefined || text === '') return undefined
  const type = definition?.type.toLowerCase()
  turn.environmentRead = { ...turn.environmentRead, [name]: type === 'secret' ? MASKED : text }
  switch (type) {
    case 'number':
    case 'decimal number':
      return fromJson(Number(text))
    case 'boolean':
    case 'two options':
      return /^(true|yes|1)$/i.test(text)
    case 'json':
      return fromJson(parseJson(text))
    default:
      return text
  }
}

/** How far the customer's clock is ahead of UTC; nothing for a time zone nobody knows. */
function offsetOf({ now, timeZone }: TurnContext): number {
  try {
    return offsetAt(now.getTime(), timeZone)
  } catch {
    return 0
  }
}

/** What a client sent: a record when it is one, so that `System.Activity.Value.Name` reads without ParseJSON. */
const anything = (value: unknown): FxValue => (value === undefined ? null : fromJson(value))
