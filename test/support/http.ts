import type { FastifyInstance } from 'fastify'
import type { AddressInfo } from 'node:net'
import { WebSocket } from 'ws'
import { createAccounts, createPasswords, type OpenId } from '../../src/accounts/index.ts'
import { createTokens, hashSecret } from '../../src/channels/directline/index.ts'
import { inProcessBus } from '../../src/engagement/bus.ts'
import { skillConversations } from '../../src/engagement/index.ts'
import { buildServer, type HttpConfig } from '../../src/http/index.ts'
import { silentLog, systemClock, type Clock, type Log } from '../../src/platform/index.ts'
import { accountStore, tryStore, type Database } from '../../src/storage/index.ts'
import { testDatabase } from './database.ts'
import { fakeHub } from './fake-hub.ts'

export const directLineSecret = 'a-secret-of-the-test-copilot-000000000'
export const otherSecret = 'a-secret-of-the-other-copilot-11111111'

type Options = { config?: Partial<HttpConfig>; openId?: (database: Database) => OpenId; clock?: Clock; log?: Log; studio?: (app: FastifyInstance) => void }

/**
 * A server before a hub of the tests, on a real database with two environments: `contoso` with everybody in it, and
 * `fabrikam` with an administrator `fay` and a little of everything.
 */
export async function testServer({ config = {}, clock = systemClock, log = silentLog, studio, openId }: Options = {}) {
  const database = await testDatabase()
  await furnish(database.pool)
  const bus = inProcessBus()
  const fake = fakeHub(bus)
  const secret = new Uint8Array(32).fill(7)
  const accounts = testAccounts(database, clock, config.environment)
  const build = (environment = config.environment, ownBus = bus) =>
    buildServer({ accounts: testAccounts(database, clock, environment), openId: openId?.(database), hub: fake.hub, bus: ownBus, database, clock, log, keys: { secret }, studio, skills: { conversations: skillConversations(secret), tokens: { keys: { keys: [] } } }, signIn: nobodySignsIn, config: { environment: 'development', uiFolder: 'dist/ui', rateLimit: false, ...config, ...(environment ? { environment } : {}) } })
  let app = await build()

  return {
    database,
    accounts,
    /** Another node on the same database, whose hints do not come here. */
    anotherNode: (environment = config.environment) => build(environment, inProcessBus()),
    bus,
    ...fake,
    tokens: createTokens({ secret, clock }),
    get app() {
      return app
    },
    /** Listens on a free port, or on the one given. */
    async listen(port = 0) {
      await app.listen({ port, host: '127.0.0.1' })
      return (app.server.address() as AddressInfo).port
    },
    /** Closes the server and starts another one on the same port, hub and database. */
    async restart(port: number) {
      await app.close()
      app = await build()
      await app.listen({ port, host: '127.0.0.1' })
    },
    async cookie(userId: string) {
      const answer = await app.inject({ method: 'POST', url: '/api/auth/development-sign-in', headers: ownPage, payload: { userId } })
      return String(answer.headers['set-cookie']).split(';')[0] ?? ''
    },
    async close() {
      await app.close()
      await database.close()
    },
  }
}

/** Accounts whose passwords cost nothing to try. */
export function testAccounts(database: Pick<Database, 'db'>, clock: Clock, environment: HttpConfig['environment'] = 'development') {
  const ways = { development: environment !== 'production', issuer: undefined }
  return createAccounts({ store: accountStore(database), tries: tryStore(database), passwords: createPasswords({ N: 2, r: 1, p: 1 }), ways, clock })
}

/** What sign-in answers where no link was ever given out. */
const nobodySignsIn = { whose: async () => undefined, start: async () => ({ outcome: 'refused' as const, words: 'It has expired.' }), finish: async () => ({ outcome: 'refused' as const, words: 'It has expired.' }) }

/** What a browser says on a page of this server; `inject` calls it localhost. */
export const ownPage = { origin: 'http://localhost:80', host: 'localhost:80' }

/** A socket that keeps what it hears. `frame(n)` waits for the n-th one that fits. */
export function openSocket(url: string, headers: Record<string, string> = {}) {
  const socket = new WebSocket(url, { headers })
  const frames: any[] = []
  let closeCode: number | undefined
  socket.on('message', (data) => frames.push(JSON.parse(String(data))))
  socket.on('close', (code) => (closeCode = code))
  const refused = new Promise<number | undefined>((resolve) => {
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode))
    socket.on('open', () => resolve(undefined))
  })
  socket.on('error', () => {})
  return {
    socket,
    frames,
    refused,
    closed: () => waitFor(() => closeCode),
    frame: (fits: (frame: any) => boolean) => waitFor(() => frames.find(fits)),
  }
}

export async function waitFor<T>(look: () => T | undefined | false, patienceMs = 5000): Promise<T> {
  const until = Date.now() + patienceMs
  for (;;) {
    const found = look()
    if (found !== undefined && found !== false) return found
    if (Date.now() > until) throw new Error('It did not happen in time.')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

async function furnish(pool: { query(sql: string): Promise<unknown> }) {
  await pool.query(`
    insert into environment (id, name) values ('contoso', 'Contoso'), ('fabrikam', 'Fabrikam');
    insert into app_user (id, environment_id, kind, name, email, roles, capacity) values
      ('ana', 'contoso', 'person', 'Ana', 'ana@contoso', '{agent}', 3), ('bo', 'contoso', 'person', 'Bo', 'bo@contoso', '{agent}', 3),
      ('sam', 'contoso', 'person', 'Sam', 'sam@contoso', '{supervisor}', 0), ('mia', 'contoso', 'person', 'Mia', 'mia@contoso', '{maker}', 0),
      ('adam', 'contoso', 'person', 'Adam', 'adam@contoso', '{administrator}', 0), ('fay', 'fabrikam', 'person', 'Fay', 'fay@fabrikam', '{agent,supervisor,maker,administrator}', 1),
      ('bot-user', 'contoso', 'application', 'Bot', 'bot@contoso', '{}', 0), ('other-user', 'contoso', 'application', 'Other', 'other@contoso', '{}', 0);
    insert into app_user (id, environment_id, kind, name, email, roles, disabled) values ('gone', 'contoso', 'person', 'Gone', 'gone@contoso', '{agent}', true);
    insert into queue (id, environment_id, name) values ('general', 'contoso', 'General'), ('billing', 'contoso', 'Billing'), ('theirs', 'fabrikam', 'Theirs');
    insert into queue_member values ('general', 'ana');
    insert into copilot (id, environment_id, schema_name, name, definition, published_version) values
      ('bot', 'contoso', 'bot', 'Contoso Support', '{}', 1), ('other', 'contoso', 'other', 'Other', '{}', 1), ('draft', 'contoso', 'draft', 'Draft', '{}', null);
    insert into hub_connection (copilot_id, environment_id, application_user_id, enabled, connected_at) values
      ('bot', 'contoso', 'bot-user', true, now()), ('other', 'contoso', 'other-user', false, now());
    insert into direct_line_secret (copilot_id, secret_hash) values ('bot', '${hashSecret(directLineSecret)}'), ('other', '${hashSecret(otherSecret)}');
    insert into workstream (id, environment_id, name, copilot_id, fallback_queue_id, rules) values ('chat', 'contoso', 'Live chat', 'bot', 'general',
      '[{"id":"r1","name":"Billing questions","match":"all","conditions":[{"variable":"Department","operator":"equals","value":"Billing"}],"queueId":"billing"}]'),
      ('their-chat', 'fabrikam', 'Live chat', null, 'theirs', '[]');
    insert into widget (id, environment_id, workstream_id, name, settings) values ('widget', 'contoso', 'chat', 'Website', '{}'),
      ('shop', 'contoso', 'chat', 'Shop', '{"title":"Shop help","allowedOrigins":["https://shop.example"]}'), ('their-widget', 'fabrikam', 'their-chat', 'Website', '{}');
  `)
}
