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
  | { kind: 'group'; key: string; author: Author; entries: ShownEntry[] }

/** A message as it reads now, and what it said before the copilot changed it or took it back. */
export type ShownEntry = Entry & { was?: { texts: string[]; deleted: boolean } }

const pauseMs = 5 * 60_000

/** The log as people read it: days, who spoke, where the copilot's part ends. Lines that say nothing are left out. */
export function transcriptItems(entries: readonly Entry[]): TranscriptItem[] {
  const items: TranscriptItem[] = []
  let day = ''
  const changes = changesOf(entries)
  for (const written of entries) {
    const entry = changed(written, changes.get(written.activity.id ?? ''))
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

/** Changes by the id of the message they change. Copilots change what copilots said, and nobody else does. */
function changesOf(entries: readonly Entry[]): Map<string, Entry[]> {
  const changes = new Map<string, Entry[]>()
  for (const entry of entries) {
    const { type, changes: target } = entry.activity
    if (!target || entry.author.kind !== 'copilot' || (type !== 'messageUpdate' && type !== 'messageDelete')) continue
    changes.set(target, [...(changes.get(target) ?? []), entry])
  }
  return changes
}

function changed(entry: Entry, changes: readonly Entry[] | undefined): ShownEntry {
  if (!changes || entry.author.kind !== 'copilot') return entry
  const versions = [entry, ...changes.filter(({ activity }) => activity.type === 'messageUpdate')]
  const deleted = changes.some(({ activity }) => activity.type === 'messageDelete')
  const latest = versions.at(-1) ?? entry
  const { changes: _target, ...now } = latest.activity
  const activity = deleted ? { type: 'message' } : { ...now, type: 'message' }
  const earlier = deleted ? versions : versions.slice(0, -1)
  return { ...entry, activity, was: { texts: earlier.map((version) => version.activity.text ?? '').filter(Boolean), deleted } }
}

function itemOf(entry: ShownEntry): TranscriptItem | undefined {
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

function hasContent({ activity, was }: ShownEntry): boolean {
  return Boolean(was || activity.text?.trim() || activity.attachments?.length || activity.suggestedActions?.actions.length)
}

function continues(group: Extract<TranscriptItem, { kind: 'group' }>, entry: Entry): boolean {
  const previous = group.entries.at(-1)
  const sameAuthor = group.author.kind === entry.author.kind && group.author.id === entry.author.id
  return sameAuthor && previous !== undefined && Date.parse(entry.at) - Date.parse(previous.at) < pauseMs
}
