/** A closed list of choices that formulas name as `'schema name'.id`. */
export type OptionSet = {
  readonly name: string
  readonly options: readonly { readonly id: string; readonly name: string }[]
}

const set = (name: string, ids: string): OptionSet => ({ name, options: ids.split(' ').map((id) => ({ id, name: id })) })

/** Choices the host always offers: the types of some System variables. */
export const hostOptionSets: readonly OptionSet[] = [
  set('ChannelId', 'Directline Facebook MsTeams Telephony Omnichannel Microsoft365Copilot Agents MsTeamsPhone Webchat Slack Email Sms'),
  set('SignInReason', 'SignInRequired Initializer'),
  set('MultipleTopicsMatchedReason', 'Interruption Recognition'),
  set('UserInputType', 'Text Speech DTMF'),
]
