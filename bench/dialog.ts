import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { compileCopilot, runTurn, type CallResult, type DialogEvent, type DialogState, type RuntimeCopilot, type TurnHost } from '../src/dialog/index.ts'
import { context, definitionOf, say, topicOf, triggerOf } from '../src/dialog/testing.ts'
import { trainRecognizer } from '../src/recognition/index.ts'
import { readPackage } from '../src/solutions/index.ts'
import { round, table } from './support/stats.ts'

export const about = 'copilot turns in one process, against npm botbuilder-dialogs-adaptive running the same dialog'

const roundMs = 1_000
const rounds = 5
const topicCounts = [10, 100, 1000]
const peerPackage = 'botbuilder-dialogs-adaptive@4.23.3-preview'
/** Answer, question, answer with a condition, fallback. */
const script = ['hello', 'order status', '12345', 'qwertz']

type Side = { name: string; /** Plays a new conversation, as many turns as it says. */ play(): Promise<number>; stateBytes?: number }
type Measured = { turnsPerSecond: number; cpuMicros: number }

/**
 * Turns per second of the engine, state stored as JSON text in memory after every turn, as the peer's memory storage does.
 * The same dialog runs in both, recognised by the same regular expressions; ours runs once more with Baton's own
 * recogniser, which the peer has no equivalent of. Sides take turns, the best round of each counts, and processor time
 * stands beside the clock, because others use the machine.
 */
export async function run() {
  const peer = await loadPeer()
  const sides: Side[] = [
    ...('play' in peer ? [peer] : []),
    same('ours, same dialog', byRegex),
    same('ours, same dialog, own recogniser', byPhrases),
    conversation('ours, seed copilot', await packaged('src/seed/contoso-support'), ['store hours', 'the station', 'where is my order 10442', 'qwertz'], byPhrases),
    ...(await largest()),
    ...topicCounts.map((count) => many(count, byName)),
    ...topicCounts.map((count) => many(count, byPhrases)),
  ]
  const measured = await alternate(sides)
  const against = 'play' in peer ? measured.get(peer.name) : undefined
  const rows = sides.map((side) => ({ name: side.name, ...measured.get(side.name)!, bytes: side.stateBytes }))
  const spread = (recognise: Recognise) => {
    const costs = topicCounts.map((count) => measured.get(nameOfMany(count, recognise))!.cpuMicros)
    return round(Math.max(...costs) / Math.min(...costs))
  }
  const result = {
    peer: 'play' in peer ? peerPackage : peer.missing,
    sides: rows.map(({ name, turnsPerSecond, cpuMicros, bytes }) => ({ name, turnsPerSecond: round(turnsPerSecond, 0), cpuMicros: round(cpuMicros, 1), bytes, ...(against ? { ratio: round(against.cpuMicros / cpuMicros, 1) } : {}) })),
    spread: { engine: spread(byName), withRecogniser: spread(byPhrases) },
  }
  return {
    name: 'dialog',
    result,
    table: [
      table([['', 'turns/s', 'cpu µs/turn', 'x peer (cpu)', 'idle state bytes'], ...rows.map(({ name, turnsPerSecond, cpuMicros, bytes }) => [name, round(turnsPerSecond, 0), round(cpuMicros, 1), against ? round(against.cpuMicros / cpuMicros, 1) : '', bytes ?? ''])]),
      `between 10, 100 and 1,000 topics a turn's cost differs ${result.spread.engine} times in the engine, ${result.spread.withRecogniser} times with recognition`,
      ...('play' in peer ? [] : [`No peer: ${peer.missing}`]),
    ].join('\n'),
  }
}

/** Each side for a round, again and again; the best round of each. */
async function alternate(sides: Side[]): Promise<Map<string, Measured>> {
  const best = new Map<string, Measured>()
  for (const side of sides) await playFor(side, roundMs)
  for (let n = 0; n < rounds; n++) {
    for (const side of sides) {
      const one = await playFor(side, roundMs)
      const before = best.get(side.name)
      best.set(side.name, { turnsPerSecond: Math.max(one.turnsPerSecond, before?.turnsPerSecond ?? 0), cpuMicros: Math.min(one.cpuMicros, before?.cpuMicros ?? Infinity) })
    }
  }
  return best
}

async function playFor(side: Side, ms: number): Promise<Measured> {
  const start = performance.now()
  const cpu = process.cpuUsage()
  let turns = 0
  while (performance.now() - start < ms) turns += await side.play()
  const { user, system } = process.cpuUsage(cpu)
  return { turnsPerSecond: (turns * 1000) / (performance.now() - start), cpuMicros: (user + system) / turns }
}

// Ours

type Recognise = (copilot: RuntimeCopilot) => TurnHost

function byPhrases(copilot: RuntimeCopilot): TurnHost {
  const recognizer = trainRecognizer(copilot)
  return async (call) => (call.type === 'recognize' ? { type: 'recognized', intents: recognizer.recognize(call.text, call.locale) } : offline)
}

function byRegex(): TurnHost {
  const intents: [RegExp, string][] = [[/^hello$/i, 'bot.topic.Hello'], [/^order status$/i, 'bot.topic.Order']]
  return async (call) => (call.type === 'recognize' ? { type: 'recognized', intents: intents.filter(([pattern]) => pattern.test(call.text)).map(([, topic]) => ({ topic, score: 1 })) } : offline)
}

/** The text names its topic: what is left is the engine alone. */
function byName(copilot: RuntimeCopilot): TurnHost {
  return async (call) => (call.type === 'recognize' ? { type: 'recognized', intents: copilot.topics.has(call.text) ? [{ topic: call.text, score: 1 }] : [] } : offline)
}

const offline: CallResult = { type: 'failed', code: 'HttpNotAllowed', message: 'A benchmark stays offline.' }

function conversation(name: string, copilot: RuntimeCopilot, lines: string[], recognise: Recognise): Side {
  const host = recognise(copilot)
  const events: DialogEvent[] = lines.map((text) => ({ type: 'activity', activity: { type: 'message', text } }))
  const at = context()
  const stored = new Map<string, string>()
  let count = 0
  const side: Side = {
    name,
    async play() {
      if (count % 1000 === 0) stored.clear()
      const id = `c${count++}`
      for (const event of events) {
        const before = stored.get(id)
        const turn = await runTurn(copilot, before === undefined ? undefined : (JSON.parse(before) as DialogState), event, at, host)
        stored.set(id, JSON.stringify(turn.state))
      }
      side.stateBytes = Buffer.byteLength(stored.get(id)!)
      return events.length
    },
  }
  return side
}

const orderTopic = `- kind: Question
  id: q1
  variable: Topic.Order
  prompt: What is your order number?
  alwaysPrompt: true
  entity: NumberPrebuiltEntity
- kind: ConditionGroup
  id: c1
  conditions:
    - id: c2
      condition: =Topic.Order > 10000
      actions:
        - kind: SendActivity
          id: s1
          activity: Order {Topic.Order} is on its way.
  elseActions:
    - kind: SendActivity
      id: s2
      activity: There is no order {Topic.Order}.
`

const same = (name: string, recognise: Recognise) =>
  conversation(
    name,
    compileCopilot(definitionOf({ topics: { Hello: topicOf(['hello'], say('h1', 'Hello, what can I do for you?')), Order: topicOf(['order status'], orderTopic), Fallback: triggerOf('OnUnknownIntent', '', say('f1', 'Sorry, I did not get that.')) } })),
    script,
    recognise,
  )

const nameOfMany = (count: number, recognise: Recognise) => `ours, ${count} topics${recognise === byPhrases ? ', own recogniser' : ''}`

const things = ['invoice', 'parcel', 'password', 'holiday', 'printer', 'ticket', 'voucher', 'garden', 'window', 'battery']
const deeds = ['change', 'cancel', 'find', 'repair', 'order', 'return', 'explain', 'compare', 'print', 'share']

function many(count: number, recognise: Recognise): Side {
  const topics = Object.fromEntries(
    Array.from({ length: count }, (_, n): [string, string] => {
      const what = `${deeds[n % 10]} my ${things[Math.floor(n / 10) % 10]}${n >= 100 ? ` model ${Math.floor(n / 100)}` : ''}`
      return [`T${n}`, topicOf([what, `please ${what} today`, `how do I ${what}`], say('s1', `Topic ${n}, {System.User.FirstName}.`))]
    }),
  )
  const copilot = compileCopilot(definitionOf({ topics: { ...topics, Fallback: triggerOf('OnUnknownIntent', '', say('f1', 'Sorry.')) } }))
  const lines = recognise === byPhrases ? ['change my invoice', 'please return my invoice today', 'qwertz', 'how do I find my invoice'] : ['bot.topic.T0', 'bot.topic.T5', 'qwertz', 'bot.topic.T9']
  return conversation(nameOfMany(count, recognise), copilot, lines, recognise)
}

async function packaged(folder: string): Promise<RuntimeCopilot> {
  const { copilots } = await readPackage(folder)
  return compileCopilot(copilots[0]!)
}

/** The copilot with the most topics in ../shared/corpus, where that folder is there. */
async function largest(): Promise<Side[]> {
  const corpus = path.resolve('../shared/corpus')
  const folders = ['solutions', 'workspaces'].map((folder) => path.join(corpus, folder)).filter((folder) => fs.existsSync(folder))
  const copilots: RuntimeCopilot[] = []
  for (const file of folders.flatMap((folder) => fs.readdirSync(folder).map((name) => path.join(folder, name)))) {
    copilots.push(...(await readPackage(file)).copilots.map(compileCopilot))
  }
  const copilot = copilots.toSorted((a, b) => b.topics.size - a.topics.size)[0]
  if (!copilot) return []
  const [hello = 'hello', other = 'help'] = copilot.intents.flatMap((intent) => intent.phrases.slice(0, 1))
  return [conversation(`ours, ${copilot.name} (${copilot.topics.size} topics)`, copilot, [hello, 'yes', other, 'qwertz'], byPhrases)]
}

// The peer

// oxlint-disable-next-line typescript/no-explicit-any -- the peer is JavaScript from a folder this project does not depend on
type Loaded = any

async function loadPeer(): Promise<Side | { missing: string }> {
  const folder = path.join(os.tmpdir(), 'baton-bench-dialog-peer')
  try {
    if (!fs.existsSync(path.join(folder, 'node_modules/botbuilder-dialogs-adaptive/package.json'))) {
      fs.mkdirSync(folder, { recursive: true })
      fs.writeFileSync(path.join(folder, 'package.json'), '{"private":true}')
      execFileSync('npm', ['install', '--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund', peerPackage], { cwd: folder, stdio: 'pipe', timeout: 300_000 })
    }
    return await startPeer(createRequire(path.join(folder, 'package.json')))
  } catch (problem) {
    return { missing: `${peerPackage} could not be had: ${problem instanceof Error ? problem.message.split('\n')[0] : String(problem)}` }
  }
}

async function startPeer(require: (name: string) => Loaded): Promise<Side> {
  const { ConversationState, MemoryStorage, TestAdapter, UserState } = require('botbuilder-core')
  const { DialogManager } = require('botbuilder-dialogs')
  const { AdaptiveDialog, IfCondition, IntentPattern, NumberInput, OnIntent, OnUnknownIntent, RegexRecognizer, SendActivity, StaticActivityTemplate, TemplateEngineLanguageGenerator } = require('botbuilder-dialogs-adaptive')
  const { BoolExpression, StringExpression } = require('adaptive-expressions')

  // Texts without anything to fill in are given ready-made, and settings and language are known: a peer at its best.
  const ready = (text: string) => new StaticActivityTemplate({ type: 'message', text })
  const tell = (text: string) => new SendActivity().configure({ activity: ready(text) })
  const ask = new NumberInput().configure({ property: new StringExpression('dialog.order'), prompt: ready('What is your order number?'), alwaysPrompt: new BoolExpression(true), allowInterruptions: new BoolExpression(false) })
  const decide = new IfCondition('dialog.order > 10000').configure({ actions: [new SendActivity('Order ${dialog.order} is on its way.')], elseActions: [new SendActivity('There is no order ${dialog.order}.')] })
  const root = new AdaptiveDialog('root').configure({
    generator: new TemplateEngineLanguageGenerator(),
    recognizer: new RegexRecognizer().configure({ intents: [new IntentPattern('Hello', '^hello$'), new IntentPattern('Order', '^order status$')] }),
    triggers: [new OnIntent('Hello', [], [tell('Hello, what can I do for you?')]), new OnIntent('Order', [], [ask, decide]), new OnUnknownIntent([tell('Sorry, I did not get that.')])],
    autoEndDialog: new BoolExpression(false),
  })
  const storage = new MemoryStorage()
  const manager = new DialogManager(root)
  manager.conversationState = new ConversationState(storage)
  manager.userState = new UserState(storage)
  manager.initialTurnState.set('settings', {})
  const adapter = new TestAdapter((turn: Loaded) => manager.onTurn(turn))

  let count = 0
  const conversation = async () => {
    if (count % 1000 === 0) storage.memory = {}
    const id = `c${count++}`
    adapter.conversation.conversation.id = id
    adapter.conversation.user.id = id
    const said: string[] = []
    for (const text of script) {
      adapter.activityBuffer.length = 0
      await adapter.receiveActivity({ type: 'message', text, locale: 'en-US' })
      said.push(...adapter.activityBuffer.map((activity: Loaded) => activity.text ?? ''))
    }
    return said
  }
  const said = await conversation()
  const wanted = ['Hello, what can I do for you?', 'What is your order number?', 'Order 12345 is on its way.', 'Sorry, I did not get that.']
  if (JSON.stringify(said) !== JSON.stringify(wanted)) throw new Error(`it says ${JSON.stringify(said)} instead of ${JSON.stringify(wanted)}`)
  const side: Side = { name: 'botbuilder-dialogs-adaptive', play: async () => (await conversation()).length }
  side.stateBytes = Buffer.byteLength(JSON.stringify(storage.memory))
  return side
}
