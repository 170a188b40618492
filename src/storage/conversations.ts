import type { Change, Conversation, Offered } from '../conversations/index.ts'
import { capacityMoves } from '../conversations/index.ts'
import type { Entry } from '../contracts/index.ts'
import type { Database } from './database.ts'

export type Verdict = 'committed' | 'conflict' | 'duplicate' | 'no-capacity'
export type DueDeadline = { subject: string; kind: string; dueAt: Date }
export type ConversationStore = ReturnType<typeof conversationStore>

/** A batch holds at most this many changes; more wait for the next. */
const batchLimit = 64
const uniqueViolation = '23505'
/** Batches under way at once. More than one keeps the second core busy while the first waits for its commit. */
const batchesAtOnce = 4

/**
 * Conversations, their logs and their deadlines in PostgreSQL. Commits that arrive while one is under way share the
 * next statement, so that durability costs one flush for many turns. All other statements are prepared once a connection.
 */
export function conversationStore({ pool }: Pick<Database, 'pool'>) {
  /** Whatever a change can contain, in one call; a change that does not land leaves its neighbours alone. */
  const commitAny = batched(async (changes: Wire[]) => {
    const { rows } = await pool.query<{ verdicts: { status: Verdict }[] }>({
      name: 'commit-changes',
      text: 'select commit_changes($1::jsonb) as verdicts',
      values: [toJsonText(changes)],
    })
    return rows[0]!.verdicts.map((verdict) => verdict.status)
  })

  /** The common case, a turn of a talk: the conversation moves on and the log grows. One plain statement for many. */
  const commitTurns = batched(async (changes: Wire[]): Promise<Verdict[]> => {
    if (changes.length === 1) return [await commitTurn(changes[0]!)]
    const { rows } = await pool.query<{ id: string }>({
      name: 'commit-turns',
      text: `with c as (select * from jsonb_to_recordset($1::jsonb) as r(id text, expected int, version int, last_seq int, status text, data jsonb, dialog jsonb, changed_at timestamptz)),
             u as (update conversation v set version = c.version, last_seq = c.last_seq, status = c.status, data = c.data, dialog = c.dialog, changed_at = c.changed_at
                   from c where v.id = c.id and v.version = c.expected returning v.id),
             l as (insert into log_entry (conversation_id, seq, at, audience, author, activity, client_id)
                   select r.* from jsonb_to_recordset($2::jsonb) as r(conversation_id text, seq int, at timestamptz, audience text, author jsonb, activity jsonb, client_id text)
                   where r.conversation_id in (select id from u))
             select id from u`,
      values: [toJsonText(changes.map((change) => ({ ...change.row, expected: change.expected }))), toJsonText(changes.flatMap((change) => change.lines))],
    })
    const landed = new Set(rows.map((row) => row.id))
    return changes.map((change) => (landed.has(change.id) ? 'committed' : 'conflict'))
  })

  /** The same for one: a talk that is alone on the server gets its answer a little sooner. */
  const commitTurn = async ({ id, expected, row, lines }: Wire): Promise<Verdict> => {
    const { rowCount } = await pool.query({
      name: 'commit-turn',
      text: `with u as (update conversation set version = $3, last_seq = $4, status = $5, data = $6::jsonb, dialog = $7::jsonb, changed_at = $8
                        where id = $1 and version = $2 returning id),
             l as (insert into log_entry (conversation_id, seq, at, audience, author, activity, client_id)
                   select u.id, r.* from u, unnest($9::int[], $10::timestamptz[], $11::text[], $12::jsonb[], $13::jsonb[], $14::text[]) as r)
             select id from u`,
      values: [
        id,
        expected,
        row.version,
        row.last_seq,
        row.status,
        toJsonText(row.data),
        row.dialog === undefined ? null : toJsonText(row.dialog),
        row.changed_at,
        lines.map((line) => line.seq),
        lines.map((line) => line.at),
        lines.map((line) => line.audience),
        lines.map((line) => toJsonText(line.author)),
        lines.map((line) => toJsonText(line.activity)),
        lines.map((line) => line.client_id ?? null),
      ],
    })
    return rowCount === 1 ? 'committed' : 'conflict'
  }

  return {
    /** Writes the change if nobody wrote since it was read. Changes that move an agent's capacity travel alone. */
    async commit(change: Change): Promise<Verdict> {
      const wire = toWire(change)
      if (!isTurn(change)) return commitAny(wire, wire.load.length > 0)
      // A client id that is there already breaks the plain statement; the function can tell.
      return commitTurns(wire).catch((error: { code?: string }) => (error.code === uniqueViolation ? commitAny(wire) : Promise.reject(error as Error)))
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
      return select(`select * from conversation where data ->> 'servedBy' = $1 and closed_at >= $2 order by closed_at desc limit 50`, [agentId, since])
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
function isTurn({ before, after, deadlines }: Change): boolean {
  return (
    before.version > 0 &&
    Object.keys(deadlines).length === 0 &&
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

/** The shape `commit_changes` reads. */
type Wire = ReturnType<typeof toWire>
function toWire(change: Change) {
  const { before, after } = change
  const { owner } = after
  const clientIds = change.lines.flatMap((line) => line.clientId ?? [])
  return {
    id: after.id,
    ...(clientIds.length ? { client_ids: clientIds } : {}),
    expected: before.version,
    row: {
      id: after.id,
      environment_id: after.environmentId,
      version: after.version,
      last_seq: after.lastSeq,
      status: after.status,
      owner_kind: owner.kind,
      owner_id: owner.kind === 'nobody' ? null : owner.id,
      channel: after.channel,
      workstream_id: after.workstreamId,
      widget_id: after.widgetId,
      copilot_id: after.copilotId,
      copilot_version: after.copilotVersion,
      queue_id: after.queueId,
      capacity_units: after.capacityUnits,
      offer: after.offer,
      data: owner.kind === 'nobody' ? after.data : { ...after.data, ownerName: owner.name },
      dialog: after.dialog,
      created_at: after.createdAt,
      queued_at: after.queuedAt,
      wrap_up_at: after.wrapUpAt,
      closed_at: after.closedAt,
      changed_at: after.changedAt,
    },
    lines: change.lines.map((line) => ({ conversation_id: after.id, seq: line.seq, at: line.at, audience: line.audience, author: line.author, activity: line.activity, client_id: line.clientId })),
    deadlines: Object.entries(change.deadlines).map(([kind, dueAt]) => ({ kind, due_at: dueAt ?? null })),
    load: capacityMoves(change).map(({ agentId, ...move }) => ({ agent: agentId, ...move })),
  }
}

const withoutDialog = `id, environment_id, version, last_seq, status, owner_kind, owner_id, channel, workstream_id, widget_id, copilot_id, copilot_version,
  queue_id, capacity_units, offer, data, null::jsonb as dialog, created_at, queued_at, wrap_up_at, closed_at, changed_at`

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

/** Collects what arrives while a batch is under way into the next one; `alone` items get a batch of their own. */
function batched<T, R>(flush: (items: T[]) => Promise<R[]>): (item: T, alone?: boolean) => Promise<R> {
  type Waiting = { item: T; alone: boolean; resolve(result: R): void; reject(error: unknown): void }
  let waiting: Waiting[] = []
  let underWay = 0

  const next = () => {
    while (underWay < batchesAtOnce && waiting.length > 0) {
      const lone = waiting.findIndex((entry) => entry.alone)
      const batch = lone === 0 ? waiting.splice(0, 1) : waiting.splice(0, Math.min(batchLimit, lone === -1 ? waiting.length : lone))
      underWay++
      void send(batch).finally(() => {
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
  return (item, alone = false) =>
    new Promise<R>((resolve, reject) => {
      waiting.push({ item, alone, resolve, reject })
      next()
    })
}
