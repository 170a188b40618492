import fs from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Activity } from '../contracts/activity.ts'
import { trainRecognizer } from '../recognition/index.ts'
import { readPackage } from '../solutions/index.ts'
import type { CopilotDefinition } from '../topics/types.ts'
import { compileCopilot, knownNodeKinds, runTurn, triggerKinds } from './index.ts'
import type { DialogState, RuntimeCopilot, Topic, Trace, TurnHost } from './index.ts'
import { context, definitionOf } from './testing.ts'

const shared = [path.resolve('../shared/corpus')].find((folder) => fs.existsSync(folder))
const packages = shared ? ['solutions', 'workspaces'].flatMap((folder) => fs.readdirSync(path.join(shared, folder)).map((name) => path.join(shared, folder, name))) : []
const loose = shared ? ['topics/templates', 'topics/snippets'].flatMap((folder) => fs.readdirSync(path.join(shared, folder)).map((name) => path.join(shared, folder, name))) : []

/** Codes that say "a service is missing here", not "the engine does not understand". */
const missingService = /^(HttpNotAllowed|AuthenticationNotConfigured|SkillNotConfigured|ToolNotMapped|FlowActionException|ConnectorActionNotSupported|AIModelActionBadRequest|ElementNotSupported|NoFallbackTopic)$/

/** What is wrong in the corpus itself, by topic: a template with places to fill in, and a text that is not YAML. */
const brokenThere: Record<string, RegExp> = {
  'bot.topic.question_topic_topic_mcs_yml': /^ContentError: The expression "Topic.UserChoice = '<Option 1>'" cannot be read/,
  'test_allthethings.topic.LoopAndBranch': /^ContentError: The expression "\[" cannot be read/,
}

const figures = { topics: 0, off: 0, ended: 0, service: 0, broken: 0, steps: 0 }

describe.skipIf(!shared)('real copilots (skipped when ../shared/corpus is not there)', () => {
  it.each(packages.map((file) => [path.basename(file), file]))('%s: every topic runs to its end under a customer who answers', async (_name, file) => {
    const { copilots } = await readPackage(file)
    for (const definition of copilots) await runEveryTopic(definition)
  })

  it.each(loose.map((file) => [path.basename(file), file]))('%s, alone: the same', async (name, file) => {
    await runEveryTopic(definitionOf({ topics: { [name.replace(/\W+/g, '_')]: fs.readFileSync(file, 'utf8') } }))
  })

  afterAll(() => {
    if (process.env['BATON_FIGURES']) process.stdout.write(`${JSON.stringify(figures)}\n`)
  })
})

async function runEveryTopic(definition: CopilotDefinition) {
  const copilot = compileCopilot(definition)
  const host = hostFor(copilot)
  for (const topic of copilot.topics.values()) {
    figures.topics++
    expect(triggerKinds.map(({ kind }) => kind)).toContain(topic.trigger.kind)
    if (!topic.on) {
      figures.off++
      continue
    }
    const runs = [await converse(copilot, host, topic, 'first'), await converse(copilot, host, topic, 'last')]
    for (const run of runs) expectNothingSilent(topic, run)
    expect({ topic: topic.schemaName, ended: runs.some(({ ended }) => ended) }).toEqual({ topic: topic.schemaName, ended: true })
    const errors = runs.flatMap((run) => run.errors)
    figures.ended++
    if (errors.some(({ code }) => missingService.test(code))) figures.service++
    if (errors.some(({ code }) => !missingService.test(code))) figures.broken++
    figures.steps += runs.reduce((sum, run) => sum + run.nodes.length, 0)
  }
}

type Run = { ended: boolean; errors: (Trace & { kind: 'error' })[]; nodes: (Trace & { kind: 'node' })[] }

/** A tool becomes a topic of two nodes, one that asks for its inputs and one that calls it. */
const ofTools = /^TakeTaskInputs$/
const known = new Map(knownNodeKinds.map((spec) => [spec.kind, spec]))

/** A node that cannot run says so, and nothing else goes wrong that is not wrong in the topic itself. */
function expectNothingSilent(topic: Topic, { errors, nodes }: Run) {
  const odd = errors.filter(({ code, message }) => !missingService.test(code) && !brokenThere[topic.schemaName]?.test(`${code}: ${message}`))
  expect(odd).toEqual([])
  for (const node of nodes) {
    const spec = known.get(node.nodeKind)
    if ((spec && spec.missing === undefined) || ofTools.test(node.nodeKind)) continue
    expect(errors.map(({ nodeId }) => nodeId)).toContain(node.nodeId)
  }
}

/** `@topic` is recognised as that topic; everything else by the phrases. The outside does not answer. */
function hostFor(copilot: RuntimeCopilot): TurnHost {
  const recognizer = trainRecognizer(copilot)
  return async (call) => {
    if (call.type === 'tool') return { type: 'failed', code: 'ToolNotMapped', message: 'Nobody has entered its address yet.' }
    if (call.type === 'knowledge') return { type: 'knowledge', mode: 'none', citations: [], findings: [], confidence: 0 }
    if (call.type === 'model') return { type: 'failed', code: 'AIModelActionBadRequest', message: 'no language model is connected' }
    if (call.type !== 'recognize') return { type: 'failed', code: 'HttpNotAllowed', message: 'offline' }
    return { type: 'recognized', intents: call.text.startsWith('@') ? [{ topic: call.text.slice(1), score: 1 }] : recognizer.recognize(call.text, call.locale) }
  }
}

const mostTurns = 40

/** Starts the topic and answers whatever it asks, always with the first or always with the last choice there is. */
async function converse(copilot: RuntimeCopilot, host: TurnHost, topic: Topic, pick: Pick): Promise<Run> {
  const run: Run = { ended: false, errors: [], nodes: [] }
  let state: DialogState | undefined
  let said: Activity[] = []
  let next: Partial<Activity> = { text: `@${topic.schemaName}` }
  for (let turns = 0; turns < mostTurns; turns++) {
    const turn = await runTurn(copilot, state, { type: 'activity', activity: { type: 'message', ...next } }, context({ inTestMode: true }), host)
    state = JSON.parse(JSON.stringify(turn.state)) as DialogState
    said = turn.effects.flatMap((effect) => (effect.type === 'send' ? [effect.activity] : []))
    for (const effect of turn.effects) {
      if (effect.type === 'trace' && effect.trace.kind === 'error') run.errors.push(effect.trace)
      if (effect.type === 'trace' && effect.trace.kind === 'node') run.nodes.push(effect.trace)
    }
    run.ended = state.status !== 'waiting' && state.status !== 'calling'
    if (run.ended) break
    next = answerTo(said.at(-1), pick, turns)
  }
  return run
}

type Pick = 'first' | 'last'
const picked = <Item>(items: readonly Item[], pick: Pick): Item | undefined => (pick === 'first' ? items[0] : items.at(-1))

/** What a customer would answer: a filled-in card, an offered choice, else a value of some kind, another one each time. */
function answerTo(activity: Activity | undefined, pick: Pick, turn: number): Partial<Activity> {
  const card = activity?.attachments?.find(({ contentType }) => contentType === 'application/vnd.microsoft.card.adaptive')?.content
  const filled = card === undefined ? undefined : fillIn(card, pick)
  if (filled) return { value: filled }
  const choice = picked(activity?.suggestedActions?.actions ?? [], pick)
  if (choice) return { text: String(choice.value ?? choice.title) }
  const values = ['5', 'yes', 'ann@example.org', '2026-03-04', 'Seattle', 'no']
  return { text: values[turn % values.length] ?? '5' }
}

function fillIn(card: unknown, pick: Pick): Record<string, unknown> | undefined {
  const parts = partsOf(card)
  const submit = picked(parts.filter((part) => part['type'] === 'Action.Submit'), pick)
  if (!submit) return undefined
  const inputs = parts.filter((part) => String(part['type']).startsWith('Input.'))
  return { ...Object.fromEntries(inputs.map((input) => [String(input['id']), valueOf(input, pick)])), ...(submit['data'] as object | undefined) }
}

function valueOf(input: Record<string, unknown>, pick: Pick): string {
  if (input['type'] === 'Input.ChoiceSet') return String(picked((input['choices'] as { value?: unknown }[] | undefined) ?? [], pick)?.value ?? '')
  return { 'Input.Number': '5', 'Input.Date': '2026-03-04', 'Input.Time': '10:30', 'Input.Toggle': 'true' }[String(input['type'])] ?? 'some words'
}

function partsOf(part: unknown): Record<string, unknown>[] {
  if (Array.isArray(part)) return part.flatMap(partsOf)
  if (typeof part !== 'object' || part === null) return []
  return [part as Record<string, unknown>, ...Object.values(part).flatMap(partsOf)]
}
