import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { createAccounts, createPasswords, openIdSignIn, type Ask, type OpenIdSettings } from './accounts/index.ts'
import { readConfig, type Config } from './config.ts'
import { engineChecks } from './dialog/index.ts'
import { checkConnectedName, connectCopilot, createHub, customerSignIn, freshSecrets, inProcessBus, outsideCalls, recognitionAdvice, skillCaller, skillConversations, skillTokens, toolCalls, type Hub, knowledgeCalls, knowledgeLibrary, modelCalls, siteVisits, talkHistory } from './engagement/index.ts'
import { chosenEncoder } from './chosen-encoder.ts'
import { workerLearner } from './encoder/index.ts'
import { workerWorkshop } from './documents/index.ts'
import { chatCompletions } from './models/index.ts'
import { outgoingHttp } from './engagement/outgoing-http.ts'
import type { HttpConfig } from './http/config.ts'
import { buildServer } from './http/server.ts'
import { environmentVariableRoutes } from './http/environment-variables.ts'
import { authenticationRoutes } from './http/studio/authentication.ts'
import { knowledgeRoutes } from './http/studio/knowledge-routes.ts'
import { connectionRoutes } from './http/studio/connections.ts'
import { studioRoutes } from './http/studio/routes.ts'
import { turnRoutes } from './http/studio/turn-routes.ts'
import { createTokens } from './channels/directline/index.ts'
import { openInstallation, packageFolder, signingKey, skillKey } from './installation.ts'
import { consoleLog, systemClock, type Log } from './platform/index.ts'
import { seed } from './seed/seed.ts'
import { copilotCatalogue, readPackage } from './solutions/index.ts'
import { accountStore, tryStore, agentStore, connectionStore, environmentValueStore, telemetryStore, conversationStore, copilotStore, secretStore, hubConfiguration, learntStore, missStore, flowNames, missingConnections, personNames, sealer, signInStore, skillConnectionStore, toolMappingStore, knowledgeStore, type Database } from './storage/index.ts'

export type Baton = {
  url: string
  /** Makes the first administrator, once, within a day; undefined when there is one. */
  firstAdministratorLink: string | undefined
  hub: Hub
  database: Database
  stop(): Promise<void>
}

/** Builds everything, migrates and seeds, listens. The one place that knows all parts. */
export async function startBaton(config: Config, log: Log = consoleLog): Promise<Baton> {
  // A setting that cannot be used is said before anything is created.
  const encoder = await chosenEncoder(config)
  const installation = await openInstallation(config, log)
  try {
    return await serve(config, log, installation, encoder)
  } catch (error) {
    await installation.close()
    throw error
  }
}

async function serve(config: Config, log: Log, installation: Awaited<ReturnType<typeof openInstallation>>, encoder: Awaited<ReturnType<typeof chosenEncoder>>): Promise<Baton> {
  const { database } = installation
  const clock = systemClock
  const bus = inProcessBus()
  const folder = packageFolder()
  const seedFolder = path.join(folder, 'src/seed')

  const seals = sealer(await signingKey(database), config.secretKey ? Buffer.from(config.secretKey) : undefined)
  const values = environmentValueStore(database.db, seals)
  const catalogue = copilotCatalogue({
    currentValues: values.plain,
    currentValuesOf: values.plainOf,
    store: copilotStore(database.db),
    blank: async () => (await readPackage(path.join(seedFolder, 'blank'))).copilots[0]!,
    changed: (environmentId) => bus.publish({ type: 'configuration', environmentId }),
    checkConnectedName,
    check: engineChecks,
    missing: (environmentId, components) => missingConnections(database.db, environmentId, components),
  })
  const misses = missStore(database.db)
  const learner = workerLearner({ store: learntStore(database), log, encoder })
  const mappings = toolMappingStore(database.db, seals)
  const callTool = toolCalls({ mappings, http: outgoingHttp, allowedHosts: config.allowedHosts, clock })
  const callHttp = outgoingHttp(config.allowedHosts)
  const recognition = recognitionAdvice({ loadCopilot: (copilotId, version) => catalogue.load(copilotId, version), learner, misses })
  const conversations = conversationStore(database)
  const loadConfiguration = hubConfiguration(database, bus, clock)
  const knowledgeRows = knowledgeStore(database.db)
  const model = config.model && chatCompletions(config.model)
  const workshop = workerWorkshop()
  const knowledge = knowledgeLibrary({
    store: knowledgeRows,
    workshop,
    loadCopilot: (copilotId, version) => catalogue.load(copilotId, version),
    publishedVersion: async (environmentId, copilotId) => (await loadConfiguration(environmentId))?.copilots.get(copilotId)?.publishedVersion,
    learner,
    log,
  })
  bus.subscribe((hint) => void (hint.type === 'configuration' && knowledge.forgetDrafts()))
  const visits = siteVisits({ http: callHttp, workshop, library: knowledge, clock, log })
  const history = talkHistory(conversations)
  const callKnowledge = knowledgeCalls({ search: knowledge.search, model, history, log })
  const callModel = modelCalls({ model, prompt: knowledgeRows.prompt, history, log })
  const secret = await signingKey(database)
  let port = config.port
  const origin = () => config.publicUrl ?? `http://localhost:${port}`
  const skillConnections = skillConnectionStore(database.db, seals)
  const skills = { conversations: skillConversations(secret), tokens: await skillTokens(await skillKey(database), clock) }
  const callSkill = skillCaller({ ...skills, http: callHttp, connections: skillConnections, origin, development: config.environment === 'development', clock })
  const signIns = signInStore(database.db, seals)
  const signIn = customerSignIn({ store: signIns, http: callHttp, origin, secret, clock, log })
  const hub = createHub({
    store: conversations,
    agents: agentStore(database),
    configuration: loadConfiguration,
    loadCopilot: (copilotId, version) => catalogue.load(copilotId, version),
    callOutside: outsideCalls({ tool: callTool, http: callHttp, knowledge: callKnowledge, model: callModel, skill: callSkill, 'sign-in': signIn.perform }, log),
    signIn,
    secrets: freshSecrets({ values, bus, clock }),
    ...(config.keepStepsDays === undefined ? {} : { keepTurnsDays: config.keepStepsDays }),
    learner,
    firstUse: knowledge.readAhead,
    misses,
    model: model !== undefined,
    bus,
    clock,
    log,
  })
  const connections = connectionStore(database.db)
  await seed(database.db, {
    async importAndPublish(environmentId, by) {
      const report = await catalogue.importPackage(environmentId, await readPackage(path.join(seedFolder, 'contoso-support')))
      const copilotId = report.copilots[0]!.id
      const published = await catalogue.publish(environmentId, copilotId, by)
      if ('diagnostics' in published) throw new Error(`the seed copilot cannot be published: ${published.diagnostics.map(({ file, line, message }) => `${file}:${line} ${message}`).join('; ')}`)
      return copilotId
    },
    connect: async (environmentId, copilotId) => void (await connectCopilot({ connections, hub, bus, clock }, environmentId, copilotId)),
  }, { withPeople: config.environment === 'development' })

  const keys = { secret }
  const tokens = createTokens({ ...keys, clock })
  const http: HttpConfig = {
    environment: config.environment,
    publicUrl: config.publicUrl,
    uiFolder: path.join(folder, 'dist/ui'),
    widgetFolder: path.join(folder, 'dist/widget'),
    rateLimit: config.rateLimit ? { perSecond: config.rateLimit, burst: config.rateLimit * 4 } : false,
  }
  const accountRows = accountStore(database)
  const accounts = createAccounts({
    store: accountRows,
    tries: tryStore(database),
    passwords: createPasswords(),
    ways: { development: config.environment === 'development', issuer: config.openId?.issuer },
    clock,
  })
  const openId = config.openId && openIdSignIn({ settings: config.openId, store: accountRows, ask: askProvider(config.openId, config.allowedHosts), secret, clock, log })
  const app = await buildServer({
    accounts,
    openId,
    hub,
    bus,
    database,
    keys,
    clock,
    log,
    config: http,
    skills,
    signIn,
    studio: (scope) => {
      authenticationRoutes(scope, { catalogue, signIn: signIns, forgetProvider: signIn.forgetProvider, skills: skillConnections, values: values.plain, personName: personNames(database), clock, config: http })
      knowledgeRoutes(scope, { catalogue, library: knowledge, visits, store: knowledgeRows, answer: callKnowledge, model: model?.name })
      studioRoutes(scope, { catalogue, recognition, connections, secrets: secretStore(database.db), hub, mintToken: (claims) => tokens.mintToken(claims), bus, clock, config: http })
      turnRoutes(scope, { catalogue, hub, telemetry: telemetryStore(database.db) })
      environmentVariableRoutes(scope, {
        values,
        definitions: async (environmentId) => (await catalogue.list(environmentId)).map(({ id, header }) => ({ id, name: header.name, variables: header.environmentVariables })),
        bus,
        clock,
      })
      connectionRoutes(scope, { catalogue, mappings, callTool, clock, flowNames: (environmentId) => flowNames(database.db, environmentId), personName: personNames(database) })
    },
  })
  await app.listen({ port: config.port, host: config.host })
  hub.start()
  port = (app.server.address() as AddressInfo).port

  const url = config.publicUrl ?? `http://${config.host === '0.0.0.0' ? 'localhost' : config.host}:${port}`
  return {
    url,
    firstAdministratorLink: await accounts.firstLink(url),
    hub,
    database,
    async stop() {
      await app.close()
      await hub.stop()
      await knowledge.stop()
      await learner.stop()
      await installation.close()
    },
  }
}

/** Through the guard for addresses; the provider itself was chosen by whoever runs this, and may be inside the network. */
function askProvider({ issuer }: OpenIdSettings, allowedHosts: readonly string[]): Ask {
  const call = outgoingHttp([...allowedHosts, new URL(issuer).host])
  return async (request) => {
    const answer = await call({ type: 'http', callId: 'open-id', timeoutMs: 10_000, ...request })
    return answer.type === 'http' ? answer : undefined
  }
}

function greeting({ url, firstAdministratorLink: first }: Baton): string {
  const claim = ['  No administrator can sign in yet. Whoever opens this link first becomes one (once, within 24 hours):', '', `    ${first}`, '']
  return [
    '',
    `  Baton is running at ${url}`,
    '',
    `    a customer's page   ${url}/demo`,
    `    agent's desk        ${url}/desk`,
    `    supervisor          ${url}/supervisor`,
    `    studio              ${url}/studio`,
    `    administration      ${url}/admin`,
    '',
    ...(first ? claim : []),
    '  Ctrl-C stops it.',
    '',
  ].join('\n')
}

async function run() {
  const baton = await startBaton(readConfig(process.env))
  process.stdout.write(greeting(baton))
  let stopping: Promise<void> | undefined
  const stop = () => {
    stopping ??= baton.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        consoleLog.error('could not stop cleanly', error)
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  run().catch((error: unknown) => {
    process.stderr.write(`Baton could not start. ${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  })
}
