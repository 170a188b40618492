import type { Activity, ChannelAccount } from '../contracts/activity.ts'
import { isRecord, parseJson } from '../platform/index.ts'
import type { Transfer } from './types.ts'

/** Hubs refuse more than this in one value, and names longer than this. */
export const MAX_VALUE_LENGTH = 4_000
const MAX_NAME_LENGTH = 200

type HandoffParts = {
  transfer: Transfer
  transcript: Activity[]
  conversationId: string
  bot: { id: string; name: string }
  customer: { id: string; name?: string | undefined }
  channelId: string
  now: Date
  /** Id of the customer's message that led here. */
  replyToId?: string | undefined
}

/** The `handoff.initiate` event that hands a conversation to a hub, in the shape hubs and their adapters know. */
export function handoffInitiate(parts: HandoffParts): Activity {
  const { conversationId, channelId, replyToId, transcript } = parts
  const bot: ChannelAccount = { id: parts.bot.id, name: parts.bot.name, role: 'bot' }
  const user: ChannelAccount = { id: parts.customer.id, ...(parts.customer.name === undefined ? {} : { name: parts.customer.name }), role: 'user' }
  const activity: Activity = {
    type: 'event',
    name: 'handoff.initiate',
    timestamp: parts.now.toISOString(),
    channelId,
    from: bot,
    recipient: user,
    conversation: { id: conversationId },
    attachments: [{ contentType: 'application/json', name: 'Transcript', content: { activities: transcript.filter((said) => said.type === 'message') } }],
    entities: [],
    value: handoffValue(parts.transfer),
    relatesTo: { ...(replyToId === undefined ? {} : { activityId: replyToId }), user, bot, conversation: { id: conversationId }, channelId },
  }
  if (replyToId !== undefined) activity.replyToId = replyToId
  return activity
}

function handoffValue(transfer: Transfer): Record<string, unknown> {
  const value: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(transfer.variables)) {
    if (name.length <= MAX_NAME_LENGTH) value[name] = shorten(member)
  }
  value['va_AgentMessage'] = shorten(transfer.messageToAgent)
  if (transfer.target.kind === 'phone') {
    value['va_TransferTarget'] = transfer.target.phoneNumber
    if (transfer.target.sipUuiHeader) value['va_SipUuiHeader'] = transfer.target.sipUuiHeader
  }
  return value
}

/** A value that is too long would fail the whole escalation, so it loses its end. */
function shorten(member: unknown): unknown {
  const text = typeof member === 'string' ? member : typeof member === 'object' && member !== null ? JSON.stringify(member) : ''
  return text.length <= MAX_VALUE_LENGTH ? member : `${text.slice(0, MAX_VALUE_LENGTH - 1)}…`
}

type Handoff = {
  messageToAgent: string
  transcript: Activity[]
  /** Everything in `value` that is not about the handoff itself. */
  variables: Record<string, unknown>
  lastTopic: string
  topics: string[]
  lastPhrase: string
  phrases: string[]
  conversationId: string
  bot: { id: string; name: string }
  language: string
}

/** Reads a handoff event of any copilot: both spellings, any capitals, missing parts. Undefined when it is none. */
export function readHandoff(activity: Activity): Handoff | undefined {
  if (activity.type !== 'event' || activity.name?.toLowerCase() !== 'handoff.initiate') return undefined
  const value = readRecord(activity.value)
  const known = new Map(Object.entries(value).map(([name, member]) => [name.toLowerCase(), member]))
  const text = (...names: string[]) => names.map((name) => known.get(name)).map(lastText).find((found) => found !== '') ?? ''
  return {
    messageToAgent: text('va_agentmessage'),
    transcript: readTranscript(activity),
    variables: Object.fromEntries(Object.entries(value).filter(([name]) => !/^va_/i.test(name))),
    lastTopic: text('va_lasttopic'),
    topics: texts(known.get('va_topics')),
    lastPhrase: text('va_lastphrases', 'va_lastphrase'),
    phrases: texts(known.get('va_phrases')),
    conversationId: text('va_conversationid') || (activity.conversation?.id ?? ''),
    bot: { id: text('va_botid') || (activity.from?.id ?? ''), name: text('va_botname') || (activity.from?.name ?? '') },
    language: text('va_language'),
  }
}

function readRecord(value: unknown): Record<string, unknown> {
  if (typeof value === 'string') return readRecord(parseJson(value))
  return isRecord(value) ? value : {}
}

function readTranscript(activity: Activity): Activity[] {
  const named = activity.attachments?.find((attachment) => attachment.name?.toLowerCase() === 'transcript')
  const content = typeof named?.content === 'string' ? parseJson(named.content) : named?.content
  const list = Array.isArray(content) ? content : readRecord(content)['activities']
  return Array.isArray(list) ? list.filter((item): item is Activity => typeof readRecord(item)['type'] === 'string') : []
}

const lastText = (value: unknown): string => (Array.isArray(value) ? lastText(value.at(-1)) : typeof value === 'string' || typeof value === 'number' ? String(value) : '')

function texts(value: unknown): string[] {
  if (typeof value === 'string') return value === '' ? [] : texts(parseJson(value) ?? [value])
  return Array.isArray(value) ? value.map(String) : []
}
