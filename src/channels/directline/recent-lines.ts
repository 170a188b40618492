import type { Entry } from '../../contracts/index.ts'
import type { Hint } from '../../engagement/bus.ts'
import type { Hub } from '../../engagement/hub.ts'
import type { Clock } from '../../platform/index.ts'
import type { Gateway } from '../../realtime/index.ts'
import { isOver } from './wire.ts'

export type Recent = { entries: Entry[]; closed: boolean }

/** The ends of polled conversations' logs, kept by hints, so that a poll for nothing new costs no query. */
export type RecentLines = {
  after(conversationId: string, seq: number): Promise<Recent>
  stop(): void
}

/** A hint that got lost between nodes is made good by looking into the log this often. */
const believedForMs = 2000
const forgottenAfterMs = 30_000
/** A client asks on from the watermark it got, so an answer need not hold everything. */
const longest = 100
const most = 20_000

type Deps = { hub: Pick<Hub, 'entriesAfter' | 'findConversation'>; gateway: Gateway; clock: Clock }

export function recentLines({ hub, gateway, clock }: Deps): RecentLines {
  const tails = new Map<string, Tail>()
  const now = () => clock.now().getTime()

  const forget = (id: string, tail: Tail) => {
    tail.stopListening()
    if (tails.get(id) === tail) tails.delete(id)
  }
  const read = async (id: string, seq: number): Promise<Recent> => {
    const [entries, key] = await Promise.all([hub.entriesAfter(id, seq, 'everyone', longest), hub.findConversation(id)])
    return { entries, closed: key?.closed ?? true }
  }
  const sweep = setInterval(() => {
    for (const [id, tail] of tails) if (now() - tail.readAt > forgottenAfterMs) forget(id, tail)
  }, 5000)
  sweep.unref()

  return {
    async after(id, seq) {
      const known = tails.get(id)
      if (known?.covers(seq) && now() - known.checkedAt < believedForMs) {
        known.readAt = now()
        return { entries: known.entries.filter((entry) => entry.seq > seq), closed: known.closed }
      }
      if (known) forget(id, known)
      if (tails.size >= most) return read(id, seq)

      const tail: Tail = new Tail(seq, now(), () => forget(id, tail))
      // Listening begins before the log is read, so that nothing falls between the two.
      tail.stopListening = gateway.onConversation(id, (hint) => tail.take(hint))
      tails.set(id, tail)
      try {
        const recent = await read(id, seq)
        tail.loaded(recent)
        return recent
      } catch (error) {
        forget(id, tail)
        throw error
      }
    },
    stop() {
      clearInterval(sweep)
      for (const [id, tail] of tails) forget(id, tail)
    },
  }
}

/** A conversation's lines from just after `from` to `to`, without holes. */
class Tail {
  readonly from: number
  readonly checkedAt: number
  readonly broken: () => void
  readAt: number
  entries: Entry[] = []
  closed = false
  stopListening: () => void = () => {}
  /** Undefined until the log was read. */
  private to: number | undefined
  private early: Extract<Hint, { type: 'conversation' }>[] = []

  constructor(from: number, now: number, broken: () => void) {
    this.from = from
    this.checkedAt = now
    this.readAt = now
    this.broken = broken
  }

  covers(seq: number): boolean {
    return this.to !== undefined && seq >= this.from
  }

  loaded({ entries, closed }: Recent) {
    if (entries.length >= longest) return this.broken()
    this.entries = [...entries]
    this.closed = closed
    this.to = entries.at(-1)?.seq ?? this.from
    for (const hint of this.early) this.take(hint)
  }

  take(hint: Hint) {
    if (hint.type !== 'conversation') return
    const { to } = this
    if (to === undefined) return void this.early.push(hint)
    if (isOver(hint.conversation)) this.closed = true
    const fresh = hint.entries.filter((entry) => entry.seq > to)
    const [first] = fresh
    if (!first) return
    if (first.seq !== to + 1 || this.entries.length + fresh.length > longest) return this.broken()
    this.entries.push(...fresh.filter((entry) => entry.audience === 'everyone'))
    this.to = fresh.at(-1)?.seq
  }
}
