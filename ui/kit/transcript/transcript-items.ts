import type { Entry } from '../../../src/contracts/conversation.ts'
import { dayKey } from '../time.ts'
import { hubEventText } from './hub-event-text.ts'

export type Author = Entry['author']
export type TranscriptItem =
  | { kind: 'date'; key: string; at: string }
  /** What the hub did (`event`) or said to everybody (`said`). */
  | { kind: 'line'; key: string; at: string; tone: 'event' | 'said'; text: string }
  | { kind: 'handoff'; key: string; at: string; from: string }
  /** Messages of one author without a long pause. */
  | { kind: 'group'; key: string; author: Author; entries: Entry[] }

const pauseMs = 5 * 60_000

/** The log as people read it: days, who spoke, where the copilot's part ends. Lines that say nothing are left out. */
export function transcriptItems(entries: readonly Entry[]): TranscriptItem[] {
  const items: TranscriptItem[] = []
  let day = ''
  for (const entry of entries) {
    const item = itemOf(entry)
    if (!item) continue
    if (dayKey(entry.at) !== day) {
      day = dayKey(entry.at)
      items.push({ kind: 'date', key: `day-${day}-${entry.seq}`, at: entry.at })
    }
    const last = items.at(-1)
    if (item.kind === 'group' && last?.kind === 'group' && continues(last, entry)) last.entries.push(entry)
    else items.push(item)
  }
  return items
}

function itemOf(entry: Entry): TranscriptItem | undefined {
  const { activity, at, author, seq } = entry
  const key = String(seq)
  if (activity.type === 'message') {
    if (author.kind === 'system') return activity.text ? { kind: 'line', key, at, tone: 'said', text: activity.text } : undefined
    return hasContent(entry) ? { kind: 'group', key, author, entries: [entry] } : undefined
  }
  if (activity.type === 'event' && activity.name === 'handoff.initiate') return { kind: 'handoff', key, at, from: author.name || 'the copilot' }
  const text = activity.type === 'event' ? hubEventText(entry) : undefined
  return text ? { kind: 'line', key, at, tone: 'event', text } : undefined
}

function hasContent({ activity }: Entry): boolean {
  return Boolean(activity.text?.trim() || activity.attachments?.length || activity.suggestedActions?.actions.length)
}

function continues(group: Extract<TranscriptItem, { kind: 'group' }>, entry: Entry): boolean {
  const previous = group.entries.at(-1)
  const sameAuthor = group.author.kind === entry.author.kind && group.author.id === entry.author.id
  return sameAuthor && previous !== undefined && Date.parse(entry.at) - Date.parse(previous.at) < pauseMs
}
