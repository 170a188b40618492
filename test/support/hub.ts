import { createHub, inProcessBus, type Hint, type HubDeps } from '../../src/engagement/index.ts'
import { manualClock, newId, silentLog } from '../../src/platform/index.ts'
import { readPackage } from '../../src/solutions/index.ts'
import { agentStore, conversationStore, hubConfiguration, missStore } from '../../src/storage/index.ts'
import type { Activity, Entry } from '../../src/contracts/index.ts'
import type { CopilotDefinition } from '../../src/topics/types.ts'
import { testDatabase } from './database.ts'

type Options = {
  agents?: { id: string; name?: string; presence?: string; capacity?: number; queues?: string[] }[]
  copilot?: CopilotDefinition
  /** By published version; without it every version is `copilot`. */
  versions?: Record<number, CopilotDefinition>
  callOutside?: HubDeps['callOutside']
  /** Further parts, on the test's database. */
  more?: (database: Awaited<ReturnType<typeof testDatabase>>) => Partial<HubDeps>
  secrets?: HubDeps['secrets']
}

/** An environment with one workstream, the queues General and Billing, and the seed copilot, on a real database. */
export async function testHub(options: Options = {}) {
  const database = await testDatabase()
  const clock = manualClock('2026-03-02T10:00:00Z')
  const bus = inProcessBus()
  const hints: Hint[] = []
  bus.subscribe((hint) => hints.push(hint))
  const copilot = options.copilot ?? (await readPackage('src/seed/contoso-support')).copilots[0]!
  await furnish(database, options.agents ?? [{ id: 'ana' }, { id: 'bo' }])
  const more = options.more?.(database) ?? {}
  const start = () =>
    createHub({
      store: conversationStore(database),
      agents: agentStore(database),
      configuration: hubConfiguration(database, bus, clock),
      loadCopilot: async (_copilotId, version) => options.versions?.[version] ?? copilot,
      callOutside: options.callOutside ?? (async () => ({ type: 'failed', code: 'HttpRequestFailed', message: 'nothing is reachable in this test' })),
      misses: missStore(database.db),
      ...(options.secrets ? { secrets: options.secrets } : {}),
      bus,
      clock,
      log: silentLog,
      ...more,
    })
  let hub = start()

  return {
    database,
    clock,
    bus,
    hints,
    get hub() {
      return hub
    },
    /** A new hub on the same database: what a crash and a start leave behind. */
    restart() {
      hub = start()
      return hub
    },
    async pass(milliseconds: number) {
      clock.advance(milliseconds)
      await hub.drainDeadlines()
      await hub.settled()
    },
    async customer(context?: Record<string, unknown>) {
      const { id } = await hub.startConversation({ environmentId: 'contoso', channel: 'livechat', widgetId: 'widget', customer: { id: 'dl_customer', name: 'Kim' }, ...(context ? { context } : {}) })
      return {
        id,
        say: async (text: string, clientId = newId('m')) => {
          const answer = await hub.receiveActivity(id, 'dl_customer', { type: 'message', text, channelData: { clientActivityID: clientId } } as Activity)
          await hub.settled()
          return answer
        },
        lines: (audience: Entry['audience'] = 'everyone') => hub.entriesAfter(id, 0, audience),
        texts: async () => (await hub.entriesAfter(id, 0, 'everyone')).filter((line) => line.activity.type === 'message').map((line) => `${line.author.kind}: ${line.activity.text ?? ''}`),
        events: async () => (await hub.entriesAfter(id, 0, 'staff')).filter((line) => line.activity.type === 'event').map((line) => line.activity.name ?? ''),
      }
    },
    async close() {
      await hub.stop()
      await database.close()
    },
  }
}

async function furnish({ pool }: Awaited<ReturnType<typeof testDatabase>>, agents: NonNullable<Options['agents']>) {
  await pool.query(`
    insert into environment (id, name) values ('contoso', 'Contoso');
    insert into queue (id, environment_id, name) values ('general', 'contoso', 'General'), ('billing', 'contoso', 'Billing');
    insert into copilot (id, environment_id, schema_name, name, definition, published_version) values ('bot', 'contoso', 'contoso_support', 'Contoso Support', '{}', 1);
    insert into app_user (id, environment_id, kind, name, email) values ('bot-user', 'contoso', 'application', 'Contoso Support', 'bot@contoso');
    insert into hub_connection (copilot_id, environment_id, application_user_id, enabled, connected_at) values ('bot', 'contoso', 'bot-user', true, now());
    insert into workstream (id, environment_id, name, copilot_id, fallback_queue_id, rules) values ('chat', 'contoso', 'Live chat', 'bot', 'general',
      '[{"id":"r1","name":"Billing questions","match":"all","conditions":[{"variable":"Department","operator":"equals","value":"Billing"}],"queueId":"billing"}]');
    insert into widget (id, environment_id, workstream_id, name, settings) values ('widget', 'contoso', 'chat', 'Website', '{}');
  `)
  for (const agent of agents) {
    await pool.query(`insert into app_user (id, environment_id, kind, name, email, roles, presence, capacity) values ($1, 'contoso', 'person', $2, $1 || '@contoso', '{agent}', $3, $4)`, [
      agent.id,
      agent.name ?? agent.id[0]!.toUpperCase() + agent.id.slice(1),
      agent.presence ?? 'available',
      agent.capacity ?? 3,
    ])
    for (const queue of agent.queues ?? ['general', 'billing']) await pool.query('insert into queue_member values ($1, $2)', [queue, agent.id])
  }
}
