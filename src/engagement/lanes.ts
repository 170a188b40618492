import type { Change, Conversation, NewLine } from '../conversations/index.ts'
import { offerOf, summarize, withoutFiles } from '../conversations/index.ts'
import type { Entry } from '../contracts/index.ts'
import { BatonError } from '../platform/index.ts'
import type { HubDeps } from './ports.ts'

/** What a use case decides about a conversation. Without a change nothing is written. */
export type Decision<T> = {
  change?: Change | undefined
  result: T
  /** The agent the change offers to is full or gone: prepare for the next try. */
  onNoCapacity?: () => void | Promise<void>
  /** A client id that is there already: what the first time answered. */
  onDuplicate?: () => Promise<T>
}

const cachedConversations = 20_000
/** Two nodes that write in one conversation at once step on each other; each step back is a little longer than the last. */
const tries = 25
const stepBackMs = 2
/** A longer talk is read from the database when it is handed over. Lines, and characters of them. */
const longestTalk = { lines: 200, characters: 200_000 }
/** What all copies together may hold, in characters of their JSON: a topic can keep megabytes in a variable. */
const cachedCharacters = 100_000_000

/**
 * One lane a conversation: what happens to it happens one after the other, on a copy kept in memory. Correctness does
 * not rest on that: every change names the version it read, and the loser of a race decides again on what is stored.
 */
export function conversationLanes(deps: Pick<HubDeps, 'store' | 'bus'>, isOnline: (id: string) => boolean, onCommit: (change: Change) => void, mostCharacters = cachedCharacters) {
  type Lane = { tail: Promise<unknown>; users: number; conversation: Conversation | undefined; talk: Talk | undefined; /** Characters. */ weight: number }
  /** All lines for everyone up to `seq`, while the copilot talks: what a handoff takes along without reading it again. */
  type Talk = { seq: number; lines: Entry[]; weight: number }
  const lanes = new Map<string, Lane>()
  let total = 0

  const enter = (id: string): Lane => {
    const lane = lanes.get(id) ?? { tail: Promise.resolve(), users: 0, conversation: undefined, talk: undefined, weight: 0 }
    // The map's order is its age: whoever was used last goes to the end.
    lanes.delete(id)
    lanes.set(id, lane)
    lane.users++
    return lane
  }
  const leave = (lane: Lane) => {
    lane.users--
    for (const [id, idle] of lanes) {
      if (lanes.size <= cachedConversations && total <= mostCharacters) break
      if (idle.users === 0) forget(id, idle)
    }
  }
  const forget = (id: string, lane: Lane) => {
    total -= lane.weight
    lanes.delete(id)
  }
  const keep = (lane: Lane, conversation: Conversation) => {
    lane.conversation = conversation
    const weight = JSON.stringify([conversation.dialog, conversation.data]).length + (lane.talk?.weight ?? 0)
    total += weight - lane.weight
    lane.weight = weight
  }

  const remember = (lane: Lane, { before, after, lines }: Change) => {
    const { talk } = lane
    const goesOn = talk?.seq === before.lastSeq && after.owner.kind === 'copilot' && talk.lines.length < longestTalk.lines && talk.weight < longestTalk.characters
    if (goesOn) {
      talk.weight += (after.data.written ?? 0) - (before.data.written ?? 0)
      for (const line of lines) if (line.audience === 'everyone') talk.lines.push({ ...withoutClientId(line), activity: withoutFiles(line.activity) })
      talk.seq = after.lastSeq
    } else lane.talk = undefined
    keep(lane, after)
  }

  const announce = (change: Change) => {
    const { before, after } = change
    onCommit(change)
    deps.bus.publish({
      type: 'conversation',
      environmentId: after.environmentId,
      conversation: summarize(after, isOnline(after.id)),
      entries: change.lines.map(withoutClientId),
      offer: after.offer && after.offer !== before.offer ? offerOf(after, isOnline(after.id)) : undefined,
      offeredTo: after.offer?.agentId,
      wasOfferedTo: before.offer?.agentId,
      wasOwnedBy: before.owner.kind === 'agent' ? before.owner.id : undefined,
    })
  }

  async function attempt<T>(id: string, lane: Lane, decide: (conversation: Conversation) => Decision<T> | Promise<Decision<T>>): Promise<T> {
    for (let left = tries; left > 0; left--) {
      const cached = lane.conversation
      const conversation = cached ?? (await deps.store.load(id))
      if (!conversation) throw new BatonError('CONVERSATION_NOT_FOUND', id)
      if (!cached) keep(lane, conversation)

      let decision: Decision<T>
      try {
        decision = await decide(conversation)
      } catch (error) {
        // A refusal may rest on an old copy: look once at what is stored.
        const stored = cached && error instanceof BatonError ? await deps.store.load(id) : undefined
        if (stored) keep(lane, stored)
        else lane.conversation = undefined
        if (stored && stored.version !== conversation.version) continue
        throw error
      }
      if (!decision.change) return decision.result

      const verdict = await deps.store.commit(decision.change).catch((error: unknown) => {
        lane.conversation = undefined
        throw error
      })
      if (verdict === 'committed') {
        remember(lane, decision.change)
        announce(decision.change)
        return decision.result
      }
      if (verdict === 'duplicate' && decision.onDuplicate) return decision.onDuplicate()
      if (verdict === 'no-capacity') await decision.onNoCapacity?.()
      lane.conversation = undefined
      await new Promise((resolve) => setTimeout(resolve, Math.random() * stepBackMs * (tries - left)))
    }
    throw new BatonError('ALREADY_TAKEN', id)
  }

  return {
    /** Lets `decide` change the conversation; it may run again when somebody else was faster. */
    run<T>(id: string, decide: (conversation: Conversation) => Decision<T> | Promise<Decision<T>>): Promise<T> {
      const lane = enter(id)
      const turn = lane.tail.then(() => attempt(id, lane, decide))
      lane.tail = turn.catch(() => {})
      return turn.finally(() => leave(lane))
    },

    /** Stores a conversation that does not exist yet. False: its agent has no room, decide again. */
    async open(change: Change): Promise<boolean> {
      const verdict = await deps.store.commit(change)
      if (verdict !== 'committed') return false
      const lane = enter(change.after.id)
      lane.talk = { seq: 0, lines: [], weight: 0 }
      remember(lane, change)
      leave(lane)
      announce(change)
      return true
    },

    /** What everyone can read so far, when it is at hand up to exactly this version. */
    talkOf(conversation: Conversation): Promise<Entry[]> {
      const talk = lanes.get(conversation.id)?.talk
      return talk?.seq === conversation.lastSeq ? Promise.resolve(talk.lines) : deps.store.entriesAfter(conversation.id, 0, 'everyone', 10_000)
    },

    /** Somebody committed `version`: an older copy that nobody works on is forgotten. */
    heard(id: string, version: number): void {
      const lane = lanes.get(id)
      if (lane?.users === 0 && lane.conversation && lane.conversation.version < version) forget(id, lane)
    },

    /** A copy that may be old; good for reading what does not change (whose conversation it is). */
    async peek(id: string): Promise<Conversation | undefined> {
      return lanes.get(id)?.conversation ?? deps.store.load(id)
    },
  }
}

export type Lanes = ReturnType<typeof conversationLanes>

function withoutClientId(line: NewLine): Entry {
  const { clientId: _, ...entry } = line
  return entry
}
