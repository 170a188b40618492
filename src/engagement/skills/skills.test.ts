import { spawn, type ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import fastify from 'fastify'
import { decodeJwt } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { skillRoutes } from '../../channels/skills/index.ts'
import { definitionOf, say, topicOf } from '../../dialog/testing.ts'
import { BatonError, manualClock } from '../../platform/index.ts'
import { testHub } from '../../../test/support/hub.ts'
import { newSkillKey, outsideCalls, skillCaller, skillConversations, skillIssuer, skillTokens, type SkillConnection, type SkillTokens } from '../index.ts'
import { outgoingHttp } from '../outgoing-http.ts'

const appId = '11111111-2222-3333-4444-555555555555'
const skillId = 'bot.skill.Helper'
const definition = `kind: SkillDefinition
appId:
  schemaName: bot.skill.Helper.AppId
appEndpoint:
  schemaName: bot.skill.Helper.AppEndpoint
actions:
  - activityType: message
    actionId: sendMessage
    outputType:
      properties:
        Count: Number
  - activityType: event
    actionId: startConversation
    outputType:
      properties:
        LiveChatConversationId:
          type: String
`
const use = (id: string, actionId: string, more: string) => `- kind: InvokeSkillAction\n  id: ${id}\n  skillId: ${skillId}\n  actionId: ${actionId}\n${more}`
const topics = {
  Begin: topicOf(['begin'], `${use('start', 'startConversation', '  input:\n    binding:\n      Customer: =System.User.DisplayName\n  output:\n    binding:\n      LiveChatConversationId: init:Global.ChatId\n')}${say('began', 'Began {Global.ChatId}.')}`),
  Chat: topicOf(['chat with the helper'], `${use('talk', 'sendMessage', '  input:\n    binding:\n      Order: =4711\n  output:\n    binding:\n      Count: init:Topic.Count\n')}${say('done', 'Done after {Topic.Count + 1}.')}`),
  Hours: topicOf(['opening hours'], say('hours', 'Nine to five.')),
  Leave: topicOf(['leave everything'], `- kind: CancelAllDialogs\n  id: c\n`, 'startBehavior: CancelOtherTopics'),
  Failed: `kind: AdaptiveDialog\nbeginDialog:\n  kind: OnError\n  id: main\n  actions:\n    - kind: SendActivity\n      id: failed\n      activity: "{System.Error.Code}: {System.Error.Message}"\n`,
}

type Skill = { url: string; heard: any[]; headers: http.IncomingHttpHeaders[] }
type Answer = (activity: any, reply: (activity: object) => Promise<any>) => Promise<object | number | void>

/** A skill of few lines that speaks the protocol by hand: it answers at the service url, or in its response. */
async function ownSkill(answer: Answer) {
  const skill: Skill = { url: '', heard: [], headers: [] }
  const server = http.createServer((request, response) => {
    let text = ''
    request.on('data', (part) => (text += part))
    request.on('end', async () => {
      const activity = JSON.parse(text)
      skill.heard.push(activity)
      skill.headers.push(request.headers)
      const reply = (said: object) =>
        fetch(new URL(`v3/conversations/${encodeURIComponent(activity.conversation.id)}/activities/${activity.id}`, activity.serviceUrl), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(said) }).then(async (got) => ({ status: got.status, ...((await got.json()) as object) }))
      const outcome = await answer(activity, reply)
      response.writeHead(typeof outcome === 'number' ? outcome : 200, { 'content-type': 'application/json' })
      response.end(typeof outcome === 'object' ? JSON.stringify(outcome) : '')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  skill.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`
  return { ...skill, close: () => new Promise((resolve) => server.close(resolve)) }
}

let tokens: SkillTokens
beforeAll(async () => {
  tokens = await skillTokens(await newSkillKey(), { now: () => new Date() })
})

/** The seed's hub with a copilot that has the skill, and the door skills answer at, listening. */
async function worldWith(endpoint: string, connection: SkillConnection | undefined, development = true) {
  const secret = new Uint8Array(32).fill(3)
  const conversations = skillConversations(secret)
  let origin = ''
  const copilot = definitionOf({ topics, environment: [setting('AppId', appId), setting('AppEndpoint', endpoint)] })
  copilot.components.push({ schemaName: skillId, kind: 'skill', name: 'Helper', description: '', path: 'skills/Helper.mcs.yml', text: definition, state: 'on', parts: {} })
  const httpCall = outgoingHttp(['127.0.0.1'])
  const skill = skillCaller({ http: httpCall, connections: { find: async () => connection }, conversations, tokens, origin: () => origin, development, clock: manualClock(new Date().toISOString()) })
  const world = await testHub({ copilot, callOutside: outsideCalls({ http: httpCall, skill }) })
  const app = fastify()
  app.setErrorHandler((error, _request, reply) => reply.status(error instanceof BatonError ? error.status : 500).send({ error: { code: (error as BatonError).code, message: (error as Error).message } }))
  await app.register((scope) => skillRoutes(scope, { hub: world.hub, conversations, tokens, origin: () => origin, clock: world.clock }))
  await app.listen({ port: 0, host: '127.0.0.1' })
  origin = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  return { ...world, hub: world.hub, origin, conversations, close: () => app.close().then(() => world.close()) }
}
const setting = (name: string, value: string) => ({ schemaName: `bot.skill.Helper.${name}`, displayName: name, type: 'String', value, secret: false })

let opened: { close(): Promise<unknown> }[] = []
const open = async <T extends { close(): Promise<unknown> }>(thing: Promise<T>): Promise<T> => {
  const there = await thing
  opened.push(there)
  return there
}
afterEach(async () => {
  for (const thing of opened.toReversed()) await thing.close()
  opened = []
})
const anonymous: SkillConnection = { authentication: 'none', expectReplies: false }

describe('a skill that answers at the service url', () => {
  it('gets the customer’s messages until it ends, and its outputs reach the topic', async () => {
    const skill = await open(
      ownSkill(async (activity, reply) => {
        if (activity.text === 'stop') await reply({ type: 'endOfConversation', code: 'completedSuccessfully', value: { Count: '2' } })
        else await reply({ type: 'message', text: `Heard ${activity.text} ${JSON.stringify(activity.value ?? null)}` })
      }),
    )
    const world = await open(worldWith(skill.url, anonymous))
    const kim = await world.customer()
    for (const text of ['chat with the helper', 'what is it', 'stop']) await kim.say(text)
    expect((await kim.texts()).filter((line) => line.startsWith('copilot'))).toEqual(['copilot: Heard chat with the helper {"Order":4711}', 'copilot: Heard what is it null', 'copilot: Done after 3.'])
    const [first] = skill.heard
    expect(first).toMatchObject({ type: 'message', channelId: 'omnichannel', serviceUrl: `${world.origin}/api/skills/`, from: { id: 'dl_customer', name: 'Kim', role: 'user' }, recipient: { id: appId, role: 'skill' } })
    expect(first.conversation.id).not.toBe(kim.id)
    expect(new Set(skill.heard.map((heard) => heard.conversation.id)).size).toBe(1)
    expect(skill.headers[0]?.['x-ms-conversation-id']).toBe(first.conversation.id)
    expect(skill.headers[0]?.authorization).toBeUndefined()
  })

  it('lets a topic that surely fits interrupt, and has the customer back afterwards', async () => {
    const skill = await open(ownSkill(async (activity, reply) => void (await reply({ type: 'message', text: `Heard ${activity.text}` }))))
    const world = await open(worldWith(skill.url, anonymous))
    const kim = await world.customer()
    for (const text of ['chat with the helper', 'opening hours', 'and now']) await kim.say(text)
    expect((await kim.texts()).filter((line) => line.startsWith('copilot'))).toEqual(['copilot: Heard chat with the helper', 'copilot: Nine to five.', 'copilot: Heard and now'])
  })

  it('hears that it is over when the topic is given up, and may still say something of its own accord', async () => {
    let later: ((activity: object) => Promise<any>) | undefined
    const skill = await open(ownSkill(async (activity, reply) => void (activity.type === 'message' && (later = reply))))
    const world = await open(worldWith(skill.url, anonymous))
    const kim = await world.customer()
    await kim.say('chat with the helper')
    await kim.say('leave everything')
    expect(skill.heard.at(-1)).toMatchObject({ type: 'endOfConversation', code: 'userCancelled' })
    expect(await later?.({ type: 'message', text: 'One more thing.' })).toMatchObject({ status: 200, id: expect.stringContaining(`${kim.id}|`) })
    expect(await kim.texts()).toContain('copilot: One more thing.')
    await kim.say('chat with the helper')
    const endings = skill.heard.filter(({ type }) => type === 'endOfConversation').length
    await world.hub.endByCustomer(kim.id)
    await world.hub.settled()
    expect(skill.heard.filter(({ type }) => type === 'endOfConversation')).toHaveLength(endings + 1)
    expect(await later?.({ type: 'message', text: 'Too late.' })).toMatchObject({ status: 404, error: { code: 'CONVERSATION_ENDED' } })
  })

  it('hands over to people on the same road as a transfer node', async () => {
    const skill = await open(ownSkill(async (_activity, reply) => void (await reply({ type: 'event', name: 'handoff.initiate', value: { Department: 'Billing', va_AgentMessage: 'Wants a refund.' } }))))
    const world = await open(worldWith(skill.url, anonymous))
    const kim = await world.customer()
    await kim.say('chat with the helper')
    const inbox = await world.hub.agent.inbox('ana')
    const offer = [...inbox.offers, ...(await world.hub.agent.inbox('bo')).offers][0]
    expect(offer).toMatchObject({ messageToAgent: 'Wants a refund.', conversation: { queue: { name: 'Billing' } } })
    expect(skill.heard.at(-1)).toMatchObject({ type: 'endOfConversation' })
  })

  it('changes and takes back what it said', async () => {
    const skill = await open(
      ownSkill(async (activity, reply) => {
        const { id } = await reply({ type: 'message', text: 'It is opne.' })
        const url = new URL(`v3/conversations/${encodeURIComponent(activity.conversation.id)}/activities/${encodeURIComponent(id)}`, activity.serviceUrl)
        await fetch(url, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ type: 'message', text: 'It is open.' }) })
        await fetch(url, { method: 'DELETE' })
        expect((await fetch(url, { method: 'DELETE' })).status).toBe(404)
      }),
    )
    const world = await open(worldWith(skill.url, anonymous))
    const kim = await world.customer()
    await kim.say('chat with the helper')
    const lines = (await kim.lines()).filter(({ author }) => author.kind === 'copilot')
    expect(lines.map(({ activity }) => [activity.type, activity.text, activity.changes])).toEqual([['message', 'It is opne.', undefined], ['messageUpdate', 'It is open.', lines[0]?.activity.id], ['messageDelete', undefined, lines[0]?.activity.id]])
  })

  it('may say a hundred things at once and ten a second, in one conversation of a customer, and leaves other conversations alone', async () => {
    const skill = await open(ownSkill(async () => {}))
    const world = await open(worldWith(skill.url, anonymous))
    const kim = await world.customer()
    const other = await world.customer()
    const post = (id: string, body: string) => fetch(`${world.origin}/api/skills/v3/conversations/${encodeURIComponent(id)}/activities`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    const [one, second] = ['1', '2'].map((key) => world.conversations.idOf({ conversationId: kim.id, key })) as [string, string]
    const typing = JSON.stringify({ type: 'typing' })
    const statuses = await Promise.all(Array.from({ length: 100 }, (_, n) => post(n % 2 ? one : second, typing).then(({ status }) => status)))
    expect(new Set(statuses)).toEqual(new Set([200]))
    const refused = await post(one, 'x'.repeat(200_000))
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
    expect((await post(second, typing)).status).toBe(429)
    expect((await post(world.conversations.idOf({ conversationId: other.id, key: '1' }), typing)).status).toBe(200)
    expect((await post('made~up~id', typing)).status).toBe(403)
    world.clock.advance(1_000)
    expect(await Promise.all(Array.from({ length: 11 }, () => post(one, typing).then(({ status }) => status)))).toEqual([...Array(10).fill(200), 429])
  })

  it('cannot be impersonated: an id it was not given opens nothing', async () => {
    const world = await open(worldWith('http://127.0.0.1:9/', anonymous))
    const kim = await world.customer()
    const forged = `${kim.id}~abc-1-0~${'x'.repeat(27)}`
    const answer = await fetch(`${world.origin}/api/skills/v3/conversations/${encodeURIComponent(forged)}/activities`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"type":"message","text":"hi"}' })
    expect(answer.status).toBe(403)
    expect(world.conversations.read(world.conversations.idOf({ conversationId: kim.id, key: 'abc-1-0' }))).toEqual({ conversationId: kim.id, key: 'abc-1-0' })
  })
})

describe('a skill that answers in its response', () => {
  it('is asked to, and what it says counts the same', async () => {
    const skill = await open(
      ownSkill(async (activity) => ({
        activities: [{ type: 'message', text: `Heard ${activity.text}` }, ...(activity.text === 'stop' ? [{ type: 'endOfConversation', value: { Count: 1 } }] : [])],
      })),
    )
    const world = await open(worldWith(skill.url, { ...anonymous, expectReplies: true }))
    const kim = await world.customer()
    for (const text of ['chat with the helper', 'stop']) await kim.say(text)
    expect((await kim.texts()).filter((line) => line.startsWith('copilot'))).toEqual(['copilot: Heard chat with the helper', 'copilot: Heard stop', 'copilot: Done after 2.'])
    expect(skill.heard[0].deliveryMode).toBe('expectReplies')
  })
})

describe('what can go wrong with a skill', () => {
  const talkTo = async (endpoint: string, connection: SkillConnection | undefined, development?: boolean) => {
    const world = await open(worldWith(endpoint, connection, development))
    const kim = await world.customer()
    await kim.say('chat with the helper')
    return (await kim.texts()).at(-1)
  }
  it('has words that say what to do', async () => {
    const skill = await open(ownSkill(async () => 401))
    expect(await talkTo('', anonymous)).toContain('SkillNotConfigured: The skill "bot.skill.Helper" has no address: set the environment variable "bot.skill.Helper.AppEndpoint"')
    expect(await talkTo(skill.url, anonymous)).toMatch(/HTTP401: .* does not believe who calls .* Check the app id/)
    expect(await talkTo('http://127.0.0.1:9/', anonymous)).toContain('SkillNotReachable')
    expect(await talkTo(skill.url, undefined, false)).toMatch(/SkillNotConfigured: .* Choose how the copilot authenticates/)
    expect(await talkTo('https://skill.example/api/messages', anonymous)).toContain('SkillNotConfigured')
    expect(await talkTo('http://10.0.0.1/api/messages', { authentication: 'signed', expectReplies: false })).toContain('SkillNotReachable')
    const broken = await open(ownSkill(async (_activity, reply) => void (await reply({ type: 'endOfConversation', code: 'SkillError' }))))
    expect(await talkTo(broken.url, anonymous)).toContain('SkillFailed: The skill bot.skill.Helper that talk calls gave up with the code "SkillError"')
  })
})

describe('how a copilot says who it is', () => {
  it('with a shared secret, a token of ours, or one of a token endpoint that is kept until it expires', async () => {
    const skill = await open(ownSkill(async (activity, reply) => void (await reply({ type: 'message', text: `Heard ${activity.text}` }))))
    let granted = 0
    const issuer = http.createServer((request, response) => {
      let text = ''
      request.on('data', (part) => (text += part))
      request.on('end', () => {
        const form = new URLSearchParams(text)
        const right = form.get('grant_type') === 'client_credentials' && form.get('client_id') === 'us' && form.get('client_secret') === 's3cret' && form.get('scope') === 'skill/.default'
        response.writeHead(right ? 200 : 401).end(JSON.stringify({ access_token: `granted-${++granted}`, expires_in: 3600 }))
      })
    })
    await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve))
    opened.push({ close: async () => void issuer.close() })
    const tokenUrl = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/token`
    for (const connection of [
      { authentication: 'shared-secret', expectReplies: false, secret: 'a secret both of them know' },
      { authentication: 'signed', expectReplies: false },
      { authentication: 'client-credentials', expectReplies: false, tokenUrl, clientId: 'us', secret: 's3cret', scope: 'skill/.default' },
    ] satisfies SkillConnection[]) {
      const world = await open(worldWith(skill.url, connection))
      const kim = await world.customer()
      for (const text of ['chat with the helper', 'again']) await kim.say(text)
      expect((await kim.texts()).at(-1)).toBe('copilot: Heard again')
      const token = skill.headers.at(-1)?.authorization?.slice('Bearer '.length) ?? ''
      if (connection.authentication === 'client-credentials') expect(token).toBe('granted-1')
      else expect(decodeJwt(token)).toMatchObject({ iss: skillIssuer(world.origin), aud: appId, appid: 'bot', ver: '1.0', serviceurl: `${world.origin}/api/skills/` })
    }
    expect(granted).toBe(1)
  })
})

const peer = [process.env['BATON_BOTBUILDER'], path.join(os.tmpdir(), 'baton-bench-dialog-peer')].find((folder) => folder && fs.existsSync(path.join(folder, 'node_modules/botbuilder/package.json')))

/** Skipped where there is no botbuilder: `npm run bench -- dialog` installs one, or BATON_BOTBUILDER names a folder. */
describe.skipIf(!peer)('an unmodified botbuilder skill', () => {
  let child: ChildProcess | undefined
  let output = ''
  const start = async (mode: 'none' | 'signed', issuer = '') => {
    output = ''
    child = spawn(process.execPath, [path.resolve('test/support/botbuilder-skill.cjs'), peer!, mode, issuer], { stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (text) => (output += String(text)))
    return until(() => /listening (\d+)/.exec(output)?.[1]).then((port) => `http://127.0.0.1:${port}/api/messages`)
  }
  afterEach(() => void child?.kill())
  afterAll(() => void child?.kill())

  it('is called once, talked to, corrects itself, ends, and fails', { timeout: 60_000 }, async () => {
    const world = await open(worldWith(await start('none'), anonymous))
    const kim = await world.customer()
    await kim.say('begin')
    expect((await kim.texts()).at(-1)).toBe('copilot: Began chat-Kim.')
    for (const text of ['chat with the helper', 'what is it', 'opening hours', 'correct', 'stop']) await kim.say(text)
    expect((await kim.texts()).filter((line) => line.startsWith('copilot')).slice(1)).toEqual([
      'copilot: Skill heard: chat with the helper with {"Order":4711}',
      'copilot: Skill heard: what is it',
      'copilot: Nine to five.',
      'copilot: It is opne.',
      'copilot: Forget this.',
      'copilot: Good bye from the skill.',
      'copilot: Done after 3.',
    ])
    expect((await kim.lines()).flatMap(({ activity }) => (activity.changes ? [`${activity.type} ${activity.text ?? ''}`] : []))).toEqual(['messageUpdate It is open.', 'messageDelete '])
    for (const text of ['chat with the helper', 'break']) await kim.say(text)
    expect((await kim.texts()).at(-1)).toContain('SkillFailed')
  })

  it('answers in the response, is left by the topic, and hands over', { timeout: 60_000 }, async () => {
    const world = await open(worldWith(await start('none'), { ...anonymous, expectReplies: true }))
    const kim = await world.customer()
    for (const text of ['begin', 'chat with the helper', 'leave everything']) await kim.say(text)
    expect(await kim.texts()).toEqual(expect.arrayContaining(['copilot: Began chat-Kim.', 'copilot: Skill heard: chat with the helper with {"Order":4711}']))
    await until(() => (output.includes('ended userCancelled') ? 'yes' : undefined))
    for (const text of ['chat with the helper', 'person']) await kim.say(text)
    const offers = [...(await world.hub.agent.inbox('ana')).offers, ...(await world.hub.agent.inbox('bo')).offers]
    expect(offers).toMatchObject([{ messageToAgent: 'From the skill.', conversation: { queue: { name: 'Billing' } } }])
  })

  it('believes our tokens, and nobody without one', { timeout: 60_000 }, async () => {
    const connection: SkillConnection = { authentication: 'signed', expectReplies: false }
    const world = await open(worldWith('http://127.0.0.1:9/', connection))
    const url = await start('signed', skillIssuer(world.origin))
    expect((await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ type: 'message', text: 'hi', channelId: 'omnichannel', serviceUrl: world.origin, from: { id: 'x' }, recipient: { id: 'y' }, conversation: { id: 'z' } }) })).status).toBe(401)
    const caller = skillCaller({ http: outgoingHttp(['127.0.0.1']), connections: { find: async () => connection }, conversations: world.conversations, tokens, origin: () => world.origin, development: false, clock: { now: () => new Date() } })
    const kim = await world.customer()
    const call = (copilotId: string) =>
      caller({ type: 'skill', callId: '1', skill: { id: skillId, appId, endpoint: url }, key: 'abc-1-0', conversation: { id: kim.id, channelId: 'omnichannel', locale: 'en-US', customer: { id: 'dl_customer' }, copilotId, environmentId: 'contoso' }, activity: { type: 'message', text: 'hello' }, timeoutMs: 20_000 })
    expect(await call('bot')).toEqual({ type: 'skill', activities: [] })
    expect((await kim.texts()).at(-1)).toBe('copilot: Skill heard: hello')
    // The SDK's own list of allowed callers answers 500.
    expect(await call('another')).toMatchObject({ type: 'failed', code: 'HTTP500' })
  })
})

async function until<T>(find: () => T | undefined): Promise<T> {
  for (let left = 400; left > 0; left--) {
    const found = find()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('it did not happen')
}
