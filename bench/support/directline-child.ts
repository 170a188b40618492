import { createServer, request, Agent } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { hashSecret } from '../../src/channels/directline/index.ts'
import { silentLog } from '../../src/platform/index.ts'
import { startBaton } from '../../src/main.ts'
import { settled } from './settled.ts'
import { throwAwayConfig } from './throw-away.ts'

/** The server of one side of bench/directline, in a process of its own, so that both sides have the same. */
const [side] = process.argv.slice(2)
const { stop, floor } = side === 'baton' ? await serveBaton() : await servePeer()
process.on('message', (wish) => {
  if (wish === 'cpu') return void process.send?.(cpuMs())
  if (wish === 'floor') return void floor().then((latencies) => process.send?.(latencies))
  void stop().finally(() => process.exit(0))
})
process.on('disconnect', () => void stop().finally(() => process.exit(0)))

async function serveBaton() {
  const { config, remove } = throwAwayConfig()
  const baton = await startBaton(config, silentLog)
  await settled()
  const secret = 'the-benchmark-holds-this-secret-of-the-seed-copilot'
  await baton.database.pool.query('insert into direct_line_secret (copilot_id, secret_hash) select id, $1 from copilot limit 1', [hashSecret(secret)])
  process.send?.({ base: `${baton.url}/v3/directline`, secret })
  await baton.database.pool.query('create table floor (id bigint generated always as identity primary key, body text)')
  return { stop: () => baton.stop().finally(remove), floor: () => committedInserts(baton.database.pool) }
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** What this machine and disk ask for the least durable thing: milliseconds of single committed inserts. */
async function committedInserts(pool: { query(statement: object): Promise<unknown> }): Promise<number[]> {
  const latencies: number[] = []
  for (let n = 0; n < 600; n++) {
    const start = performance.now()
    await pool.query({ name: 'floor', text: 'insert into floor (body) values ($1)', values: ['x'.repeat(500)] })
    if (n >= 100) latencies.push(performance.now() - start)
  }
  return latencies
}

/** offline-directline as it comes from npm, and the least a bot can be: it posts its answer, then says 200. */
async function servePeer() {
  const require = createRequire(import.meta.url)
  const { initializeRoutes } = require('offline-directline') as { initializeRoutes(app: unknown, port: number, botUrl: string): void }
  const express = createRequire(require.resolve('offline-directline'))('express') as () => unknown
  // It writes a line for every conversation.
  console.log = () => {}
  const agent = new Agent({ keepAlive: true })
  const bot = createServer((incoming, answer) => {
    let text = ''
    incoming.on('data', (part: Buffer) => (text += part))
    incoming.on('end', () => {
      const activity = JSON.parse(text) as { type: string; text?: string; id?: string; serviceUrl: string; conversation: { id: string } }
      if (activity.type !== 'message') return answer.writeHead(200).end()
      const reply = JSON.stringify({ type: 'message', text: `Echo: ${activity.text}`, replyToId: activity.id })
      const url = `${activity.serviceUrl}/v3/conversations/${activity.conversation.id}/activities/${activity.id}`
      const post = request(url, { method: 'POST', agent, headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(reply) } }, (response) => {
        response.resume()
        response.on('end', () => answer.writeHead(200).end())
      })
      return void post.end(reply)
    })
  })
  await new Promise<void>((resolve) => bot.listen(0, '127.0.0.1', resolve))
  const port = await freePort()
  initializeRoutes(express(), port, `http://127.0.0.1:${(bot.address() as AddressInfo).port}/api/messages`)
  process.send?.({ base: `http://127.0.0.1:${port}/directline`, secret: undefined })
  return { stop: async () => void bot.close(), floor: async () => [] }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
