import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { testHub } from '../../../test/support/hub.ts'
import { definitionOf, say, topicOf, triggerOf } from '../../dialog/testing.ts'
import { workerWorkshop, type KnowledgeWorkshop } from '../../documents/index.ts'
import { localLearner } from '../../encoder/index.ts'
import { documents } from '../../knowledge/fixtures/documents.ts'
import { chatCompletions } from '../../models/index.ts'
import { silentLog, systemClock } from '../../platform/index.ts'
import { conversationStore, knowledgeStore } from '../../storage/index.ts'
import type { Component } from '../../topics/types.ts'
import { fetchSite, knowledgeCalls, knowledgeLibrary, modelCalls, siteVisits, talkHistory, type KnowledgeLibrary, type KnowledgeStore } from '../index.ts'
import { outsideCalls } from '../outside-calls.ts'
import { outgoingHttp } from '../outgoing-http.ts'

type Asked = { messages: { role: string; content: string }[]; tools?: { function: { name: string } }[] }
let asked: Asked[] = []
let modelSays: (asked: Asked) => string | undefined
let modelChooses: (asked: Asked) => unknown[]
let pages: Record<string, { type?: string; body?: string; status?: number; location?: string }>
let visited: string[] = []
const server = http.createServer(async (request, response) => {
  let body = ''
  for await (const part of request) body += String(part)
  if (request.url === '/v1/chat/completions') {
    const question = JSON.parse(body) as Asked
    asked.push(question)
    const content = modelSays(question)
    response.writeHead(content === undefined ? 500 : 200, { 'content-type': 'application/json' })
    return response.end(JSON.stringify(content === undefined ? { error: 'down' } : { choices: [{ finish_reason: 'stop', message: { content, tool_calls: modelChooses(question) } }] }))
  }
  visited.push(request.url ?? '')
  const page = pages[request.url ?? '']
  response.writeHead(page?.status ?? (page ? 200 : 404), { 'content-type': page?.type ?? 'text/html; charset=utf-8', ...(page?.location ? { location: page.location } : {}) })
  response.end(page?.body ?? '')
})
let origin: string
let host: string
let workshop: KnowledgeWorkshop
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  origin = `http://${host}`
  workshop = workerWorkshop()
})
afterAll(async () => {
  await workshop.stop()
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  asked = []
  visited = []
  pages = {}
  modelSays = () => 'Up to 45 days [1].'
  modelChooses = () => []
})

const file = (name: string, text: string): Component => ({ schemaName: `bot.file.${name}`, kind: 'file', name, description: '', path: `knowledge/files/${name}`, blob: new TextEncoder().encode(text), state: 'on', parts: {} })
const site = (address: string): Component => ({ schemaName: 'bot.knowledge.Shop', kind: 'knowledge', name: 'Shop', description: '', path: 'knowledge/Shop.mcs.yml', text: `kind: KnowledgeSourceConfiguration\nsource:\n  kind: PublicSiteSearchSource\n  site: ${address}`, state: 'on', parts: {} })

const topics = {
  Search: triggerOf('OnUnknownIntent', 'priority: -1', '- kind: SearchAndSummarizeContent\n  id: k\n  variable: Topic.Answer\n  userInput: =System.Activity.Text\n- kind: ConditionGroup\n  id: c\n  conditions:\n    - id: c1\n      condition: =!IsBlank(Topic.Answer)\n      actions:\n        - kind: EndDialog\n          id: e\n          clearTopicQueue: true'),
  Fallback: triggerOf('OnUnknownIntent', '', say('f', 'I do not know.')),
  Joke: topicOf(['run the prompt'], '- kind: InvokeAIBuilderModelAction\n  id: p\n  aIModelId: ABC-1\n  input:\n    binding:\n      Subject: cats\n  output:\n    binding:\n      predictionOutput: Topic.Out\n' + say('s', '{Topic.Out.text}')),
  Oops: triggerOf('OnError', '', say('o', 'Failed: {System.Error.Code}')),
}
const agent: Component = { schemaName: 'bot.gpt.default', kind: 'gpt', name: 'Bot', description: '', path: 'agent.mcs.yml', text: 'kind: GptComponentMetadata\ninstructions: Speak like a pirate.', state: 'on', parts: {} }

let world: Awaited<ReturnType<typeof testHub>>
let library: KnowledgeLibrary
let store: KnowledgeStore
let components: Component[]

async function open({ model = false, meaning = false, generative = false, extra = [] as Component[] } = {}) {
  const definition = { ...definitionOf({ topics }), configuration: { settings: { GenerativeActionsEnabled: generative } } }
  components = [...definition.components, agent, ...Object.entries(documents).map(([name, text]) => file(name, text)), ...extra]
  world = await testHub({
    copilot: { ...definition, components },
    more: (database) => {
      const provider = model ? chatCompletions({ url: `${origin}/v1`, key: undefined, name: 'tiny' }) : undefined
      store = knowledgeStore(database.db)
      library = knowledgeLibrary({ store, workshop, loadCopilot: async () => ({ ...definition, components }), publishedVersion: async () => 1, learner: meaning ? localLearner() : undefined, patienceMs: 60_000, log: silentLog })
      const history = talkHistory(conversationStore(database))
      return {
        model,
        callOutside: outsideCalls({ knowledge: knowledgeCalls({ search: library.search, model: provider, history, log: silentLog }), model: modelCalls({ model: provider, prompt: store.prompt, history, log: silentLog }) }),
      }
    },
  })
  return world.customer()
}
afterEach(async () => {
  await world?.close()
})

const answers = (texts: string[]) => texts.filter((text) => text.startsWith('copilot:')).map((text) => text.slice('copilot: '.length))

describe('a customer of a copilot with documents', () => {
  it('is answered in the words of the documents, with where they are from, or by the Fallback', async () => {
    const kim = await open()
    await kim.say('How many days do I have to return an item?')
    await kim.say('what is the meaning of life')
    expect(answers(await kim.texts())).toEqual(['You can send back anything you bought from us within 45 days of the day it arrived. Sale items can go back within 14 days. [1]\n\n[1]: cite:1 "returns.md"', 'I do not know.'])
  })

  it('is answered after a restart without anything being read again', async () => {
    const kim = await open()
    await kim.say('How many days do I have to return an item?')
    const before = await world.database.pool.query('select hash, read_at from knowledge_reading order by hash')
    expect(before.rows).toHaveLength(Object.keys(documents).length)
    const again = knowledgeLibrary({ store, workshop, loadCopilot: async () => ({ ...definitionOf({ topics }), components }), publishedVersion: async () => 1, log: silentLog })
    const { hits } = await again.search({ conversationId: '', environmentId: 'contoso', copilotId: 'bot', inTestMode: false, locale: 'en-US' }, 'return days', {})
    expect(hits[0]?.title).toBe('returns.md')
    expect((await world.database.pool.query('select hash, read_at from knowledge_reading order by hash')).rows).toEqual(before.rows)
  })

  it('asks in other words once meanings are known', async () => {
    await open({ meaning: true })
    const ask = async () => (await library.search({ conversationId: '', environmentId: 'contoso', copilotId: 'bot', inTestMode: false, locale: 'en-US' }, 'can I get a replacement while mine is being repaired', {})).hits[0]
    expect((await ask())?.similarity).toBe(0)
    await library.settled()
    const hit = await ask()
    expect(hit?.passage.text).toContain('deposit of £40')
    expect(hit?.similarity).toBeGreaterThan(0.5)
    expect((await store.readings('bot', [(await library.sources('bot', 0)).flatMap((source) => (source.kind === 'file' ? [source.hash] : []))[0] ?? '']))[0]?.encoder).toMatch(/^use-lite/)
  }, 60_000)

  it('is answered by words when the encoder is away', async () => {
    await open()
    const broken = { views: [1], encoder: 'somewhere', encode: () => Promise.reject(new Error('away')) }
    const words = knowledgeLibrary({ store, workshop, loadCopilot: async () => ({ ...definitionOf({ topics }), components }), publishedVersion: async () => 1, learner: broken, log: silentLog })
    const about = { conversationId: '', environmentId: 'contoso', copilotId: 'bot', inTestMode: false, locale: 'en-US' }
    expect((await words.search(about, 'How many days do I have to return an item?', {})).hits[0]?.title).toBe('returns.md')
    await words.settled()
    await world.database.pool.query("update knowledge_reading set vectors = '\\x00', encoder = 'somewhere'")
    expect((await words.search(about, 'How many days do I have to return an item?', {})).hits[0]?.title).toBe('returns.md')
  })

  it('who asks before everything is read hears what is read by then, and makers how much is missing', async () => {
    await open()
    let read = () => {}
    const slow: KnowledgeWorkshop = { ...workshop, read: (name, bytes) => (name === 'payments.md' ? new Promise<void>((resolve) => (read = resolve)).then(() => workshop.read(name, bytes)) : workshop.read(name, bytes)) }
    const early = knowledgeLibrary({ store, workshop: slow, loadCopilot: async () => ({ ...definitionOf({ topics }), components }), publishedVersion: async () => 1, patienceMs: 400, log: silentLog })
    const about = { conversationId: '', environmentId: 'contoso', copilotId: 'bot', inTestMode: false, locale: 'en-US' }
    await early.search(about, 'return days', {})
    await vi.waitFor(async () => expect((await world.database.pool.query('select hash from knowledge_reading')).rows).toHaveLength(Object.keys(documents).length - 1), { timeout: 20_000, interval: 50 })
    const first = await early.search(about, 'How many days do I have to return an item?', {})
    expect(first.hits[0]?.title).toBe('returns.md')
    expect(first.note).toBe(`1 of ${Object.keys(documents).length} documents are still being read and were not searched.`)
    read()
    await early.settled()
    const then = await early.search(about, 'which cards can I pay with', {})
    expect([then.hits[0]?.title, then.note]).toEqual(['payments.md', undefined])
  })

  it('costs one look at what was read and leaves no timer behind', async () => {
    await open()
    const about = { conversationId: '', environmentId: 'contoso', copilotId: 'bot', inTestMode: false, locale: 'en-US' }
    await library.search(about, 'return days', {})
    let looks = 0
    const counted = { ...store, readings: (...asked: Parameters<typeof store.readings>) => (looks++, store.readings(...asked)) }
    const again = knowledgeLibrary({ store: counted, workshop, loadCopilot: async () => ({ ...definitionOf({ topics }), components }), publishedVersion: async () => 1, patienceMs: 123_456, log: silentLog })
    const timers = vi.spyOn(globalThis, 'setTimeout')
    await again.search(about, 'return days', {})
    expect(looks).toBe(1)
    expect(timers.mock.calls.filter(([, delay]) => delay === 123_456)).toEqual([])
    timers.mockRestore()
  })

  it('asks twice about the same rows of a topic, which are indexed once', async () => {
    await open()
    let indexed = 0
    const counted = { ...workshop, index: (...asked: Parameters<typeof workshop.index>) => (indexed++, workshop.index(...asked)) }
    const own = knowledgeLibrary({ store, workshop: counted, loadCopilot: async () => definitionOf({ topics }), publishedVersion: async () => 1, log: silentLog })
    const about = { conversationId: '', environmentId: 'contoso', copilotId: 'bot', inTestMode: false, locale: 'en-US' }
    const rows = [{ title: 'Bulbs', content: 'A bulb lasts 900 hours and costs three pounds.', location: '', source: 'custom', kind: 'custom' as const }]
    for (const question of ['How long does a bulb last?', 'What does a bulb cost?']) expect((await own.search(about, question, {}, rows)).hits[0]?.title).toBe('Bulbs')
    expect(indexed).toBe(1)
  })

  it('reaches only what a node searches', async () => {
    await open({ extra: [file('broken.pdf', '%PDF nothing'), file('tool.exe', 'MZ')] })
    const about = { conversationId: '', environmentId: 'contoso', copilotId: 'bot', inTestMode: true, locale: 'en-US' }
    const found = async (scope: Parameters<typeof library.search>[2]) => [...new Set((await library.search(about, 'delivery parcel card', scope)).hits.map(({ title }) => title))].sort()
    expect(await found({})).toContain('delivery.md')
    expect(await found({ files: ['payments.md'] })).toEqual(['payments.md'])
    expect(await found({ sources: ['bot.file.delivery.md'] })).toEqual(['delivery.md'])
    expect(await found({ files: false })).toEqual([])
    expect(await found({ sites: ['https://elsewhere.test'] })).toEqual([])
    const states = new Map((await library.states('contoso', 'bot')).map((state) => [state.source.name, state]))
    expect(states.get('broken.pdf')).toMatchObject({ state: 'failed', problem: expect.stringMatching(/PDF|No text/) as string })
    expect(states.get('tool.exe')).toMatchObject({ state: 'failed', problem: 'Files like "tool.exe" are not read.' })
    expect(states.get('delivery.md')).toMatchObject({ state: 'indexed', passages: 5 })
  })
})

describe('with a language model', () => {
  it('its words are said, with citations, after it was given the passages, the instructions and what was said before', async () => {
    const kim = await open({ model: true })
    await kim.say('hello there')
    modelSays = () => 'Arr, 45 days [1].'
    await kim.say('How many days do I have to return an item?')
    expect(answers(await kim.texts()).at(-1)).toBe('Arr, 45 days [1].\n\n[1]: cite:1 "returns.md"')
    const { messages } = asked.at(-1) as Asked
    expect(messages[0]?.content).toContain('Speak like a pirate.')
    expect(messages[0]?.content).toContain('within 45 days of the day it arrived')
    expect(messages.slice(1)).toEqual([{ role: 'user', content: 'hello there' }, { role: 'assistant', content: 'I do not know.' }, { role: 'user', content: 'How many days do I have to return an item?' }])
  })

  it('what happened can be shown again, step by step', async () => {
    const kim = await open({ model: true })
    await kim.say('How many days do I have to return an item?')
    const { steps, caveat } = await world.hub.supervisor.steps('contoso', kim.id)
    expect(caveat).toBeNull()
    expect(steps.flatMap((step) => step.answers ?? [])).toEqual([expect.stringMatching(/^answered by the model from "returns\.md", confidence 0\.\d\d$/) as string])
    expect(steps.flatMap(({ said }) => said).at(-1)).toBe('Up to 45 days [1].\n\n[1]: cite:1 "returns.md"')
  })

  it('plans for makers who chose generative orchestration: tools by their names, what they found in words', async () => {
    const order = `kind: AdaptiveDialog
modelDescription: Tells the state of an order.
inputs:
  - kind: AutomaticTaskInput
    propertyName: Number
    description: the order number
inputType:
  properties:
    Number: String
outputType:
  properties:
    State: String
beginDialog:
  kind: OnRecognizedIntent
  id: main
  intent: {}
  actions:
    - kind: SetVariable
      id: v
      variable: Topic.State
      value: ="packed, " & Topic.Number`
    const kim = await open({ model: true, generative: true, extra: [{ schemaName: 'bot.topic.Order', kind: 'topic', name: 'Order', description: '', path: 'topics/Order.mcs.yml', text: order, state: 'on', parts: {} }] })
    modelChooses = ({ tools = [] }) => tools.map(({ function: { name } }) => name).filter((name) => name.endsWith('_Order')).map((name) => ({ id: '1', type: 'function', function: { name, arguments: '{"Number":"A-17"}' } }))
    modelSays = ({ messages }) => (messages[0]?.content.includes('packed, A-17') ? 'Order A-17 is packed.' : '')
    await kim.say('where is my order A-17')
    expect(answers(await kim.texts())).toEqual(['Order A-17 is packed.'])
    expect((await world.hub.supervisor.steps('contoso', kim.id)).caveat).toBeNull()
  })

  it('a no of the model is a no, and a broken model leaves the documents’ own words', async () => {
    const kim = await open({ model: true })
    modelSays = () => 'NO_ANSWER'
    await kim.say('How many days do I have to return an item?')
    modelSays = () => undefined
    await kim.say('How many days do I have to return an item?')
    expect(answers(await kim.texts())).toEqual(['I do not know.', expect.stringContaining('within 45 days') as string])
  })

  it('prompts run with the words that were entered for their id', async () => {
    const kim = await open({ model: true })
    await kim.say('run the prompt')
    await store.putPrompt('contoso', { modelId: 'abc-1', name: 'Jokes', text: 'Tell a joke about {Subject}.' }, 'mia')
    modelSays = ({ messages }) => `Asked: ${messages[0]?.content ?? ''}`
    await kim.say('run the prompt')
    expect(answers(await kim.texts())).toEqual(['Failed: AIModelActionBadRequest', 'Asked: Tell a joke about cats.'])
  })
})

describe('a website', () => {
  const page = (title: string, text: string, links: string[] = []) => ({ body: `<title>${title}</title><main><h1>${title}</h1><p>${text}</p>${links.map((link) => `<a href="${link}">x</a>`).join('')}</main>` })
  const fetching = () => ({ http: outgoingHttp([host]), workshop, limits: { pauseMs: 0 } })

  it('is fetched from its address downwards, as its robots.txt allows', async () => {
    pages = {
      '/robots.txt': { type: 'text/plain', body: 'User-agent: *\nDisallow: /help/secret\nAllow: /help/secret/open\n' },
      '/help': page('Help', 'Welcome to our help pages.', ['/help/fees', '/help/secret/prices', '/help/secret/open', '/help/a.pdf', '/imprint', 'https://elsewhere.test/', 'javascript:alert(1)', '/help/gone', '/help/moved', '/help#top']),
      '/help/fees': page('Fees', 'Express delivery costs nine pounds.', ['/help']),
      '/help/secret/open': page('Open', 'This may be read.'),
      '/help/moved': { status: 301, location: '/help/new' },
      '/help/new': page('New', 'It moved here.'),
    }
    const { pages: got, problem } = await fetchSite(`${origin}/help`, true, fetching())
    expect(problem).toBeUndefined()
    expect(got.map(({ url, title, problem: why }) => [new URL(url).pathname, title, why])).toEqual([
      ['/help', 'Help', undefined],
      ['/help/fees', 'Fees', undefined],
      ['/help/secret/open', 'Open', undefined],
      ['/help/gone', '', `${origin}/help/gone was answered with status 404.`],
      ['/help/new', 'New', undefined],
    ])
    expect(visited).not.toContain('/help/secret/prices')
    expect(visited).not.toContain('/imprint')
  })

  it('is one page when its maker says so, and stops at its limits', async () => {
    pages = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`/p${n}`, page(`P${n}`, `Page number ${n}.`, [`/p${n + 1}`, `/p${n + 2}`])]))
    pages['/'] = page('Start', 'The start.', Array.from({ length: 60 }, (_, n) => `/p${n}`))
    expect((await fetchSite(`${origin}/`, false, fetching())).pages).toHaveLength(1)
    expect((await fetchSite(`${origin}/`, true, { ...fetching(), limits: { pauseMs: 0, pages: 12 } })).pages).toHaveLength(12)
  })

  it.each([
    ['whose robots.txt forbids it', { '/robots.txt': { body: 'User-agent: *\nDisallow: /' } }, /robots\.txt .* does not allow/],
    ['whose robots.txt is broken', { '/robots.txt': { status: 503 } }, /robots\.txt was answered with status 503/],
    ['that is not there', {}, /status 404/],
    ['that is a picture', { '/': { type: 'image/png', body: 'x' } }, /not a page of text \(image\/png\)/],
    ['that is built by scripts', { '/': { body: '<script>app()</script><div id="root"></div>' } }, /holds no text/],
    ['that goes round in circles', { '/': { status: 302, location: '/' } }, /without end/],
    ['that leads inside', { '/': { status: 302, location: 'http://169.254.169.254/latest/meta-data' } }, /private network/],
  ] as const)('%s says so', async (_name, site, words) => {
    pages = { ...site }
    expect(await fetchSite(`${origin}/`, true, fetching())).toMatchObject({ pages: expect.any(Array) as unknown[], problem: expect.stringMatching(words) as string })
  })

  it('inside the network is not fetched unless an administrator allows it', async () => {
    const { problem } = await fetchSite(`${origin}/`, true, { ...fetching(), http: outgoingHttp([]) })
    expect(problem).toMatch(/BATON_ALLOWED_HOSTS/)
    expect(visited).toEqual([])
  })

  it('answers customers from when it was fetched, with its address, and never is visited for an answer', async () => {
    pages = { '/shop': page('Gift wrapping', 'Gift wrapping costs three pounds for each parcel.') }
    const kim = await open({ extra: [site(`${origin}/shop`)] })
    await kim.say('what does gift wrapping cost')
    expect(visited).toEqual([])
    const visits = siteVisits({ ...fetching(), library, clock: systemClock, log: silentLog })
    visits.begin('bot', `${origin}/shop`, true)
    await visits.settled()
    const seen = visited.length
    await kim.say('what does gift wrapping cost')
    expect(answers(await kim.texts())).toEqual(['I do not know.', `Gift wrapping costs three pounds for each parcel. [1]\n\n[1]: ${origin}/shop "Gift wrapping"`])
    expect(visited.length).toBe(seen)
  })
})
