import { readFile } from 'node:fs/promises'
import { chosenEncoder } from '../chosen-encoder.ts'
import { readConfig } from '../config.ts'
import { builtIn, encodingWith, type LocalEncoder, type RemoteEncoder } from '../encoder/index.ts'
import { lintPackage } from './recognize-package.ts'
import { seeded } from '../platform/index.ts'
import { measure, OUT_OF_SCOPE, type Labelled } from '../recognition/index.ts'

const USAGE = `Usage: baton recognize --lint <package> [--ask <text>] [--json]
       baton recognize --train a.jsonl --test b.jsonl [--per-intent K --seed S] [--lexical] [--json]
`

type Options = { lint: string | undefined; ask: string | undefined; train: string; test: string; perIntent: number | undefined; seed: number; lexical: boolean; json: boolean }

/** The `baton recognize` command. Resolves to the exit code. */
export async function runRecognize(args: string[]): Promise<number> {
  const options = readOptions(args)
  if (typeof options === 'string') {
    process.stderr.write(`${options}\n${USAGE}`)
    return 2
  }
  if (options.lint !== undefined) return lintPackage({ path: options.lint, ask: options.ask, json: options.json })
  let train: Labelled[]
  let test: Labelled[]
  let encoder: LocalEncoder | RemoteEncoder
  try {
    train = await readExamples(options.train)
    test = await readExamples(options.test)
    encoder = (await chosenEncoder(readConfig(process.env))) ?? builtIn
  } catch (problem) {
    process.stderr.write(`${problem instanceof Error ? problem.message : String(problem)}\n`)
    return 1
  }
  const chosen = options.perIntent === undefined ? train : draw(train, options.perIntent, options.seed)
  const before = process.memoryUsage().rss
  const encode = options.lexical ? undefined : encodingWith(encoder)
  // Loading is once a process and no part of learning.
  await encode?.([])
  const report = await measure({ train: chosen, test, encode, views: encoder.views, now: () => performance.now() })
  const result = { ...report, rssMb: Math.round(process.memoryUsage().rss / 2 ** 20), addedMb: Math.round((process.memoryUsage().rss - before) / 2 ** 20), phrases: chosen.length, tests: test.length }
  process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : `${Object.entries(result).map(([name, value]) => `${name.padEnd(28)} ${value ?? '-'}`).join('\n')}\n`)
  return 0
}

function readOptions(args: string[]): Options | string {
  const options: Options = { lint: undefined, ask: undefined, train: '', test: '', perIntent: undefined, seed: 1, lexical: false, json: false }
  const rest = [...args]
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--json') options.json = true
    else if (arg === '--lexical') options.lexical = true
    else if (arg === '--lint' || arg === '--ask' || arg === '--train' || arg === '--test' || arg === '--per-intent' || arg === '--seed') {
      const value = rest.shift()
      if (value === undefined) return `${arg} needs a value.`
      if (arg === '--lint' || arg === '--ask' || arg === '--train' || arg === '--test') options[arg.slice(2) as 'lint' | 'ask' | 'train' | 'test'] = value
      else if (!/^\d+$/.test(value)) return `${arg} needs a whole number, not "${value}".`
      else options[arg === '--seed' ? 'seed' : 'perIntent'] = Number(value)
    } else return `There is no option ${arg}.`
  }
  if (options.lint !== undefined) return options
  if (options.ask !== undefined) return '--ask needs --lint: which copilot shall be asked?'
  return options.train && options.test ? options : 'Both --train and --test are needed, or --lint.'
}

/** One object a line: what was said under `text` (or `utterance`, `phrase`), what was meant under `intent` (or `label`, `topic`). */
async function readExamples(path: string): Promise<Labelled[]> {
  const lines = (await readFile(path, 'utf8')).split(/\r?\n/)
  return lines.flatMap((line, i) => {
    if (line.trim() === '') return []
    let entry: Record<string, unknown>
    try {
      entry = JSON.parse(line) as Record<string, unknown>
    } catch {
      throw new Error(`${path}:${i + 1} is not a JSON object.`)
    }
    const text = entry['text'] ?? entry['utterance'] ?? entry['phrase']
    const intent = entry['intent'] ?? entry['label'] ?? entry['topic']
    if (typeof text !== 'string' || (typeof intent !== 'string' && typeof intent !== 'number')) throw new Error(`${path}:${i + 1} needs "text" and "intent".`)
    return [{ text, intent: String(intent) }]
  })
}

/** So many examples of each intent, the same ones for the same seed. Nothing is drawn out of scope. */
function draw(examples: readonly Labelled[], perIntent: number, seed: number): Labelled[] {
  const byIntent = new Map<string, Labelled[]>()
  for (const example of examples) if (example.intent !== OUT_OF_SCOPE) byIntent.set(example.intent, [...(byIntent.get(example.intent) ?? []), example])
  const random = seeded(seed)
  return [...byIntent.keys()].sort().flatMap((intent) => {
    const pool = [...(byIntent.get(intent) ?? [])]
    for (let i = pool.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1))
      ;[pool[i], pool[j]] = [pool[j] as Labelled, pool[i] as Labelled]
    }
    return pool.slice(0, perIntent)
  })
}
