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
/** A longer talk is read from the database when it is handed over. */
const longestTalk = 200

/**
 * One lane a conversation: what happens to it happens one after the other, on a copy kept in memory. Correctness does
 * not rest on that: every change names the version it read, and the loser of a race decides again on what is stored.
 */
export function conversationLanes(deps: Pick<HubDeps, 'store' | 'bus'>, isOnline: (id: string) => boolean, onCommit: (change: Change) => void) {
  type Lane = { tail: Promise<unknown>; users: number; conversation: Conversation | undefined; talk: Talk | undefined }
  /** All lines for everyone up to `seq`, while the copilot talks: what a handoff takes along without reading it again. */
  type Talk = { seq: number; lines: Entry[] }
  const lanes = new Map<string, Lane>()

  const enter = (id: string): Lane => {
    const lane = lanes.get(id) ?? { tail: Promise.resolve(), users: 0, conversation: undefined, talk: undefined }
    // The map's order is its age: whoever was used last goes to the end.
    lanes.delete(id)
    lanes.set(id, lane)
    lane.users++
    return lane
  }
  const leave = (lane: Lane) => {
    lane.users--
    if (lanes.size <= cachedConversations) return
    for (const [id, idle] of lanes) {
      if (idle.users === 0) lanes.delete(id)
      if (lanes.size <= cachedConversations) break
    }
  }

  const remember = (lane: Lane, { before, after, lines }: Change) => {
    lane.conversation = after
    const keep = lane.talk?.seq === before.lastSeq && after.owner.kind === 'copilot' && lane.talk.lines.length < longestTalk
    if (keep) for (const line of lines) if (line.audience === 'everyone') lane.talk!.lines.push({ ...withoutClientId(line), activity: withoutFiles(line.activity) })
    if (keep) lane.talk!.seq = after.lastSeq
    else lane.talk = undefined
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
      lane.conversation = conversation

      let decision: Decision<T>
      try {
        decision = await decide(conversation)
      } catch (error) {
        // A refusal may rest on an old copy: look once at what is stored.
        const stored = cached && error instanceof BatonError ? await deps.store.load(id) : undefined
        lane.conversation = stored
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
      lane.talk = { seq: 0, lines: [] }
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
