import type { Activity } from '../../src/contracts/activity.ts'

/** One line of the test chat. */
export type Line = { key: string; activity: Activity; state: 'sent' | 'sending' | 'failed'; /** The copilot changed it, or took it back. */ changed?: 'edited' | 'deleted' }
export type Chat = { lines: Line[]; typing: boolean }

export const emptyChat: Chat = { lines: [], typing: false }

const ignored = new Set(['conversationUpdate', 'trace', 'invoke', 'invokeResponse'])

/** Activities may come twice (a socket that resumed) and echo what was sent here: neither shows twice. */
export function receive(chat: Chat, activities: readonly Activity[]): Chat {
  let { lines, typing } = chat
  for (const activity of activities) {
    if (activity.type === 'typing') {
      typing = true
      continue
    }
    if (ignored.has(activity.type)) continue
    if (!isMine(activity)) typing = false
    if (activity.type === 'messageUpdate' || activity.type === 'messageDelete') {
      lines = isMine(activity) ? lines : lines.map((line) => (line.activity.id === activity.id && !isMine(line.activity) ? changedLine(line, activity) : line))
      continue
    }
    const clientId = clientIdOf(activity)
    const at = lines.findIndex((line) => (activity.id !== undefined && line.activity.id === activity.id) || (clientId !== undefined && line.key === clientId))
    if (lines[at]?.changed) continue
    const line: Line = { key: lines[at]?.key ?? clientId ?? activity.id ?? `line-${lines.length}`, activity, state: 'sent' }
    lines = at < 0 ? [...lines, line] : lines.with(at, line)
  }
  return { lines, typing }
}

function changedLine(line: Line, activity: Activity): Line {
  if (line.changed === 'deleted') return line
  if (activity.type === 'messageDelete') return { ...line, activity: { type: 'message', id: activity.id, from: line.activity.from }, changed: 'deleted' }
  return { ...line, activity: { ...activity, type: 'message' }, changed: 'edited' }
}

export function sending(chat: Chat, key: string, activity: Activity): Chat {
  return { ...chat, lines: [...chat.lines, { key, activity, state: 'sending' }] }
}

export function settled(chat: Chat, key: string, outcome: 'sent' | 'failed'): Chat {
  return { ...chat, lines: chat.lines.map((line) => (line.key === key && line.state === 'sending' ? { ...line, state: outcome } : line)) }
}

export const isMine = (activity: Activity) => activity.from?.role === 'user'

function clientIdOf(activity: Activity): string | undefined {
  const data = activity.channelData as { clientActivityID?: unknown } | null | undefined
  return typeof data?.clientActivityID === 'string' ? data.clientActivityID : undefined
}

export type Suggestion = { title: string; type: string; value: unknown }

/** The buttons of the copilot's last words; gone as soon as anything follows. */
export function suggestionsOf(chat: Chat): Suggestion[] {
  const last = chat.lines.at(-1)
  if (!last || isMine(last.activity)) return []
  return (last.activity.suggestedActions?.actions ?? []).map((action) => ({ title: action.title ?? String(action.value ?? ''), type: action.type ?? 'imBack', value: action.value ?? action.title ?? '' }))
}

/** What to say about an event; undefined for events that mean nothing to a maker. */
export function eventNotice(activity: Activity): { text: string; intent: 'info' | 'warning' } | undefined {
  if (activity.type === 'endOfConversation') return { text: 'The conversation ended. Reset to start again.', intent: 'info' }
  if (activity.type !== 'event') return undefined
  if (activity.name === 'handoff.initiate') return { text: 'Handed off. In the test pane nobody joins.', intent: 'info' }
  return activity.name && !activity.name.startsWith('hub.') ? { text: `Event “${activity.name}”`, intent: 'info' } : undefined
}

/** What a handoff carries, for the maker to check: the context variables and what topics collected. */
export function handoffVariables(activity: Activity): { name: string; value: string }[] {
  if (activity.type !== 'event' || activity.name !== 'handoff.initiate' || typeof activity.value !== 'object' || activity.value === null) return []
  return Object.entries(activity.value).map(([name, value]) => ({ name, value: typeof value === 'string' ? value : JSON.stringify(value) }))
}

/** The conversation is over for the copilot: nothing more will be answered. */
export function isOver(chat: Chat): boolean {
  return chat.lines.some(({ activity }) => activity.type === 'endOfConversation' || (activity.type === 'event' && activity.name === 'handoff.initiate'))
}
