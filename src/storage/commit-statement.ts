import { createHash } from 'node:crypto'
import { capacityMoves, type Change, type Conversation } from '../conversations/index.ts'

export type Statement = { name: string; text: string; values: unknown[] }

/** Only what `turnsStatement` writes has changed. */
export function isTurn({ before, after, deadlines, files, turn }: Change): boolean {
  return (
    before.version > 0 &&
    !files?.length &&
    Object.keys(deadlines).length === 0 &&
    !(turn && (turn.logged.length > 0 || turn.remembered)) &&
    before.owner === after.owner &&
    before.offer === after.offer &&
    before.queueId === after.queueId &&
    before.queuedAt === after.queuedAt &&
    before.wrapUpAt === after.wrapUpAt &&
    before.closedAt === after.closedAt &&
    before.copilotId === after.copilotId &&
    before.copilotVersion === after.copilotVersion
  )
}

/** One statement for many turns: a conversation that somebody else wrote is left out, and its neighbours land. Answers their ids. */
export function turnsStatement(changes: readonly Change[]): Statement {
  return {
    name: 'commit-turns',
    text: `with c as (select * from json_to_recordset($1::json) as r(id text, expected int, version int, last_seq int, status text, data jsonb, dialog json, changed_at timestamptz)),
           u as (update conversation v set version = c.version, last_seq = c.last_seq, status = c.status, data = c.data, dialog = c.dialog, changed_at = c.changed_at
                 from c where v.id = c.id and v.version = c.expected returning v.id),
           l as (insert into log_entry (conversation_id, seq, at, audience, author, activity, client_id)
                 select r.* from json_to_recordset($2::json) as r(conversation_id text, seq int, at timestamptz, audience text, author json, activity json, client_id text)
                 where r.conversation_id in (select id from u)),
           t as (insert into turn_record (conversation_id, turn, at, record)
                 select r.* from json_to_recordset($3::json) as r(conversation_id text, turn int, at timestamptz, record json)
                 where r.conversation_id in (select id from u))
           select id from u`,
    values: [toJsonText(changes.map(turnOf)), toJsonText(changes.flatMap(linesOf)), toJsonText(changes.flatMap(recordOf))],
  }
}

/** Columns a turn writes, then the others that change, then those that are settled when the conversation begins. */
const turnColumns = ['version', 'last_seq', 'status', 'data', 'dialog', 'changed_at']
const movingColumns = ['owner_kind', 'owner_id', 'copilot_id', 'copilot_version', 'queue_id', 'capacity_units', 'offer', 'queued_at', 'wrap_up_at', 'closed_at']
const settledColumns = ['environment_id', 'channel', 'workstream_id', 'widget_id', 'created_at']

function columnsOf(conversation: Conversation): Record<string, unknown> {
  const { owner, offer, dialog } = conversation
  return {
    version: conversation.version,
    last_seq: conversation.lastSeq,
    status: conversation.status,
    data: toJsonText(dataOf(conversation)),
    dialog: dialog === undefined ? null : toJsonText(dialog),
    changed_at: conversation.changedAt,
    owner_kind: owner.kind,
    owner_id: owner.kind === 'nobody' ? null : owner.id,
    copilot_id: conversation.copilotId,
    copilot_version: conversation.copilotVersion,
    queue_id: conversation.queueId,
    capacity_units: conversation.capacityUnits,
    offer: offer && toJsonText(offer),
    queued_at: conversation.queuedAt,
    wrap_up_at: conversation.wrapUpAt,
    closed_at: conversation.closedAt,
    environment_id: conversation.environmentId,
    channel: conversation.channel,
    workstream_id: conversation.workstreamId,
    widget_id: conversation.widgetId,
    created_at: conversation.createdAt,
  }
}

/**
 * One statement for one change, with the parts this change has. Agents are locked first, then the conversation. An agent
 * who is full or away (BT001), and a conversation that somebody else wrote (BT002), take back what the statement did.
 */
export function commitStatement(change: Change): Statement {
  const { before, after, lines } = change
  const values: unknown[] = []
  const $ = (value: unknown) => `$${values.push(value ?? null)}`
  const parts: string[] = []
  let name = 'commit'
  const part = (letter: string, sql: string) => {
    name += `-${letter}`
    parts.push(sql)
  }

  const id = $(after.id)
  const moves = capacityMoves(change)
  let room = ''
  for (const { agentId, delta, guard } of moves) {
    if (!guard) {
      part('free', `freed${parts.length} as (update app_user set load = greatest(0, load + ${$(delta)}::int) where id = ${$(agentId)})`)
      continue
    }
    const units = $(delta)
    part(
      'take',
      `taken as (update app_user set load = load + ${units}::int, last_assigned_at = ${$(after.changedAt)}
         where id = ${$(agentId)} and presence in ('available', 'busy') and not disabled and load + ${units}::int <= capacity returning id)`,
    )
    room = 'exists (select 1 from taken)'
  }

  const columns = columnsOf(after)
  if (before.version === 0) {
    const names = [...turnColumns, ...movingColumns, ...settledColumns]
    const row = names.map((column) => $(columns[column]))
    part('open', `written as (insert into conversation (id, ${names.join(', ')}) select ${id}, ${row.map((value, n) => `${value}${castOf(names[n]!)}`).join(', ')}${room && ` where ${room}`} on conflict do nothing returning id)`)
  } else {
    const names = isTurn(change) ? turnColumns : [...turnColumns, ...movingColumns]
    const set = names.map((column) => `${column} = ${$(columns[column])}${castOf(column)}`)
    part(
      names === turnColumns ? 'turn' : 'move',
      `written as (update conversation set ${set.join(', ')} where id = ${id} and version = ${$(before.version)}${room && ` and ${room}`} returning id)`,
    )
  }

  if (lines.length > 0) {
    const list = (pick: (line: (typeof lines)[number]) => unknown) => $(lines.map(pick))
    part(
      'say',
      `said as (insert into log_entry (conversation_id, seq, at, audience, author, activity, client_id)
         select written.id, r.* from written, unnest(${list((line) => line.seq)}::int[], ${list((line) => line.at)}::timestamptz[], ${list((line) => line.audience)}::text[],
           ${list((line) => toJsonText(line.author))}::json[], ${list((line) => toJsonText(line.activity))}::json[], ${list((line) => line.clientId ?? null)}::text[]) as r)`,
    )
  }
  if (change.files?.length) filesOf(change, $, part)
  if (change.turn) notesOf(change, id, $, part)
  const deadlines = Object.entries(change.deadlines)
  const armed = deadlines.filter(([, dueAt]) => dueAt)
  const dropped = deadlines.filter(([, dueAt]) => !dueAt)
  if (armed.length > 0) {
    part(
      'arm',
      `armed as (insert into deadline (subject, kind, due_at) select ${id}, r.* from unnest(${$(armed.map(([kind]) => kind))}::text[], ${$(armed.map(([, dueAt]) => dueAt))}::timestamptz[]) as r
         on conflict (subject, kind) do update set due_at = excluded.due_at, claimed_until = null)`,
    )
  }
  if (dropped.length > 0) part('drop', `dropped as (delete from deadline where subject = ${id} and kind = any(${$(dropped.map(([kind]) => kind))}::text[]))`)

  const isAlone = !room && !moves.length && !deadlines.length
  const answer = isAlone
    ? 'select id from written'
    : `select case${room && ` when not ${room} then refuse('BT001')`} when not exists (select 1 from written) then refuse('BT002') end`
  return { name, text: `with ${parts.join(',\n')}\n${answer}`, values }
}

function filesOf({ after, files = [] }: Change, $: (value: unknown) => string, part: (letter: string, sql: string) => void) {
  const bytes = files.map(({ base64 }) => Buffer.from(base64, 'base64'))
  part(
    'file',
    `filed as (insert into conversation_file (conversation_id, environment_id, created_at, id, name, content_type, size, sha256, bytes)
       select written.id, ${$(after.environmentId)}::text, ${$(after.changedAt)}::timestamptz, r.* from written, unnest(${$(files.map(({ id }) => id))}::text[], ${$(files.map(({ name }) => name))}::text[],
         ${$(files.map(({ contentType }) => contentType))}::text[], ${$(bytes.map(({ length }) => length))}::int[], ${$(bytes.map((content) => createHash('sha256').update(content).digest('hex')))}::text[], ${$(bytes)}::bytea[]) as r)`,
  )
}

/** The parts of a statement that keep what a copilot's turn leaves; like the log, they land only with the conversation. */
function notesOf({ after, turn }: Change, id: string, $: (value: unknown) => string, part: (letter: string, sql: string) => void) {
  if (!turn) return
  part('note', `noted as (insert into turn_record (conversation_id, turn, at, record) select written.id, ${$(after.version)}::int, ${$(after.changedAt)}::timestamptz, ${$(toJsonText(turn.record))}::json from written)`)
  const { logged, remembered } = turn
  if (logged.length > 0 && after.copilotId) {
    part(
      'log',
      `logged as (insert into telemetry_event (copilot_id, conversation_id, channel, at, name, properties)
         select copilot.id, written.id, ${$(after.channel)}::text, ${$(after.changedAt)}::timestamptz, r.* from written, copilot, unnest(${$(logged.map(({ name }) => name))}::text[], ${$(logged.map(({ properties }) => toJsonText(properties ?? null)))}::json[]) as r
         where copilot.id = ${$(after.copilotId)})`,
    )
  }
  if (remembered && after.copilotId) {
    part(
      'keep',
      `kept as (insert into remembered_variables (copilot_id, customer_id, variables, changed_at)
         select copilot.id, ${$(after.data.customer.id)}::text, ${$(toJsonText(remembered))}::json, ${$(after.changedAt)}::timestamptz from written, copilot where copilot.id = ${$(after.copilotId)}
         on conflict (copilot_id, customer_id) do update set variables = excluded.variables, changed_at = excluded.changed_at)`,
    )
  }
}

function castOf(column: string): string {
  const types: Record<string, string> = { data: '::jsonb', dialog: '::json', offer: '::jsonb' }
  if (column.endsWith('_at')) return '::timestamptz'
  if (['version', 'last_seq', 'copilot_version', 'capacity_units'].includes(column)) return '::int'
  return types[column] ?? '::text'
}

function turnOf({ before, after }: Change) {
  const { id, version, status } = after
  return { id, expected: before.version, version, last_seq: after.lastSeq, status, data: dataOf(after), dialog: after.dialog, changed_at: after.changedAt }
}

function recordOf({ after, turn }: Change) {
  return turn ? [{ conversation_id: after.id, turn: after.version, at: after.changedAt, record: turn.record }] : []
}

function linesOf({ after, lines }: Change) {
  return lines.map((line) => ({ conversation_id: after.id, seq: line.seq, at: line.at, audience: line.audience, author: line.author, activity: line.activity, client_id: line.clientId }))
}

function dataOf({ data, owner }: Conversation) {
  return owner.kind === 'nobody' ? data : { ...data, ownerName: owner.name }
}

/** JSON that PostgreSQL takes: it refuses NUL characters and halves of surrogate pairs, which people can paste. */
function toJsonText(value: unknown): string {
  const text = JSON.stringify(value)
  if (!text.includes('\\u0000') && !text.includes('\\ud')) return text
  const clean = (words: string) => words.replaceAll('\u0000', '').toWellFormed()
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === 'string') return clean(part)
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part
    return Object.fromEntries(Object.entries(part).map(([name, member]) => [clean(name), member]))
  })
}
