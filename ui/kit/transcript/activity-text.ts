import type { Activity, Attachment } from '../../../src/contracts/activity.ts'

type Json = { [name: string]: unknown }

/** What a message says, for people who cannot see it as the customer does: its text, or nothing. */
export function activityText(activity: Activity): string {
  return (activity.text ?? '').trim()
}

/** Each attachment in readable lines: a card's texts and buttons, a file's name. */
export function attachmentSummary(attachment: Attachment): { title: string; lines: string[]; actions: string[] } {
  const content = isJson(attachment.content) ? attachment.content : {}
  if (attachment.contentType === 'application/vnd.microsoft.card.adaptive') {
    const read: { lines: string[]; actions: string[] } = { lines: [], actions: [] }
    readCard(content, read)
    return { title: 'Card', ...read }
  }
  if (attachment.contentType.startsWith('application/vnd.microsoft.card.')) return simpleCard(content)
  const name = attachment.name ?? fileName(attachment.contentUrl) ?? attachment.contentType
  return { title: attachment.contentType.startsWith('image/') ? 'Image' : 'File', lines: [name], actions: [] }
}

/**
 * Where an attached file can be opened, and whether it may be shown as a picture right here: only what lies on this
 * server, or in the log of an older conversation. Somebody else's address is a link, followed by hand.
 */
export function attachedFile({ contentType, contentUrl = '' }: Attachment): { href: string; isPicture: boolean } | undefined {
  if (contentType.startsWith('application/vnd.microsoft.card.')) return undefined
  if (/^data:image\/(png|jpe?g|gif|webp|bmp);base64,/i.test(contentUrl)) return { href: contentUrl, isPicture: true }
  if (/^\/api\/conversations\/[\w-]+\/files\/[\w-]+$/.test(contentUrl)) return { href: contentUrl, isPicture: /^image\/(png|jpe?g|gif|webp|bmp)$/i.test(contentType) }
  return /^https?:\/\//i.test(contentUrl) ? { href: contentUrl, isPicture: false } : undefined
}

/** Titles of the quick replies the customer was offered. */
export function suggestedTitles(activity: Activity): string[] {
  return (activity.suggestedActions?.actions ?? []).map((action) => action.title ?? String(action.value ?? '')).filter(Boolean)
}

function simpleCard(content: Json) {
  const lines = [content['title'], content['subtitle'], content['text']].filter((line): line is string => typeof line === 'string' && line !== '')
  return { title: 'Card', lines, actions: list(content['buttons']).flatMap((button) => text(button, 'title')) }
}

/** Walks an adaptive card in reading order. Depth is bounded: a card comes from outside. */
function readCard(element: Json, into: { lines: string[]; actions: string[] }, depth = 0): void {
  if (depth > 20) return
  const type = typeof element['type'] === 'string' ? element['type'] : ''
  if (type.startsWith('Action.')) into.actions.push(...text(element, 'title'))
  else if (type.startsWith('Input.')) into.lines.push(...inputLine(element))
  else if (type === 'Image') into.lines.push(...text(element, 'altText').map((alt) => `Image: ${alt}`))
  else if (type === 'TextBlock' || type === 'TextRun') into.lines.push(...text(element, 'text'))
  else if (type === 'RichTextBlock') into.lines.push(list(element['inlines']).flatMap((run) => text(run, 'text')).join(''))
  for (const fact of list(element['facts'])) into.lines.push([...text(fact, 'title'), ...text(fact, 'value')].join(': '))
  for (const part of ['body', 'items', 'columns', 'rows', 'cells', 'images', 'actions']) {
    for (const child of list(element[part])) readCard(child, into, depth + 1)
  }
}

function inputLine(input: Json): string[] {
  const label = text(input, 'label')[0] ?? text(input, 'placeholder')[0] ?? text(input, 'title')[0] ?? text(input, 'id')[0]
  return label ? [`Field: ${label}`] : []
}

function list(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : []
}

function text(element: Json, name: string): string[] {
  const value = element[name]
  return typeof value === 'string' && value !== '' ? [value] : []
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function fileName(url: string | undefined): string | undefined {
  if (!url || url.startsWith('data:')) return undefined
  return decodeURI(url.split(/[?#]/)[0]?.split('/').at(-1) ?? '') || undefined
}
