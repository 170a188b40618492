import type { Entry } from '../../contracts/index.ts'
import type { Hint } from '../../engagement/bus.ts'
import type { ConversationKey, Hub } from '../../engagement/hub.ts'
import type { Clock, Log } from '../../platform/index.ts'
import { goingAway, type Gateway, type LiveSocket } from '../../realtime/index.ts'
import type { CustomerPresence } from './presence.ts'
import { activitySet, isForCustomer, isOver, typingFrame, type FileLink } from './wire.ts'

export type StreamDeps = { hub: Hub; gateway: Gateway; presence: CustomerPresence; clock: Clock; log: Log; link: FileLink }

const page = 100
const resyncEveryMs = 30_000
/** A client hears the last words before its socket goes. */
const closeAfterMs = 1000

/**
 * Sends a conversation's lines from `watermark` on: first what the log has, then live. Hints carry consecutive numbers;
 * a hole means that one was lost or overtaken, and the log is read again.
 */
export function streamConversation(deps: StreamDeps, { id: conversationId, closed }: ConversationKey, watermark: number, socket: LiveSocket): void {
  let seen = watermark
  /** The highest number a hint has told of: a load that begins afterwards covers it. */
  let announced = 0
  let loading = false
  let loadAgain = false

  const sayGoodbye = () => void setTimeout(() => socket.close(goingAway.done, 'The conversation has ended.'), closeAfterMs).unref()

  const catchUp = async () => {
    if (loading) return void (loadAgain = true)
    loading = true
    try {
      do {
        loadAgain = false
        const covered = announced
        let entries: Entry[]
        do {
          entries = await deps.hub.entriesAfter(conversationId, seen, 'everyone', page)
          const fresh = entries.filter((entry) => entry.seq > seen)
          seen = Math.max(seen, entries.at(-1)?.seq ?? 0)
          sendLines(socket, fresh, deps.link)
        } while (entries.length === page)
        seen = Math.max(seen, covered)
      } while (loadAgain)
    } catch (error) {
      deps.log.error('a stream could not read the log', error, { conversationId })
      socket.close(goingAway.tooSlow, 'Try again.')
    } finally {
      loading = false
    }
  }

  const stopListening = deps.gateway.onConversation(conversationId, (hint: Hint) => {
    if (hint.type === 'typing' && hint.side !== 'customer') {
      socket.send(typingFrame(conversationId, hint.side, hint.from, deps.clock.now()))
    }
    if (hint.type !== 'conversation') return
    const first = hint.entries.at(0)
    announced = Math.max(announced, hint.entries.at(-1)?.seq ?? 0)
    if (first && (loading || first.seq > seen + 1)) void catchUp()
    else if (first) {
      const fresh = hint.entries.filter((entry) => entry.seq > seen)
      seen = Math.max(seen, announced)
      sendLines(socket, fresh, deps.link)
    }
    if (isOver(hint.conversation)) sayGoodbye()
  })

  // A hint can be lost with the connection that would have told of it; the log is looked at now and then.
  const resync = setInterval(() => void catchUp(), resyncEveryMs)
  resync.unref()
  deps.presence.opened(conversationId)
  socket.onClose(() => {
    clearInterval(resync)
    stopListening()
    deps.presence.closed(conversationId)
  })
  void catchUp()
  if (closed) sayGoodbye()
}

function sendLines(socket: LiveSocket, entries: readonly Entry[], link: FileLink) {
  const visible = entries.filter(isForCustomer)
  const last = visible.at(-1)
  if (last) socket.send(activitySet(visible, last.seq, link))
}
