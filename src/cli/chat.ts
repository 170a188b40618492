import { createInterface } from 'node:readline'
import { readFile } from 'node:fs/promises'
import type { Activity } from '../contracts/activity.ts'
import { compileCopilot, traceInWords } from '../dialog/index.ts'
import type { RuntimeCopilot, Trace, TurnHost } from '../dialog/index.ts'
import { chosenEncoder } from '../chosen-encoder.ts'
import { readConfig } from '../config.ts'
import { localLearner } from '../encoder/index.ts'
import { chatCompletions } from '../models/index.ts'
import { layeredRecognizer, type LayeredRecognizer } from '../recognition/index.ts'
import { readPackage } from '../solutions/index.ts'
import type { CopilotDefinition } from '../topics/index.ts'
import { BatonError } from '../platform/index.ts'
import { OfflineConversation } from './offline-conversation.ts'
import { readFlows, type OfflineFlows } from './offline-flows.ts'
import { offlineKnowledge } from './offline-knowledge.ts'

const usage = `baton chat <path> [--script turns.txt] [--channel omnichannel|directline] [--copilot <name>] [--json] [--trace] [--allow-http] [--flows flows.json]
           [--model-url <url> --model-name <name> [--model-key <key>]]

  Runs a copilot offline: a solution zip, an unpacked solution or a workspace folder. It answers from the files it brings.

  --script <file>   one line of the customer per line of the file; without it you type
                    lines "/wait 120" let 120 seconds pass, "/card {json}" submits a card, "/event name {json}" sends an event
  --channel <id>    what System.Activity.Channel says: omnichannel (default) or directline
  --copilot <name>  which copilot, when the package holds several (name or schema name)
  --json            one activity per line, also when you type
  --trace           also print which topic started and why, every node and every variable,
                    in words when you type, as JSON lines with --json or --script
  --allow-http      let HTTP request nodes reach the network; otherwise they fail and say so
  --flows <file>    what flows, connectors and MCP tools answer: {"<flow id>": {"output": 1}} or {"<flow id>": "https://..."};
                    connectors as "<reference>/<operation>", MCP tools as "<server>/<tool>", prompts by their model's id;
                    "$status": 500 makes one fail
  --model-url <url> a language model that speaks OpenAI's chat completions, e.g. http://localhost:11434/v1, with --model-name and,
                    where the service wants one, --model-key or BATON_MODEL_KEY; without it answers are sentences of the files
`

type Options = { path: string; script?: string; channel: string; copilot?: string; flows?: string; 'model-url'?: string; 'model-name'?: string; 'model-key'?: string; json: boolean; trace: boolean; allowHttp: boolean }

/** Returns the exit code: 0 fine, 1 the copilot or the script could not be read, 2 called wrongly. */
export async function runChat(args: string[]): Promise<number> {
  const options = readOptions(args)
  if (typeof options === 'string') return complain(`${options}\n\n${usage}`, 2)
  try {
    return await chat(options)
  } catch (problem) {
    if (problem instanceof BatonError || isFileProblem(problem)) return complain(`${problem.message}\n`, 1)
    throw problem
  }
}

const isFileProblem = (problem: unknown): problem is Error => problem instanceof Error && 'code' in problem && typeof problem.code === 'string' && /^E[A-Z]+$/.test(problem.code)

function complain(text: string, code: number): number {
  process.stderr.write(text)
  return code
}

function readOptions(args: string[]): Options | string {
  const options: Options = { path: '', channel: 'omnichannel', json: false, trace: false, allowHttp: false }
  const rest = [...args]
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--json') options.json = true
    else if (arg === '--trace') options.trace = true
    else if (arg === '--allow-http') options.allowHttp = true
    else if (arg === '--script' || arg === '--channel' || arg === '--copilot' || arg === '--flows' || arg === '--model-url' || arg === '--model-name' || arg === '--model-key') {
      const value = rest.shift()
      if (value === undefined) return `${arg} needs a value.`
      options[arg.slice(2) as 'script' | 'channel' | 'copilot' | 'flows' | 'model-url' | 'model-name' | 'model-key'] = value
    } else if (arg.startsWith('-')) return `There is no option ${arg}.`
    else if (options.path) return `One path at a time: "${options.path}" and "${arg}" were given.`
    else options.path = arg
  }
  if (options['model-url'] !== undefined && (!URL.canParse(options['model-url']) || !options['model-name'])) return '--model-url needs an http address, and --model-name.'
  return options.path ? options : 'Which copilot? Give the path of a solution or a workspace.'
}

async function chat(options: Options): Promise<number> {
  const { copilots, collections, diagnostics } = await readPackage(options.path)
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error')
  for (const error of errors) process.stderr.write(`${error.file}:${error.line}:${error.column} ${error.message}\n`)
  if (copilots.length === 0 && collections.length > 0) return complain('This package holds components for other copilots (a collection), but no copilot to talk to.\n', 1)
  const definition = pick(copilots, options.copilot)
  if (typeof definition === 'string') return complain(`${definition}\n`, 1)

  const copilot = compileCopilot(definition)
  if (copilot.topics.size === 0) process.stderr.write(`"${definition.name}" has no topics, so it has nothing to say (template ${definition.template}).\n`)
  // Whoever reads along may stop reading: `baton chat … | head`.
  if (process.stdout.listenerCount('error') === 0) process.stdout.once('error', (problem: NodeJS.ErrnoException) => process.exit(problem.code === 'EPIPE' ? 0 : 1))
  const learner = localLearner(await chosenEncoder(readConfig(process.env)))
  const model = modelOf(options)
  const callKnowledge = offlineKnowledge({ definition, learner, model, talk: () => conversation.talk() })
  const flows = options.flows === undefined ? undefined : await readFlows(options.flows)
  const answerOthers = offlineHost(layeredRecognizer(copilot, learner, { patient: true }), options.allowHttp, flows)
  const host: TurnHost = async (call) => {
    const recorded = call.type === 'model' && call.prompt ? flows?.prompt(call.prompt.modelId) : undefined
    return recorded ?? (call.type === 'knowledge' || call.type === 'model' ? callKnowledge(call) : answerOthers(call))
  }
  const conversation = new OfflineConversation({ copilot, host, channelId: options.channel, model: model !== undefined, print: printer(options, copilot) })
  await conversation.start()
  if (options.script === undefined) await converse(conversation)
  else await follow(conversation, await readFile(options.script, 'utf8'))
  return 0
}

function modelOf({ 'model-url': url, 'model-name': name, 'model-key': key }: Options) {
  return url && name ? chatCompletions({ url, name, key: key ?? process.env['BATON_MODEL_KEY'] }) : undefined
}

function pick(copilots: readonly CopilotDefinition[], name: string | undefined): CopilotDefinition | string {
  const [first] = copilots
  const list = copilots.map((copilot) => `"${copilot.name}" (${copilot.schemaName})`).join(', ')
  if (!first) return 'There is no copilot in this package.'
  if (name === undefined) return copilots.length === 1 ? first : `The package holds several copilots: ${list}. Choose one with --copilot.`
  return copilots.find((copilot) => copilot.name === name || copilot.schemaName === name) ?? `There is no copilot "${name}" in this package. There are: ${list}.`
}

function offlineHost(recognizer: LayeredRecognizer, allowHttp: boolean, flows?: OfflineFlows): TurnHost {
  return async (call) => {
    if (call.type === 'recognize') return { type: 'recognized', intents: await recognizer.recognize(call.text, call.locale) }
    if (call.type === 'tool') return flows?.run(call) ?? { type: 'failed', code: 'ToolNotMapped', message: 'This chat runs offline. Say with --flows flows.json what it answers.' }
    if (call.type !== 'http') return { type: 'failed', code: 'ElementNotSupported', message: `Calls of the type ${call.type} are not connected in this chat: it runs offline. Try it in the studio's test pane.` }
    if (!allowHttp) return { type: 'failed', code: 'HttpNotAllowed', message: `${call.method} ${call.url} was not sent: this chat runs offline. Add --allow-http to let it out.` }
    const response = await fetch(call.url, { method: call.method, headers: call.headers, signal: AbortSignal.timeout(call.timeoutMs), ...(call.body === undefined ? {} : { body: call.body }) })
    return { type: 'http', status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() }
  }
}

/** Activities as JSON lines for a script and for `--json`; as a conversation for a person. */
function printer(options: Options, copilot: RuntimeCopilot) {
  const asJson = options.json || options.script !== undefined
  return {
    activity: (activity: Activity) => void process.stdout.write(asJson ? `${JSON.stringify(activity)}\n` : `${inWords(activity)}\n`),
    trace: (trace: unknown) => void (options.trace && process.stdout.write(asJson ? `${JSON.stringify({ type: 'trace', value: trace })}\n` : `  · ${insideInWords(trace as Inside, copilot)}\n`)),
  }
}

type Inside = Trace | { kind: 'telemetry'; name: string; properties: unknown }

const insideInWords = (inside: Inside, copilot: RuntimeCopilot) =>
  inside.kind === 'telemetry' ? `  telemetry ${inside.name} ${JSON.stringify(inside.properties)}` : traceInWords(inside, (topic) => copilot.topics.get(topic)?.name ?? topic)

function inWords(activity: Activity): string {
  if (activity.type === 'event') return `[event ${activity.name}] ${JSON.stringify(activity.value ?? null)}`
  if (activity.type !== 'message') return `[${activity.type}]`
  const cards = (activity.attachments ?? []).map((attachment) => `[${attachment.contentType}]`)
  const replies = (activity.suggestedActions?.actions ?? []).map((action) => `<${action.title ?? ''}>`).join(' ')
  return [`copilot: ${activity.text ?? ''}`, ...cards, replies].filter(Boolean).join('\n  ')
}

async function follow(conversation: OfflineConversation, script: string) {
  for (const line of script.split(/\r?\n/)) {
    if (line.trim() === '' || line.startsWith('#')) continue
    if (conversation.over) return
    await conversation.hear(line)
  }
}

async function converse(conversation: OfflineConversation) {
  const lines = createInterface({ input: process.stdin, terminal: false })
  if (process.stdin.isTTY) process.stderr.write('Type what the customer says. Ctrl-D ends.\n')
  for await (const line of lines) {
    if (line.trim() !== '') await conversation.hear(line)
    if (conversation.over) break
  }
  lines.close()
}
