import type { Change, Conversation, Offered } from '../conversations/index.ts'
import { capacityMoves } from '../conversations/index.ts'
import type { Entry } from '../contracts/index.ts'
import type { Database } from './database.ts'
import { turnNotes } from './turn-notes.ts'

export type Verdict = 'committed' | 'conflict' | 'duplicate' | 'no-capacity'
export type DueDeadline = { subject: string; kind: string; dueAt: Date }
export type ConversationStore = ReturnType<typeof conversationStore>

/** A batch holds at most this many changes; more wait for the next. */
const batchLimit = 64
const uniqueViolation = '23505'
/** What the statement for one change ended with, by PostgreSQL's error code; BT ones are raised by `refuse`. */
const verdicts: Record<string, Verdict> = { [uniqueViolation]: 'duplicate', BT001: 'no-capacity', BT002: 'conflict', '40P01': 'conflict' }
/** Batches under way at once. More than one keeps the second core busy while the first waits for its commit. */
const batchesAtOnce = 4

/**
 * Conversations, their logs and their deadlines in PostgreSQL. Commits that arrive while one is under way share the
 * next statement, so that durability costs one flush for many turns. All other statements are prepared once a connection.
 */
export function conversationStore({ pool }: Pick<Database, 'pool'>) {
  /** Whatever a change can contain, in one statement that lands whole or not at all. */
  const commitOne = async (change: Change): Promise<Verdict> => {
    try {
      const { rows } = await pool.query(commitStatement(change))
      return rows.length === 1 ? 'committed' : 'conflict'
    } catch (error) {
      const verdict = verdicts[(error as { code?: string }).code ?? '']
      if (verdict) return verdict
      throw error
    }
  }

  /** The common case, a turn of a talk: the conversation moves on and the log grows. One plain statement for many. */
  const commitTurns = batched(async (changes: Change[]): Promise<Verdict[]> => {
    if (changes.length === 1) return [await commitOne(changes[0]!)]
    const { rows } = await pool.query<{ id: string }>({
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
    })
    const landed = new Set(rows.map((row) => row.id))
    return changes.map((change) => (landed.has(change.after.id) ? 'committed' : 'conflict'))
  })

  return {
    /** Writes the change if nobody wrote since it was read. */
    async commit(change: Change): Promise<Verdict> {
      if (!isTurn(change)) return commitOne(change)
      return commitTurns(change).catch((error: { code?: string }) => (error.code === uniqueViolation ? 'duplicate' : Promise.reject(error as Error)))
    },

    async load(id: string): Promise<Conversation | undefined> {
      const { rows } = await pool.query<Row>({ name: 'conversation', text: 'select * from conversation where id = $1', values: [id] })
      return rows[0] && fromRow(rows[0])
    },

    async findByClientId(id: string, clientId: string): Promise<number | undefined> {
      const { rows } = await pool.query<{ seq: number }>({
        name: 'by-client-id',
        text: 'select seq from log_entry where conversation_id = $1 and client_id = $2',
        values: [id, clientId],
      })
      return rows[0]?.seq
    },

    /** Lines after `seq`, oldest first. `everyone` leaves out what only staff may see. */
    async entriesAfter(id: string, seq: number, audience: Entry['audience'], limit = 1000): Promise<Entry[]> {
      const { rows } = await pool.query<{ seq: number; at: Date; audience: Entry['audience']; author: Entry['author']; activity: Entry['activity'] }>({
        name: 'entries-after',
        text: `select seq, at, audience, author, activity from log_entry
               where conversation_id = $1 and seq > $2 and ($3 = 'staff' or audience = 'everyone') order by seq limit $4`,
        values: [id, seq, audience, limit],
      })
      return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
    },

    /** Waiting and not ringing, in the order they are served: queue priority, then who has waited longest. At most `limit` a queue. */
    async waiting(environmentId: string, limit = 50): Promise<Conversation[]> {
      return select(
        `select c.* from queue q cross join lateral (
           select * from conversation w where w.queue_id = q.id and w.status = 'open' and w.owner_kind = 'queue' and w.offer is null
           order by w.queued_at limit $2) c
         where q.environment_id = $1 order by q.priority, c.queued_at`,
        [environmentId, limit],
      )
    },

    /** The hub's conversations that are not closed, newest first, without the copilots' own state. */
    async ongoing(environmentId: string, limit = 2000): Promise<Conversation[]> {
      return select(
        `select ${withoutDialog} from conversation where environment_id = $1 and closed_at is null and channel = 'livechat' order by created_at desc limit $2`,
        [environmentId, limit],
      )
    },

    async closedToday(environmentId: string, since: Date): Promise<number> {
      const { rows } = await pool.query<{ n: number }>('select count(*) as n from conversation where environment_id = $1 and closed_at >= $2', [environmentId, since])
      return rows[0]?.n ?? 0
    },

    async ofAgent(agentId: string): Promise<Conversation[]> {
      return select('select * from conversation where owner_id = $1 and closed_at is null order by created_at', [agentId])
    },

    async offeredTo(agentId: string): Promise<Conversation[]> {
      return select('select * from conversation where offer_agent_id = $1 and offer is not null and closed_at is null', [agentId])
    },

    async waitingInQueues(queueIds: string[], limit = 200): Promise<Conversation[]> {
      return select(`select * from conversation where queue_id = any($1) and status = 'open' and owner_kind = 'queue' order by queued_at limit $2`, [queueIds, limit])
    },

    async closedBy(agentId: string, since: Date): Promise<Conversation[]> {
      return select(`select * from conversation where served_by = $1 and closed_at >= $2 order by closed_at desc limit 50`, [agentId, since])
    },

    /** Environments where somebody waits and nothing rings. */
    async environmentsWaiting(): Promise<string[]> {
      const { rows } = await pool.query<{ environment_id: string }>(
        `select distinct environment_id from conversation where status = 'open' and owner_kind = 'queue' and offer is null`,
      )
      return rows.map((row) => row.environment_id)
    },

    async withCopilot(copilotId: string): Promise<Conversation[]> {
      return select(`select * from conversation where copilot_id = $1 and owner_kind = 'copilot' and closed_at is null`, [copilotId])
    },

    /**
     * Claims deadlines that are due for `leaseSeconds`. Whoever handles one moves or removes it in its own commit; after
     * a crash the lease runs out and another node takes it.
     */
    async claimDue(now: Date, limit = 100, leaseSeconds = 30): Promise<DueDeadline[]> {
      const { rows } = await pool.query<{ subject: string; kind: string; due_at: Date }>({
        name: 'claim-due',
        text: `update deadline d set claimed_until = $1::timestamptz + make_interval(secs => $3)
               from (select subject, kind from deadline where due_at <= $1 and (claimed_until is null or claimed_until < $1)
                     order by due_at limit $2 for update skip locked) due
               where d.subject = due.subject and d.kind = due.kind
               returning d.subject, d.kind, d.due_at`,
        values: [now, limit, leaseSeconds],
      })
      return rows.map((row) => ({ subject: row.subject, kind: row.kind, dueAt: row.due_at }))
    },

    /** A deadline that is not a conversation's (an agent's page that went away), set or moved. */
    async setDeadline(subject: string, kind: string, dueAt: Date): Promise<void> {
      await pool.query(
        `insert into deadline (subject, kind, due_at) values ($1, $2, $3)
         on conflict (subject, kind) do update set due_at = excluded.due_at, claimed_until = null`,
        [subject, kind, dueAt],
      )
    },

    /** Conversations of the hub whose customer may be on a page: waiting, or being served. */
    async withCustomers(): Promise<string[]> {
      const { rows } = await pool.query<{ id: string }>(
        `select id from conversation where closed_at is null and channel = 'livechat' and owner_kind in ('queue', 'agent') and status <> 'wrap-up'`,
      )
      return rows.map((row) => row.id)
    },

    ...turnNotes(pool),

    /** Removes a deadline; with `dueAt`, only when it still is the one that was claimed. */
    async clearDeadline(subject: string, kind: string, dueAt?: Date): Promise<void> {
      await pool.query('delete from deadline where subject = $1 and kind = $2 and ($3::timestamptz is null or due_at = $3)', [subject, kind, dueAt ?? null])
    },
  }

  async function select(text: string, values: unknown[]): Promise<Conversation[]> {
    const { rows } = await pool.query<Row>(text, values)
    return rows.map(fromRow)
  }
}

type Row = {
  id: string
  environment_id: string
  version: number
  last_seq: number
  status: Conversation['status']
  owner_kind: Conversation['owner']['kind']
  owner_id: string | null
  channel: Conversation['channel']
  workstream_id: string | null
  widget_id: string | null
  copilot_id: string | null
  copilot_version: number | null
  queue_id: string | null
  capacity_units: number
  offer: Offered | null
  data: Conversation['data'] & { ownerName?: string }
  dialog: unknown
  created_at: Date
  queued_at: Date | null
  wrap_up_at: Date | null
  closed_at: Date | null
  changed_at: Date
}

function fromRow(row: Row): Conversation {
  const { ownerName, ...data } = row.data
  return {
    id: row.id,
    environmentId: row.environment_id,
    version: row.version,
    lastSeq: row.last_seq,
    status: row.status,
    owner: row.owner_kind === 'nobody' ? { kind: 'nobody' } : { kind: row.owner_kind, id: row.owner_id ?? '', name: ownerName ?? '' },
    channel: row.channel,
    workstreamId: row.workstream_id ?? undefined,
    widgetId: row.widget_id ?? undefined,
    copilotId: row.copilot_id ?? undefined,
    copilotVersion: row.copilot_version ?? undefined,
    queueId: row.queue_id ?? undefined,
    capacityUnits: row.capacity_units,
    offer: row.offer ?? undefined,
    data,
    dialog: row.dialog ?? undefined,
    createdAt: row.created_at.toISOString(),
    queuedAt: row.queued_at?.toISOString(),
    wrapUpAt: row.wrap_up_at?.toISOString(),
    closedAt: row.closed_at?.toISOString(),
    changedAt: row.changed_at.toISOString(),
  }
}

/** Only what `commitTurns` writes has changed. */
function isTurn({ before, after, deadlines, turn }: Change): boolean {
  return (
    before.version > 0 &&
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
function commitStatement(change: Change): { name: string; text: string; values: unknown[] } {
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

const withoutDialog = `id, environment_id, version, last_seq, status, owner_kind, owner_id, channel, workstream_id, widget_id, copilot_id, copilot_version,
  queue_id, capacity_units, offer, data, null::json as dialog, created_at, queued_at, wrap_up_at, closed_at, changed_at`

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

/** Collects what arrives while a batch is under way into the next one. */
function batched<T, R>(flush: (items: T[]) => Promise<R[]>): (item: T) => Promise<R> {
  type Waiting = { item: T; resolve(result: R): void; reject(error: unknown): void }
  const waiting: Waiting[] = []
  let underWay = 0

  const next = () => {
    while (underWay < batchesAtOnce && waiting.length > 0) {
      underWay++
      void send(waiting.splice(0, batchLimit)).finally(() => {
        underWay--
        next()
      })
    }
  }
  const send = async (batch: Waiting[]) => {
    try {
      const results = await flush(batch.map((entry) => entry.item))
      batch.forEach((entry, index) => entry.resolve(results[index]!))
    } catch (error) {
      if (batch.length === 1) return batch[0]!.reject(error)
      // One bad change must not fail its neighbours: each tries again by itself.
      for (const entry of batch) await send([entry])
    }
  }
  return (item) =>
    new Promise<R>((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      next()
    })
}
