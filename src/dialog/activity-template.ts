import type { Activity } from '../contracts/activity.ts'
import { isRecord, parseJson } from '../platform/index.ts'
import { ContentFailure } from './failure.ts'
import type { Turn } from './turn.ts'

type Template = Record<string, unknown>
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value])

type CardAction = { type: string; title?: string; value?: unknown; [member: string]: unknown }

/** What a node says: a text, a message with cards and quick replies, an event, or another activity. */
export function renderActivity(template: unknown, turn: Turn): Activity {
  if (!isRecord(template)) return { type: 'message', text: turn.text(template) }
  if (template['kind'] === 'EventActivity') return renderEvent(template, turn)
  if (template['kind'] === 'Activity') return renderOther(template, turn)
  return renderMessage(template, turn)
}

function renderEvent(template: Template, turn: Turn): Activity {
  const activity: Activity = { type: 'event', name: turn.string(template['name']) }
  if (template['value'] !== undefined) activity.value = turn.plain(template['value'])
  if (template['channelData'] !== undefined) activity.channelData = turn.plain(template['channelData'])
  return activity
}

function renderOther(template: Template, turn: Turn): Activity {
  const type = template['activityType'] === undefined ? 'Typing' : turn.string(template['activityType'])
  const activity: Activity = { type: type.charAt(0).toLowerCase() + type.slice(1) }
  if (template['name'] !== undefined) activity.name = turn.string(template['name'])
  if (template['value'] !== undefined) activity.value = turn.plain(template['value'])
  return activity
}

function renderMessage(template: Template, turn: Turn): Activity {
  const activity: Activity = { type: 'message' }
  const text = variation(template['text'], turn)
  const speak = variation(template['speak'], turn)
  if (text !== undefined) activity.text = text
  if (speak !== undefined) activity.speak = speak
  const attachments = list(template['attachments']).map((attachment) => renderAttachment(attachment, turn))
  if (attachments.length > 0) activity.attachments = attachments
  if (attachments.length > 1 || template['attachmentLayout']) activity.attachmentLayout = turn.string(template['attachmentLayout'] ?? 'List').toLowerCase()
  const actions = list(template['quickReplies']).map((reply) => cardAction(reply, turn))
  if (actions.length > 0) activity.suggestedActions = { actions }
  for (const member of ['summary', 'importance', 'expiration', 'inputHint']) {
    if (template[member] !== undefined) activity[member] = turn.string(template[member])
  }
  for (const member of ['channelData', 'value']) {
    if (template[member] !== undefined) activity[member] = turn.plain(template[member])
  }
  return activity
}

/** One of the wordings, at random. */
function variation(wordings: unknown, turn: Turn): string | undefined {
  const all = list(wordings)
  if (all.length === 0) return undefined
  return turn.text(all[all.length === 1 ? 0 : Math.floor(turn.random() * all.length)])
}

function renderAttachment(template: unknown, turn: Turn) {
  if (!isRecord(template)) throw new ContentFailure('InvalidContent', 'An attachment has no kind.')
  switch (template['kind']) {
    case 'AdaptiveCardTemplate':
      return { contentType: 'application/vnd.microsoft.card.adaptive', content: renderCard(template['cardContent'], turn) }
    case 'HeroCardTemplate':
      return { contentType: 'application/vnd.microsoft.card.hero', content: richCard(template, turn) }
    case 'ImageCardTemplate':
      return { contentType: 'application/vnd.microsoft.card.hero', content: richCard(template, turn) }
    case 'VideoCardTemplate':
      return { contentType: 'application/vnd.microsoft.card.video', content: richCard(template, turn) }
    case 'FileTemplate':
      return fileAttachment(template, turn)
    default:
      throw new ContentFailure('InvalidContent', `An attachment has the kind "${String(template['kind'])}", which is not known here.`)
  }
}

/** `fileContent` is an address, or a file the customer sent: a record with Content, Name and ContentType. */
function fileAttachment(template: Template, turn: Turn) {
  const content = turn.plain(template['fileContent'])
  const file: Template = isRecord(content) ? content : { Content: content }
  return {
    contentType: template['contentType'] === undefined ? String(file['ContentType'] ?? 'application/octet-stream') : turn.string(template['contentType']),
    name: template['name'] === undefined ? String(file['Name'] ?? '') : turn.text(template['name']),
    contentUrl: String(file['Content'] ?? ''),
  }
}

/** A card is literal JSON text or a formula that makes a record; the client gets JSON either way. */
export function renderCard(source: unknown, turn: Turn): unknown {
  const card = typeof source === 'string' && !source.startsWith('=') ? source : turn.plain(source)
  if (typeof card !== 'string') return card
  const parsed = parseJson(card)
  if (parsed === undefined) throw new ContentFailure('InvalidContent', 'An adaptive card is not valid JSON (AdaptiveCardJsonParsingError).')
  return parsed
}

function richCard(template: Template, turn: Turn) {
  const card: Record<string, unknown> = {}
  for (const member of ['title', 'subtitle', 'text']) {
    if (template[member] !== undefined) card[member] = turn.text(template[member])
  }
  const images = list(template['image']).map((image) => ({ url: turn.text(image) }))
  if (images.length > 0) Object.assign(card, template['kind'] === 'VideoCardTemplate' ? { image: images[0] } : { images })
  const media = list(template['media']).map((item) => ({ url: turn.text(isRecord(item) ? item['url'] : item) }))
  if (media.length > 0) card['media'] = media
  const buttons = list(template['buttons']).map((button) => cardAction(button, turn))
  if (buttons.length > 0) card['buttons'] = buttons
  return card
}

function cardAction(template: unknown, turn: Turn): CardAction {
  if (!isRecord(template)) return imBack(turn.text(template))
  const title = turn.text(template['title'] ?? template['text'])
  switch (template['kind']) {
    case 'OpenUrl':
      return { type: 'openUrl', title, value: turn.text(template['url']) }
    case 'MakeCall':
      return { type: 'call', title, value: `tel:${turn.text(template['phoneNumber']).replace(/^tel:/, '')}` }
    case 'SendHiddenMessageBack':
      return { type: 'messageBack', title, text: turn.text(template['text']) }
    default:
      return messageBack(template, title, turn)
  }
}

function messageBack(template: Template, title: string, turn: Turn): CardAction {
  const text = template['text'] === undefined ? title : turn.text(template['text'])
  const action: CardAction = text === title && !template['displayText'] ? imBack(title) : { type: 'messageBack', title, text, displayText: turn.text(template['displayText'] ?? title) }
  if (template['image']) action['image'] = turn.text(template['image'])
  return action
}

export const imBack = (title: string): CardAction => ({ type: 'imBack', title, value: title })
