import { FxOption } from '../powerfx/index.ts'
import type { OptionSets } from './fx.ts'

/** Channel ids as they travel, and the choice of `ChannelId` each one is. Compound ids count by their first part. */
const channels = new Map(Object.entries({
  directline: 'Directline',
  webchat: 'Directline',
  'pva-studio': 'Directline',
  facebook: 'Facebook',
  msteams: 'MsTeams',
  telephony: 'Telephony',
  omnichannel: 'Omnichannel',
  lcw: 'Omnichannel',
  m365copilot: 'Microsoft365Copilot',
  agents: 'Agents',
  msteamsphone: 'MsTeamsPhone',
}))

const locales = new Map(Object.entries({
  Arabic: 'ar-SA',
  Chinese_Simplified: 'zh-CN',
  Chinese_Traditional: 'zh-TW',
  Czech: 'cs-CZ',
  Danish: 'da-DK',
  Dutch: 'nl-NL',
  English: 'en-US',
  English_AU: 'en-AU',
  English_UK: 'en-GB',
  English_US: 'en-US',
  Finnish: 'fi-FI',
  French: 'fr-FR',
  French_CA: 'fr-CA',
  French_Canada: 'fr-CA',
  German: 'de-DE',
  Greek: 'el-GR',
  Hebrew: 'he-IL',
  Hindi: 'hi-IN',
  Indonesian: 'id-ID',
  Italian: 'it-IT',
  Japanese: 'ja-JP',
  Korean: 'ko-KR',
  Norwegian: 'nb-NO',
  Polish: 'pl-PL',
  Portuguese: 'pt-BR',
  Portuguese_Brazil: 'pt-BR',
  Portuguese_Brazilian: 'pt-BR',
  Portuguese_Portugal: 'pt-PT',
  Russian: 'ru-RU',
  Spanish: 'es-ES',
  Spanish_PR: 'es-PR',
  Spanish_US: 'es-US',
  Swedish: 'sv-SE',
  Thai: 'th-TH',
  Turkish: 'tr-TR',
  Ukrainian: 'uk-UA',
}))

const activityTypes = ['Message', 'Event', 'ConversationUpdate', 'Invoke', 'InstallationUpdate', 'EndOfConversation', 'Typing', 'MessageReaction', 'MessageUpdate', 'MessageDelete', 'Trace', 'Handoff', 'Command', 'CommandResult']

const choices = (names: Iterable<string>) => [...new Set(names)].map((id) => ({ id, name: id }))

/** The option sets every copilot may name, e.g. `ChannelId.Omnichannel`. */
export const systemOptionSets: OptionSets = {
  ChannelId: choices(channels.values()),
  Locale: choices(locales.keys()),
  SignInReason: choices(['SignInRequired', 'Initializer']),
  MultipleTopicsMatchedReason: choices(['Interruption', 'Recognition']),
  ActivityType: choices(activityTypes),
  UserInputType: choices(['Text', 'Speech', 'DTMF']),
}

export function channelChoice(channelId: string): FxOption {
  const id = channels.get((channelId.split(':')[0] ?? '').toLowerCase()) ?? channelId
  return new FxOption('ChannelId', id, id)
}

export function activityTypeChoice(type: string): FxOption {
  const id = activityTypes.find((name) => name.toLowerCase() === type.toLowerCase()) ?? type
  return new FxOption('ActivityType', id, id)
}

export function localeChoice(locale: string): FxOption {
  const exact = [...locales].find(([, tag]) => tag.toLowerCase() === locale.toLowerCase())
  const id = (exact ?? [...locales].find(([, tag]) => tag.slice(0, 2) === locale.slice(0, 2).toLowerCase()))?.[0] ?? locale
  return new FxOption('Locale', id, id)
}

export const localeOfChoice = (choice: string): string | undefined => locales.get(choice)

export const matchedReason = (id: 'Interruption' | 'Recognition') => new FxOption('MultipleTopicsMatchedReason', id, id)
