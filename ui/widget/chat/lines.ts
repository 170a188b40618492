import type { Activity, Attachment } from '../../../src/contracts/index.ts'

export type QuickReply = { title: string; type: string; value: unknown }

/** One thing to show. `seq` orders; what has not been confirmed yet comes last. */
export type Line = {
  key: string
  seq: number
  at: string
  from: 'me' | 'copilot' | 'agent' | 'system'
  name: string
  /** Who serves from this line on; null: nobody any more. */
  serves?: string | null
  text: string
  markdown: boolean
  attachments: Attachment[]
  carousel: boolean
  quickReplies: QuickReply[]
  status: 'sending' | 'sent' | 'failed'
  /** The copilot changed it, or took it back. */
  changed?: 'edited' | 'deleted'
  clientId?: string
  /** Why it was not sent. */
  problem?: string
}

/** What this browser wants to say and has no receipt for. */
export type Outgoing = { clientId: string; conversationId: string; at: string; text: string; title?: string; value?: unknown; problem?: string }

/** The conversation as far as it is known here. `echoed`: client ids of my messages that came back in the log. */
export type History = {
  lines: Line[]
  echoed: ReadonlySet<string>
  ended: boolean
  typing: { name: string; side: 'copilot' | 'agent'; at: number } | undefined
  /** Changes of lines that have not come yet. */
  early: readonly Activity[]
}

export const emptyHistory: History = { lines: [], echoed: new Set(), ended: false, typing: undefined, early: [] }

/** Adds activities in whatever order and however often they come. */
export function addActivities(history: History, activities: readonly Activity[], userId: string, now: number): History {
  return activities.reduce((known, activity) => addActivity(known, activity, userId, now), history)
}

function addActivity(history: History, activity: Activity, userId: string, now: number): History {
  const mine = activity.from?.role === 'user' || activity.from?.id === userId
  switch (activity.type) {
    case 'typing':
      return mine ? history : { ...history, typing: { name: activity.from?.name ?? '', side: sideOf(activity), at: now } }
    case 'endOfConversation':
      return { ...history, ended: true, typing: undefined }
    case 'message':
      return addMessage(history, activity, mine)
    case 'messageUpdate':
    case 'messageDelete':
      return mine ? history : changeMessage(history, activity)
    default:
      return history
  }
}

function addMessage(history: History, activity: Activity, mine: boolean): History {
  const line = lineOf(activity, mine, history.lines.length)
  if (history.lines.some((each) => each.key === line.key)) return history
  const empty = !line.text && line.attachments.length === 0 && line.quickReplies.length === 0
  const echoed = line.clientId && mine ? new Set([...history.echoed, line.clientId]) : history.echoed
  const typing = mine ? history.typing : undefined
  if (empty) return { ...history, echoed, typing }
  const after = history.lines.findLastIndex((each) => each.seq <= line.seq) + 1
  const added = { ...history, echoed, typing, lines: history.lines.toSpliced(after, 0, line) }
  const early = history.early.filter((change) => change.id === line.key)
  return early.reduce(changeMessage, early.length > 0 ? { ...added, early: history.early.filter((change) => change.id !== line.key) } : added)
}

/** `id` names the line. What was deleted stays so, however often the log is read again. */
function changeMessage(history: History, activity: Activity): History {
  const at = history.lines.findIndex((line) => line.key === activity.id && line.from === 'copilot')
  const line = history.lines[at]
  if (!line) return { ...history, early: [...history.early, activity] }
  if (line.changed === 'deleted') return history
  const gone = activity.type === 'messageDelete'
  const { text, markdown, attachments, carousel, quickReplies } = lineOf(activity, false, 0)
  const changed: Line = gone ? { ...line, text: '', attachments: [], quickReplies: [], changed: 'deleted' } : { ...line, text, markdown, attachments, carousel, quickReplies, changed: 'edited' }
  return { ...history, lines: history.lines.with(at, changed) }
}

function lineOf(activity: Activity, mine: boolean, count: number): Line {
  const data = activity.channelData as { clientActivityID?: unknown; title?: unknown } | undefined
  const clientId = typeof data?.clientActivityID === 'string' ? data.clientActivityID : undefined
  const title = mine && typeof data?.title === 'string' ? data.title : undefined
  return {
    key: activity.id ?? clientId ?? `unnamed-${count}`,
    seq: seqOf(activity.id) ?? Number.MAX_SAFE_INTEGER,
    at: activity.timestamp ?? new Date().toISOString(),
    from: mine ? 'me' : whoOf(activity),
    name: activity.from?.name ?? '',
    text: title ?? activity.text ?? '',
    markdown: !mine && activity.textFormat !== 'plain',
    attachments: activity.attachments ?? [],
    carousel: activity.attachmentLayout === 'carousel',
    quickReplies: (activity.suggestedActions?.actions ?? []).map((action) => ({
      title: String(action.title ?? action.value ?? ''),
      type: action.type ?? 'imBack',
      value: action.value ?? action.title,
    })),
    status: 'sent',
    ...(clientId && mine ? { clientId } : {}),
    ...servesFrom(activity, mine),
  }
}

function servesFrom(activity: Activity, mine: boolean): Pick<Line, 'serves'> {
  if (mine) return {}
  const agent = (activity.channelData as { agent?: unknown } | undefined)?.agent
  if (agent === null || typeof agent === 'string') return { serves: agent }
  return whoOf(activity) === 'agent' ? { serves: activity.from?.name ?? '' } : {}
}

/** The number at the end of `<conversation>|0000012`. */
export function seqOf(id: string | undefined): number | undefined {
  const digits = /\|(\d+)$/.exec(id ?? '')?.[1]
  return digits === undefined ? undefined : Number(digits)
}

function whoOf(activity: Activity): Line['from'] {
  const tags = tagsOf(activity)
  if (tags.includes('system') || activity.from?.role === 'system') return 'system'
  return tags.includes('public') || activity.from?.role === 'agent' ? 'agent' : 'copilot'
}

const sideOf = (activity: Activity) => (activity.from?.id === 'agent' || whoOf(activity) === 'agent' ? 'agent' : 'copilot')

function tagsOf(activity: Activity): string[] {
  const tags = (activity.channelData as { tags?: unknown } | undefined)?.tags
  return Array.isArray(tags) ? tags.map(String) : typeof tags === 'string' ? tags.split(',').map((tag) => tag.trim()) : []
}

/** What is shown: the log, then what I said that has not come back in it. `acked`: the server has it, its echo is on the way. */
export function shownLines(history: History, outgoing: readonly Outgoing[], acked: readonly Outgoing[]): Line[] {
  const waiting = [...acked.map((item) => pendingLine(item, 'sent')), ...outgoing.map((item) => pendingLine(item, item.problem ? 'failed' : 'sending'))]
  const seen = new Set(history.echoed)
  const fresh = waiting.filter((line) => {
    const known = seen.has(line.clientId ?? '')
    seen.add(line.clientId ?? '')
    return !known
  })
  return [...history.lines, ...fresh.toSorted((a, b) => a.at.localeCompare(b.at))]
}

function pendingLine(item: Outgoing, status: Line['status']): Line {
  return {
    key: item.clientId,
    seq: Number.MAX_SAFE_INTEGER,
    at: item.at,
    from: 'me',
    name: '',
    text: item.title ?? item.text,
    markdown: false,
    attachments: [],
    carousel: false,
    quickReplies: [],
    status,
    clientId: item.clientId,
    ...(item.problem ? { problem: item.problem } : {}),
  }
}

/** Lines of others after the last one that was seen. */
export const unreadAfter = (history: History, seen: number) => history.lines.filter((line) => line.from !== 'me' && line.seq > seen && line.seq < Number.MAX_SAFE_INTEGER).length

export const lastSeqOf = (history: History) => history.lines.findLast((line) => line.seq < Number.MAX_SAFE_INTEGER)?.seq ?? 0

export function activityOf(item: Outgoing): Activity {
  return {
    type: 'message',
    localTimezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    text: item.text,
    textFormat: 'plain',
    ...(item.value === undefined ? {} : { value: item.value }),
    channelData: { clientActivityID: item.clientId, ...(item.title ? { title: item.title } : {}), ...(item.value === undefined ? {} : { postBack: true }) },
  }
}
