import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Hub } from '../engagement/hub.ts'
import type { Log } from '../platform/index.ts'
import { coalesce, goingAway, type Coalesced, type Gateway, type LiveSocket, type SocketRoute } from '../realtime/index.ts'
import { checkRole, requireRole, type PersonSession, type Sessions } from './session.ts'

const conversation = z.object({ id: z.string().max(300) })

export function supervisorRoutes(app: FastifyInstance, { hub: { supervisor } }: { hub: Hub }) {
  app.get('/api/supervisor/ongoing', async (request) => supervisor.ongoing(requireRole(request, 'supervisor').environmentId))

  app.get('/api/supervisor/conversations/:id', async (request) => {
    const { environmentId } = requireRole(request, 'supervisor')
    return supervisor.detail(environmentId, conversation.parse(request.params).id)
  })

  app.get('/api/supervisor/conversations/:id/steps', async (request) => {
    const { environmentId } = requireRole(request, 'supervisor')
    return supervisor.steps(environmentId, conversation.parse(request.params).id)
  })

  app.post('/api/supervisor/conversations/:id/close', async (request) => {
    const { environmentId, name } = requireRole(request, 'supervisor')
    return supervisor.forceClose(environmentId, conversation.parse(request.params).id, name)
  })
}

type Deps = { hub: Hub; gateway: Gateway; sessions: Sessions; log: Log }
type Feed = { viewers: Map<LiveSocket, PersonSession>; updates: Coalesced; lastText: string; stop(): void }

const everyMs = 250
const resyncEveryMs = 30_000

/** The list of everything that is going on, loaded once per environment however many supervisors watch it. */
export function supervisorStream(deps: Deps): SocketRoute {
  const feeds = new Map<string, Feed>()
  return {
    path: '/api/supervisor/stream',
    cookie: true,
    async accept(request) {
      const found = await deps.sessions.fromCookies(request.headers.cookie)
      const session = checkRole(found?.session, 'supervisor')
      const { environmentId } = session
      return (socket) => {
        const feed = feeds.get(environmentId) ?? openFeed(deps, environmentId)
        feeds.set(environmentId, feed)
        feed.viewers.set(socket, session)
        if (feed.lastText) socket.send(feed.lastText)
        feed.updates.request()
        socket.onClose(() => {
          feed.viewers.delete(socket)
          if (feed.viewers.size > 0) return
          feed.stop()
          feeds.delete(environmentId)
        })
      }
    },
  }
}

function openFeed(deps: Deps, environmentId: string): Feed {
  const viewers = new Map<LiveSocket, PersonSession>()
  const updates = coalesce(async () => {
    try {
      await dismissFormerSupervisors(deps.sessions, viewers)
      const ongoing = await deps.hub.supervisor.ongoing(environmentId)
      feed.lastText = JSON.stringify({ type: 'ongoing', ongoing })
      for (const viewer of viewers.keys()) viewer.send(feed.lastText)
    } catch (error) {
      deps.log.error('the list of ongoing conversations could not be loaded', error, { environmentId })
    }
  }, everyMs)
  const stopListening = deps.gateway.onEnvironment(environmentId, (hint) => {
    if (hint.type !== 'typing') updates.request()
  })
  const resync = setInterval(() => updates.request(), resyncEveryMs)
  const feed: Feed = {
    viewers,
    updates,
    lastText: '',
    stop() {
      stopListening()
      updates.stop()
      clearInterval(resync)
    },
  }
  return feed
}

async function dismissFormerSupervisors(sessions: Sessions, viewers: Map<LiveSocket, PersonSession>) {
  for (const [socket, session] of viewers) {
    const current = await sessions.current(session)
    if (!current?.roles.includes('supervisor')) socket.close(goingAway.refused, 'You are signed out.')
  }
}
