import type { Kysely } from 'kysely'
import type { Tables } from '../storage/index.ts'

/** Ids of the seed are fixed, so that links to it can be printed and guides can name them. */
export const seedIds = {
  environment: 'env_contoso',
  generalQueue: 'queue_general',
  billingQueue: 'queue_billing',
  workstream: 'workstream_chat',
  widget: 'widget_website',
} as const

const people = [
  { id: 'user_ana', name: 'Ana Costa', email: 'ana@contoso.example', roles: ['agent'] },
  { id: 'user_bo', name: 'Bo Larsen', email: 'bo@contoso.example', roles: ['agent'] },
  { id: 'user_sam', name: 'Sam Okafor', email: 'sam@contoso.example', roles: ['supervisor'] },
  { id: 'user_mia', name: 'Mia Tanaka', email: 'mia@contoso.example', roles: ['maker', 'administrator'] },
]

type Copilots = {
  /** Imports the seed's workspace folder into the environment and publishes it; answers the copilot's id. */
  importAndPublish(environmentId: string, by: string): Promise<string>
  connect(environmentId: string, copilotId: string): Promise<void>
}

/**
 * Fills an empty database with Contoso: queues, a rule on a variable, a widget, the connected copilot, and `withPeople`, whom
 * development signs in by one click. Once.
 */
export async function seed(db: Kysely<Tables>, copilots: Copilots, { withPeople }: { withPeople: boolean }): Promise<boolean> {
  const there = await db.selectFrom('environment').select('id').executeTakeFirst()
  const done = there && (await db.selectFrom('widget').select('id').where('id', '=', seedIds.widget).executeTakeFirst())
  if (done || (there && there.id !== seedIds.environment)) return false

  const { environment, generalQueue, billingQueue, workstream, widget } = seedIds
  await db.insertInto('environment').values({ id: environment, name: 'Contoso', hub_installed: true }).onConflict((conflict) => conflict.doNothing()).execute()
  for (const person of withPeople ? people : []) {
    const agent = person.roles.includes('agent')
    await db
      .insertInto('app_user')
      .values({ ...person, environment_id: environment, kind: 'person', capacity: agent ? 3 : 0, presence_before: agent ? 'available' : null, last_assigned_at: null })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
  await db
    .insertInto('queue')
    .values([
      { id: generalQueue, environment_id: environment, name: 'General', priority: 100 },
      { id: billingQueue, environment_id: environment, name: 'Billing', priority: 50 },
    ])
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  for (const user_id of withPeople ? ['user_ana', 'user_bo'] : [])
    await db.insertInto('queue_member').values([{ queue_id: generalQueue, user_id }, { queue_id: billingQueue, user_id }]).onConflict((conflict) => conflict.doNothing()).execute()

  const copilotId = await copilots.importAndPublish(environment, withPeople ? 'user_mia' : 'seed')
  await copilots.connect(environment, copilotId)

  const rules = [{ id: 'rule_billing', name: 'Billing questions', match: 'all', conditions: [{ variable: 'Department', operator: 'equals', value: 'Billing' }], queueId: billingQueue }]
  await db
    .insertInto('workstream')
    .values({ id: workstream, environment_id: environment, name: 'Live chat', copilot_id: copilotId, rules: JSON.stringify(rules), fallback_queue_id: generalQueue })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const settings = { title: 'Contoso', subtitle: 'We usually answer in a minute', color: '#0f6cbd', position: 'right', allowedOrigins: [] }
  await db.insertInto('widget').values({ id: widget, environment_id: environment, workstream_id: workstream, name: 'Contoso website', settings: JSON.stringify(settings) }).onConflict((conflict) => conflict.doNothing()).execute()
  return true
}
