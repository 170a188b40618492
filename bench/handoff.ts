import { once } from 'node:events'
import http from 'node:http'
import { WebSocket, WebSocketServer } from 'ws'
import { newId } from '../src/platform/index.ts'
import { startBaton, type Baton } from '../src/main.ts'
import { seedIds } from '../src/seed/seed.ts'
import { settled } from './support/settled.ts'
import { round, summary, table } from './support/stats.ts'
import { throwAwayConfig } from './support/throw-away.ts'

export const about = 'customer -> agent and escalation -> ring, against a bare relay with one committed insert'

const warmUp = 200
/** Floor and hub take turns in blocks, so that a busy moment of the machine meets both. */
const blocks = 15
const perBlock = 100
const escalations = 150
/** Escalations come one by one, so a machine that has meanwhile gone idle is part of what they cost: of the floor's too. */
const pauseMs = 60

/**
 * What it costs that everything is durable, routed and checked: a customer's message until it is on the agent's socket,
 * and an escalation until it rings, side by side with the least that could do the job: a `ws` relay that commits one
 * insert into the same database before it passes the message on. All in one run, one after the other.
 */
export async function run() {
  const { config, remove } = throwAwayConfig()
  const baton = await startBaton(config)
  await settled()
  try {
    await baton.database.pool.query(`update app_user set capacity = 100000 where id = 'user_ana'`)
    const floor = await floorRelay(baton)
    const desk = await agentDesk(baton, 'user_ana')
    const talk = await servedTalk(baton, desk)
    const ring = ringing(baton, desk)
    for (let n = 0; n < warmUp; n++) await Promise.all([floor.sample(), talk()])
    const samples: Record<'floor' | 'message' | 'pacedFloor' | 'ring', number[]> = { floor: [], message: [], pacedFloor: [], ring: [] }
    for (let block = 0; block < blocks; block++) {
      for (let n = 0; n < perBlock; n++) samples.floor.push(await floor.sample())
      for (let n = 0; n < perBlock; n++) samples.message.push(await talk())
    }
    for (let n = 0; n < escalations; n++) {
      await idle()
      samples.pacedFloor.push(await floor.sample())
      samples.ring.push(await ring())
    }
    floor.close()
    desk.socket.close()
    const rows = { floor: summary(samples.floor), message: summary(samples.message), pacedFloor: summary(samples.pacedFloor), ring: summary(samples.ring) }
    const ratio = (which: 'message' | 'ring', floor: 'floor' | 'pacedFloor') => ({ p50: round(rows[which].p50 / rows[floor].p50), p99: round(rows[which].p99 / rows[floor].p99) })
    const result = { floor: shown(rows.floor), message: { ...shown(rows.message), ratio: ratio('message', 'floor') }, pacedFloor: shown(rows.pacedFloor), ring: { ...shown(rows.ring), ratio: ratio('ring', 'pacedFloor') } }
    return {
      name: 'handoff',
      result,
      table: table([
        ['', 'n', 'p50 ms', 'p99 ms', 'p50 x floor', 'p99 x floor'],
        ['floor: ws relay + insert', rows.floor.count, result.floor.p50, result.floor.p99, 1, 1],
        ["customer -> agent's socket", rows.message.count, result.message.p50, result.message.p99, result.message.ratio.p50, result.message.ratio.p99],
        [`floor, one every ${pauseMs} ms`, rows.pacedFloor.count, result.pacedFloor.p50, result.pacedFloor.p99, 1, 1],
        ['escalation -> ring', rows.ring.count, result.ring.p50, result.ring.p99, result.ring.ratio.p50, result.ring.ratio.p99],
      ]),
    }
  } finally {
    await baton.stop()
    remove()
  }
}

const shown = ({ p50, p99, count }: { p50: number; p99: number; count: number }) => ({ p50: round(p50, 3), p99: round(p99, 3), count })

const idle = () => new Promise((resolve) => setTimeout(resolve, pauseMs))

async function floorRelay({ database }: Baton) {
  await database.pool.query('create table floor (id bigint generated always as identity primary key, at timestamptz default now(), body jsonb)')
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  const sockets = new Set<WebSocket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('message', (data) => {
      const text = String(data)
      void database.pool.query({ name: 'floor', text: 'insert into floor (body) values ($1)', values: [text] }).then(() => {
        for (const other of sockets) if (other !== socket) other.send(text)
      })
    })
  })
  const address = server.address()
  const url = `ws://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  const [sender, receiver] = await Promise.all([open(url), open(url)])
  let n = 0
  return {
    async sample(): Promise<number> {
      const got = once(receiver, 'message')
      const start = performance.now()
      sender.send(JSON.stringify({ type: 'message', text: `message ${n++}`, from: { id: 'customer' } }))
      await got
      return performance.now() - start
    },
    close() {
      sender.close()
      receiver.close()
      server.close()
    },
  }
}

async function servedTalk(baton: Baton, desk: Desk): Promise<() => Promise<number>> {
  const customer = await escalatedCustomer(baton, desk)
  await desk.post(`conversations/${customer.conversationId}/accept`, { offerId: customer.offerId })
  return async () => {
    const text = newId('message')
    const got = desk.frame((frame) => frame.includes(text))
    const start = performance.now()
    const [, end] = await Promise.all([customer.say(text), got])
    return end - start
  }
}

function ringing(baton: Baton, desk: Desk): () => Promise<number> {
  return async () => {
    const customer = await openChat(baton)
    const rings = desk.frame((frame) => frame.includes(customer.conversationId) && frame.includes('offerId'))
    await idle()
    const start = performance.now()
    const [, end] = await Promise.all([customer.say('talk to a person'), rings])
    const offerId = await desk.offerOf(customer.conversationId)
    await desk.post(`conversations/${customer.conversationId}/accept`, { offerId })
    await desk.post(`conversations/${customer.conversationId}/end`, {})
    await desk.post(`conversations/${customer.conversationId}/close`, {})
    return end - start
  }
}

type Desk = Awaited<ReturnType<typeof agentDesk>>

async function agentDesk(baton: Baton, userId: string) {
  const json = { 'content-type': 'application/json', origin: baton.url }
  const signIn = await fetch(`${baton.url}/api/auth/development-sign-in`, { method: 'POST', headers: json, body: JSON.stringify({ userId }) })
  const cookie = signIn.headers.getSetCookie().map((each) => each.split(';')[0]).join('; ')
  const socket = await open(`${baton.url.replace('http', 'ws')}/api/desk/stream`, { cookie, origin: baton.url })
  const post = async (path: string, body: unknown) => {
    const answer = await fetch(`${baton.url}/api/desk/${path}`, { method: 'POST', headers: { ...json, cookie }, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer.json().catch(() => ({}))
  }
  await post('presence', { presence: 'available' })
  return {
    socket,
    post,
    /** When the first frame arrives that `wanted` accepts. */
    frame: (wanted: (frame: string) => boolean) =>
      new Promise<number>((resolve) => {
        const listener = (data: Buffer) => {
          if (!wanted(data.toString())) return
          socket.off('message', listener)
          resolve(performance.now())
        }
        socket.on('message', listener)
      }),
    async offerOf(conversationId: string): Promise<string> {
      const answer = await fetch(`${baton.url}/api/desk/inbox`, { headers: { cookie } })
      const inbox = (await answer.json()) as { offers: { offerId: string; conversation: { id: string } }[] }
      return inbox.offers.find((offer) => offer.conversation.id === conversationId)?.offerId ?? ''
    },
  }
}

async function escalatedCustomer(baton: Baton, desk: Desk) {
  const customer = await openChat(baton)
  const rings = desk.frame((frame) => frame.includes(customer.conversationId) && frame.includes('offerId'))
  await customer.say('talk to a person')
  await rings
  return { ...customer, offerId: await desk.offerOf(customer.conversationId) }
}

async function openChat(baton: Baton) {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${baton.url}/api/livechat/${seedIds.widget}/token`, { method: 'POST', headers, body: '{}' })
  const { token, conversationId, userId } = (await answer.json()) as { token: string; conversationId: string; userId: string }
  const authorized = { ...headers, authorization: `Bearer ${token}` }
  await fetch(`${baton.url}/v3/directline/conversations`, { method: 'POST', headers: authorized, body: '{}' })
  return {
    conversationId,
    say: (text: string) =>
      // Node's own client on a kept connection: what is measured is the server, not fetch.
      new Promise<void>((resolve, reject) => {
        const body = JSON.stringify({ type: 'message', text, from: { id: userId }, channelData: { clientActivityID: newId('m') } })
        const request = http.request(`${baton.url}/v3/directline/conversations/${conversationId}/activities`, { method: 'POST', headers: authorized, agent: kept }, (answer) => {
          answer.resume().once('end', () => (answer.statusCode === 200 ? resolve() : reject(new Error(`a message was refused: ${answer.statusCode}`))))
        })
        request.once('error', reject)
        request.end(body)
      }),
  }
}

const kept = new http.Agent({ keepAlive: true })

function open(url: string, headers: Record<string, string> = {}): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers })
    socket.once('open', () => resolve(socket))
    socket.once('error', reject)
  })
}
