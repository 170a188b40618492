import { fork, type ChildProcess } from 'node:child_process'
import { Agent, request } from 'node:http'
import { loadavg } from 'node:os'
import path from 'node:path'
import { WebSocket } from 'ws'
import { round, summary, table } from './support/stats.ts'

export const about = 'copilot turns over Direct Line, against npm offline-directline with an echo bot'

const warmUpMs = 1500
const measuredMs = 5000
const conversationCounts = [1, 50]
const rounds = 3

type Server = { name: string; base: string; secret: string | undefined; child: ChildProcess; stop(): Promise<void> }
type Transport = 'poll' | 'websocket'
type Conversation = { turn(): Promise<void>; close(): void }
type Measured = { turnsPerSecond: number; p50: number; p99: number; turns: number; cpuMs: number; load: number }

/**
 * A turn: the customer's message is posted until the answer to it is in hand. Ours: the whole server on its embedded
 * PostgreSQL, every line committed before it is acknowledged, every request with a token, a topic of the seed's copilot.
 * The peer: memory only, no tokens, a bot of twenty lines in its own process; it has no websocket, so both of our
 * transports are held against its polling. Client, servers and database share the machine. The rounds alternate between
 * the sides; the best round of each counts, for both. The floor says what one committed insert took meanwhile: with one
 * conversation a turn cannot be faster than that, and the peer commits nothing. The processor time is the server
 * process's alone: the peer's holds its bot, ours does not hold the database.
 */
export async function run() {
  const peer = await startServer('offline-directline', 'peer')
  const ours = await startServer('baton', 'baton')
  try {
    const rows: [string | number, ...(string | number)[]][] = [['', 'conversations', 'turns/s', 'p50 ms', 'p99 ms', 'turns/s x peer', 'cpu ms/turn', 'load']]
    const result: Record<string, unknown> = {}
    for (const count of conversationCounts) {
      const measured = await alternate(
        [
          { name: 'peer', server: peer, transport: 'poll' },
          { name: 'ours, polling', server: ours, transport: 'poll' },
          { name: 'ours, websocket', server: ours, transport: 'websocket' },
        ],
        count,
      )
      const against = measured.get('peer')!
      for (const [name, one] of measured) {
        const ratio = round(one.turnsPerSecond / against.turnsPerSecond)
        rows.push([name === 'peer' ? 'offline-directline, polling' : name, count, round(one.turnsPerSecond, 0), round(one.p50), round(one.p99), ratio, round(one.cpuMs), round(one.load)])
        result[`${name} ${count}`] = { ...one, turnsPerSecond: round(one.turnsPerSecond, 1), p50: round(one.p50, 3), p99: round(one.p99, 3), cpuMs: round(one.cpuMs, 3), ratio }
      }
    }
    const floor = await floorOf(ours)
    rows.push(['floor: one committed insert', 1, round(1000 / floor.p50, 0), round(floor.p50), round(floor.p99), '', '', round(loadavg()[0] ?? 0)])
    result['floor'] = { p50: round(floor.p50, 3), p99: round(floor.p99, 3) }
    return { name: 'directline', table: table(rows), result }
  } finally {
    await Promise.all([peer.stop(), ours.stop()])
  }
}

async function floorOf({ child }: Server) {
  return summary(await ask<number[]>(child, 'floor'))
}

function ask<Answer>(child: ChildProcess, wish: string): Promise<Answer> {
  const answer = new Promise<Answer>((resolve) => child.once('message', (words) => resolve(words as Answer)))
  child.send(wish)
  return answer
}

type Contender = { name: string; server: Server; transport: Transport }

async function alternate(contenders: Contender[], count: number): Promise<Map<string, Measured>> {
  const best = new Map<string, Measured>()
  for (let n = 0; n < rounds; n++) {
    for (const contender of contenders) {
      const measured = await measure(contender.server, contender.transport, count)
      const before = best.get(contender.name)
      if (!before || measured.turnsPerSecond > before.turnsPerSecond) best.set(contender.name, measured)
    }
  }
  return best
}

async function measure(server: Server, transport: Transport, count: number): Promise<Measured> {
  const load = loadavg()[0] ?? 0
  const agent = new Agent({ keepAlive: true, maxSockets: count + 2 })
  const conversations = await Promise.all(Array.from({ length: count }, () => openConversation(server, transport, agent)))
  const latencies: number[] = []
  let turns = 0
  const cpuBefore = await ask<number>(server.child, 'cpu')
  const start = performance.now()
  const measuredFrom = start + warmUpMs
  const until = measuredFrom + measuredMs
  await Promise.all(
    conversations.map(async (conversation) => {
      for (;;) {
        const sent = performance.now()
        if (sent > until) return
        await conversation.turn()
        turns++
        if (sent > measuredFrom) latencies.push(performance.now() - sent)
      }
    }),
  )
  const seconds = (performance.now() - measuredFrom) / 1000
  const cpuMs = ((await ask<number>(server.child, 'cpu')) - cpuBefore) / turns
  for (const conversation of conversations) conversation.close()
  agent.destroy()
  const { p50, p99 } = summary(latencies)
  return { turnsPerSecond: latencies.length / seconds, p50, p99, turns: latencies.length, cpuMs, load }
}

async function openConversation(server: Server, transport: Transport, agent: Agent): Promise<Conversation> {
  const { base, secret } = server
  const token = secret ? (await call<{ token: string }>(agent, `${base}/tokens/generate`, secret, { user: { id: `dl_${Math.random()}` } })).token : undefined
  const { conversationId, streamUrl } = await call<{ conversationId: string; streamUrl?: string }>(agent, `${base}/conversations`, token, {})
  const activities = `${base}/conversations/${conversationId}/activities`
  const stream = transport === 'websocket' && streamUrl ? await follow(streamUrl) : undefined
  let watermark = ''
  let sent = 0

  const post = () => {
    const activity = { type: 'message', text: 'Thank you', from: { id: 'customer' }, channelData: { clientActivityID: `m${sent++}` } }
    return call<{ id: string }>(agent, activities, token, activity)
  }
  const poll = async (isAnswer: (activity: Said) => boolean) => {
    for (;;) {
      const set = await call<{ activities: Said[]; watermark: string | number }>(agent, `${activities}?watermark=${watermark}`, token)
      watermark = String(set.watermark)
      if (set.activities.some(isAnswer)) return
    }
  }
  return {
    async turn() {
      if (stream) {
        const answered = stream.nextAnswer()
        const { id } = await post()
        if ((await answered).replyToId !== id) throw new Error('An answer to another message came.')
        return
      }
      const { id } = await post()
      await poll((activity) => activity.replyToId === id)
    },
    close: () => stream?.close(),
  }
}

type Said = { type: string; replyToId?: string }

async function follow(url: string) {
  const socket = new WebSocket(url, { perMessageDeflate: false })
  let hear: (activity: Said) => void = () => {}
  socket.on('message', (data) => {
    for (const activity of (JSON.parse(String(data)) as { activities: Said[] }).activities) if (activity.type === 'message' && activity.replyToId) hear(activity)
  })
  await new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject))
  return {
    nextAnswer: () => new Promise<Said>((resolve) => (hear = resolve)),
    close: () => socket.close(),
  }
}

/** One request over a kept connection; with a body it is a POST. */
function call<Answer>(agent: Agent, url: string, token: string | undefined, body?: object): Promise<Answer> {
  const text = body && JSON.stringify(body)
  const headers = {
    ...(token ? { authorization: `Bearer ${token}` } : {}),
    ...(text ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) } : {}),
  }
  return new Promise((resolve, reject) => {
    const sending = request(url, { method: text ? 'POST' : 'GET', agent, headers }, (response) => {
      let answer = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => (answer += part))
      response.on('end', () => {
        if ((response.statusCode ?? 500) >= 300) return reject(new Error(`${response.statusCode} ${url.split('?')[0]} ${answer.slice(0, 300)}`))
        resolve(JSON.parse(answer) as Answer)
      })
    })
    sending.on('error', reject)
    sending.end(text)
  })
}

async function startServer(name: string, side: 'baton' | 'peer'): Promise<Server> {
  const child = fork(path.join(import.meta.dirname, 'support/directline-child.ts'), [side], { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const { base, secret } = await new Promise<{ base: string; secret: string | undefined }>((resolve, reject) => {
    child.once('message', (ready) => resolve(ready as { base: string; secret: string | undefined }))
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code} before it was ready.`)))
  })
  return {
    name,
    base,
    secret,
    child,
    async stop() {
      if (child.exitCode !== null) return
      child.send('stop')
      await exited
    },
  }
}
