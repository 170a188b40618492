import type { Change, Conversation, FileEntry, Offered } from '../conversations/index.ts'
import type { Entry } from '../contracts/index.ts'
import { batched } from './batched.ts'
import { commitStatement, isTurn, turnsStatement } from './commit-statement.ts'
import type { Database } from './database.ts'
import { turnNotes } from './turn-notes.ts'

export type Verdict = 'committed' | 'conflict' | 'duplicate' | 'no-capacity'
export type DueDeadline = { subject: string; kind: string; dueAt: Date }

/** What the statement for one change ended with, by PostgreSQL's error code; 23505 is a client id that is there already, BT ones are raised by `refuse`. */
const verdicts: Record<string, Verdict> = { 23505: 'duplicate', BT001: 'no-capacity', BT002: 'conflict', '40P01': 'conflict' }

/**
 * Conversations, their logs and their deadlines in PostgreSQL. Turns that arrive while a statement is under
 * way share the next one, so that durability costs one flush for many; every other change is a statement of its own.
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
    const { rows } = await pool.query<{ id: string }>(turnsStatement(changes))
    const landed = new Set(rows.map((row) => row.id))
    return changes.map((change) => (landed.has(change.after.id) ? 'committed' : 'conflict'))
  })

  return {
    /** Writes the change if nobody wrote since it was read. */
    commit(change: Change): Promise<Verdict> {
      return isTurn(change) ? commitTurns(change) : commitOne(change)
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

    async loadFile(conversationId: string, fileId: string): Promise<(FileEntry & { bytes: Buffer }) | undefined> {
      const { rows } = await pool.query<FileEntry & { bytes: Buffer }>({
        name: 'conversation-file',
        text: 'select id, name, content_type as "contentType", size, sha256, bytes from conversation_file where conversation_id = $1 and id = $2',
        values: [conversationId, fileId],
      })
      return rows[0]
    },

    /** Waiting and not ringing, in the order they are served: queue priority, then who has waited longest. At most `limit` a queue, after the first `skip` of it. */
    async waiting(environmentId: string, limit = 50, skip = 0): Promise<Conversation[]> {
      return select(
        `select c.* from queue q cross join lateral (
           select ${withoutDialog} from conversation w where w.queue_id = q.id and w.status = 'open' and w.owner_kind = 'queue' and w.offer is null
           order by w.queued_at limit $2 offset $3) c
         where q.environment_id = $1 order by q.priority, c.queued_at`,
        [environmentId, limit, skip],
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

    // Lists are read often and shown in short: none of these has the copilots' own state.

    async ofAgent(agentId: string): Promise<Conversation[]> {
      return select(`select ${withoutDialog} from conversation where owner_id = $1 and closed_at is null order by created_at`, [agentId])
    },

    async offeredTo(agentId: string): Promise<Conversation[]> {
      return select(`select ${withoutDialog} from conversation where offer_agent_id = $1 and offer is not null and closed_at is null`, [agentId])
    },

    async waitingInQueues(queueIds: string[], limit = 200): Promise<Conversation[]> {
      return select(`select ${withoutDialog} from conversation where queue_id = any($1) and status = 'open' and owner_kind = 'queue' order by queued_at limit $2`, [queueIds, limit])
    },

    async closedBy(agentId: string, since: Date): Promise<Conversation[]> {
      return select(`select ${withoutDialog} from conversation where served_by = $1 and closed_at >= $2 order by closed_at desc limit 50`, [agentId, since])
    },

    /** Environments where somebody waits and nothing rings. */
    async environmentsWaiting(): Promise<string[]> {
      const { rows } = await pool.query<{ environment_id: string }>(
        `select distinct environment_id from conversation where status = 'open' and owner_kind = 'queue' and offer is null`,
      )
      return rows.map((row) => row.environment_id)
    },

    async withCopilot(copilotId: string): Promise<Conversation[]> {
      return select(`select ${withoutDialog} from conversation where copilot_id = $1 and owner_kind = 'copilot' and closed_at is null`, [copilotId])
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

const withoutDialog = `id, environment_id, version, last_seq, status, owner_kind, owner_id, channel, workstream_id, widget_id, copilot_id, copilot_version,
  queue_id, capacity_units, offer, data, null::json as dialog, created_at, queued_at, wrap_up_at, closed_at, changed_at`
