import { compileExpression, fromJson, T, type FxEnv, type FxValue } from '../src/powerfx/index.ts'
import { Dec, FxRecord, FxTable } from '../src/powerfx/index.ts'
import { table } from './support/stats.ts'

export const about = 'Power Fx formulas compiled once, against the same logic written by hand as JavaScript'

/** Conversation state, as JSON: what both sides work on. */
const state: Record<string, Record<string, unknown>> = {
  Topic: {
    Name: 'Ana', Colour: 'Green', Answer: 'yes', Empty: null, Sure: true, Group: false, Count: 7, Price: 12.5, Limit: 20,
    Id: 'b2', Text: 'to be, or not to be', Json: '{"error":{"message":"Busy"},"items":[1,2,3]}',
    Items: [
      { id: 'a1', name: 'Kettle', price: 30, size: 2 },
      { id: 'b2', name: 'Toaster', price: 45, size: 3 },
      { id: 'c3', name: 'Blender', price: 70, size: 4 },
    ],
    Names: { $fx: 'column', v: ['Kettle', 'Toaster', 'Blender'] },
    Record: { code: 200, body: { total: 3 } },
  },
  Global: { City: 'Porto', Country: 'PT', Orders: [] },
  System: { FallbackCount: 1, Activity: { Text: 'hello', ChannelId: 'webchat' }, Bot: { Name: 'Baton' } },
  Env: { Url: 'https://api.example.org' },
}

type Plain = Record<string, any>
type Hand = (get: (scope: string, name: string) => any) => unknown
type Item = { id: string; name: string; price: number; size: number }

const blank = (v: unknown): boolean => v === null || v === undefined || v === ''
const text = (v: unknown): string => (v === null || v === undefined ? '' : String(v))
const lower = (v: unknown): string => text(v).toLowerCase()

/** The shapes real topics use most, each with the JavaScript somebody would write instead. */
const pairs: [string, Hand][] = [
  ['System.Activity.Text', (g) => g('System', 'Activity').Text],
  ['Topic.Name', (g) => g('Topic', 'Name')],
  ['Topic.Answer = "yes"', (g) => g('Topic', 'Answer') === 'yes'],
  ['Topic.Sure = true', (g) => g('Topic', 'Sure') === true],
  ['Topic.Group = false', (g) => g('Topic', 'Group') === false],
  ['IsBlank(Topic.Empty)', (g) => blank(g('Topic', 'Empty'))],
  ['!IsBlank(Topic.Name)', (g) => !blank(g('Topic', 'Name'))],
  ['"Hello " & Topic.Name & "!"', (g) => `Hello ${text(g('Topic', 'Name'))}!`],
  ['"{""id"":""" & Topic.Id & """,""city"":""" & Global.City & """}"', (g) => `{"id":"${text(g('Topic', 'Id'))}","city":"${text(g('Global', 'City'))}"}`],
  ['CountRows(Topic.Items) = 1', (g) => g('Topic', 'Items').length === 1],
  ['CountRows(Topic.Items)', (g) => g('Topic', 'Items').length],
  ['If(IsBlank(Topic.Empty), "nothing", Topic.Empty)', (g) => (blank(g('Topic', 'Empty')) ? 'nothing' : g('Topic', 'Empty'))],
  ['Topic.Count > 5', (g) => g('Topic', 'Count') > 5],
  ['Topic.Count >= Topic.Limit', (g) => g('Topic', 'Count') >= g('Topic', 'Limit')],
  ['System.FallbackCount < 3', (g) => g('System', 'FallbackCount') < 3],
  ['First(Topic.Items).id', (g) => g('Topic', 'Items')[0]?.id ?? null],
  ['Last(FirstN(Topic.Items, 2)).name', (g) => g('Topic', 'Items').slice(0, 2).at(-1)?.name ?? null],
  ['Index(Topic.Items, 2).name', (g) => g('Topic', 'Items')[1].name],
  ['LookUp(Topic.Items, id = "b2").name', (g) => g('Topic', 'Items').find((i: Item) => i.id === 'b2')?.name ?? null],
  ['LookUp(Topic.Items, id = Topic.Id, price)', (g) => g('Topic', 'Items').find((i: Item) => i.id === g('Topic', 'Id'))?.price ?? null],
  ['IfError(Text(ParseJSON(Topic.Json).error.message), "?")', (g) => text(JSON.parse(g('Topic', 'Json')).error.message)],
  ['Concatenate(Env.Url, "/v1/", Global.Country, "?q=", Topic.Id)', (g) => `${text(g('Env', 'Url'))}/v1/${text(g('Global', 'Country'))}?q=${text(g('Topic', 'Id'))}`],
  ['Topic.Answer = "no" || Topic.Colour = "Green"', (g) => g('Topic', 'Answer') === 'no' || g('Topic', 'Colour') === 'Green'],
  ['If(Topic.Sure, "It is updated.", "It is added.")', (g) => (g('Topic', 'Sure') ? 'It is updated.' : 'It is added.')],
  ['Filter(Topic.Items, price > 40)', (g) => g('Topic', 'Items').filter((i: Item) => i.price > 40)],
  ['ForAll(Topic.Items, {title: name, value: id})', (g) => g('Topic', 'Items').map((i: Item) => ({ title: i.name, value: i.id }))],
  ['ForAll(Topic.Items, {title: ThisRecord.name & " (" & ThisRecord.price & ")", value: ThisRecord.id})', (g) => g('Topic', 'Items').map((i: Item) => ({ title: `${i.name} (${i.price})`, value: i.id }))],
  ['ForAll(Sequence(CountRows(Topic.Names)), {n: Value, name: Last(FirstN(Topic.Names, Value)).Value})', (g) => Array.from({ length: g('Topic', 'Names').length }, (_, i) => ({ n: i + 1, name: g('Topic', 'Names').slice(0, i + 1).at(-1) }))],
  ['Concat(Topic.Items, name, ", ")', (g) => g('Topic', 'Items').map((i: Item) => i.name).join(', ')],
  ['Coalesce(Topic.Empty, Topic.Count)', (g) => (blank(g('Topic', 'Empty')) ? g('Topic', 'Count') : g('Topic', 'Empty'))],
  ['Lower(Topic.Name) = "ana"', (g) => lower(g('Topic', 'Name')) === 'ana'],
  ['Split(Topic.Text, " ")', (g) => text(g('Topic', 'Text')).split(' ').map((Value) => ({ Value }))],
  ['Substitute(Topic.Text, "be", "do")', (g) => text(g('Topic', 'Text')).replaceAll('be', 'do')],
  ['Find("not", Topic.Text)', (g) => text(g('Topic', 'Text')).indexOf('not') + 1 || null],
  ['Left(Topic.Text, 5)', (g) => text(g('Topic', 'Text')).slice(0, 5)],
  ['StartsWith(Topic.Text, "TO")', (g) => lower(g('Topic', 'Text')).startsWith('to')],
  ['Len(Topic.Text) > 10', (g) => text(g('Topic', 'Text')).length > 10],
  ['Topic.Count + 1', (g) => g('Topic', 'Count') + 1],
  ['Topic.Price * Topic.Count', (g) => g('Topic', 'Price') * g('Topic', 'Count')],
  ['Mod(Topic.Count, 2) = 0', (g) => g('Topic', 'Count') % 2 === 0],
  ['Text(Topic.Count)', (g) => text(g('Topic', 'Count'))],
  ['Value("42") + Topic.Count', (g) => Number('42') + g('Topic', 'Count')],
  ['With({x: Topic.Count}, x * x)', (g) => ((x: number) => x * x)(g('Topic', 'Count'))],
  ['Switch(Topic.Colour, "Red", 1, "Green", 2, 3)', (g) => { switch (g('Topic', 'Colour')) { case 'Red': return 1; case 'Green': return 2; default: return 3 } }],
  ['!IsBlank(Topic.Items) && CountRows(Topic.Items) > 0', (g) => !blank(g('Topic', 'Items')) && g('Topic', 'Items').length > 0],
  ['And(!IsBlank(Global.Country), Topic.Count > 1)', (g) => !blank(g('Global', 'Country')) && g('Topic', 'Count') > 1],
  ['"Green" in Topic.Names', (g) => g('Topic', 'Names').some((n: string) => n.toLowerCase() === 'green')],
  ['CountIf(Topic.Items, size > 2)', (g) => g('Topic', 'Items').filter((i: Item) => i.size > 2).length],
  ['{type: "Card", version: "1.5", body: [{type: "TextBlock", text: Topic.Name, wrap: true}]}', (g) => ({ type: 'Card', version: '1.5', body: [{ type: 'TextBlock', text: g('Topic', 'Name'), wrap: true }] })],
  ['Topic.Record.body.total', (g) => g('Topic', 'Record').body.total],
]

const coldSamples = ['If(IsBlank(Topic.Empty), "none", Topic.Na)', '"Hello " & Topic.Name & " from " & Global.X', 'LookUp(Topic.Items, id = Topic.Chosen).name']

/** Both sides read variables through a lookup of the same shape: values on ours, plain JavaScript on the other. */
export async function run() {
  const env = environment()
  const get = plainLookup()
  const rows = pairs.map(([source, hand]) => measurePair(source, hand, env, get))
  const ratios = rows.map((r) => r.ratio).sort((a, b) => a - b)
  const median = middle(ratios)
  const cold = middle(coldSamples.map(measureCold))
  const slowest = [...rows].sort((a, b) => b.ratio - a.ratio).slice(0, 8)
  const lines: [string, ...(string | number)[]][] = [['slowest shapes', 'ours ns', 'by hand ns', 'ratio']]
  for (const r of slowest) lines.push([r.source.slice(0, 60), Math.round(r.ours), Math.round(r.hand), r.ratio.toFixed(1)])
  return {
    name: 'powerfx',
    table: `${table(lines)}\n${rows.length} shapes: ratio to hand-written JavaScript ${median.toFixed(1)} at the median, ${ratios.at(-1)?.toFixed(1)} at most\nparse, bind and compile a formula of 41 characters: ${cold.toFixed(1)} microseconds at the median`,
    result: { shapes: rows.length, medianRatio: median, worstRatio: ratios.at(-1), medianNs: middle(rows.map((r) => r.ours).sort((a, b) => a - b)), coldMicroseconds: cold },
  }
}

function environment(): FxEnv {
  const values = new Map<string, Map<string, FxValue>>()
  for (const [scope, fields] of Object.entries(state)) {
    values.set(scope, new Map(Object.entries(fields).map(([name, value]) => [name, fromJson(value)])))
  }
  return {
    lookup: (scope, name) => (name === undefined ? undefined : values.get(scope)?.get(name)),
    now: () => new Date(0),
    random: () => 0.5,
    timeZone: 'UTC',
    locale: 'en-US',
  }
}

function plainLookup(): (scope: string, name: string) => unknown {
  const values = new Map(Object.entries(state).map(([scope, fields]) => [scope, new Map(Object.entries(fields))]))
  const column = values.get('Topic')?.get('Names') as Plain
  values.get('Topic')?.set('Names', column.v)
  return (scope, name) => values.get(scope)?.get(name)
}

function measurePair(source: string, hand: Hand, env: FxEnv, get: (scope: string, name: string) => unknown) {
  const compiled = compileExpression(source, { lenient: true })
  const problem = compiled.diagnostics.find((d) => d.severity === 'error')
  if (problem) throw new Error(`${source}: ${problem.message}`)
  const same = JSON.stringify(plain(compiled.evaluate(env))) === JSON.stringify(hand(get))
  if (!same) throw new Error(`${source}: ${JSON.stringify(plain(compiled.evaluate(env)))} is not ${JSON.stringify(hand(get))}`)
  const [ours, byHand] = timeBoth(() => compiled.evaluate(env), () => hand(get))
  return { source, ours, hand: byHand, ratio: ours / byHand }
}

const plain = (value: FxValue): unknown => {
  if (value instanceof Dec) return Number(value.m) / 10 ** value.s
  if (value instanceof FxRecord) return Object.fromEntries([...value.fields].map(([k, v]) => [k, plain(v)]))
  return value instanceof FxTable ? value.rows.map(plain) : value
}

/** Nanoseconds per call of each: rounds alternate between the sides, and the best round of each counts. */
function timeBoth(first: () => unknown, second: () => unknown): [number, number] {
  const best: [number, number] = [Infinity, Infinity]
  for (let round = 0; round < 12; round++) {
    best[0] = Math.min(best[0], timeRound(first))
    best[1] = Math.min(best[1], timeRound(second))
  }
  return best
}

function timeRound(call: () => unknown): number {
  const calls = 8000
  const start = process.hrtime.bigint()
  for (let i = 0; i < calls; i++) sink = call()
  return Number(process.hrtime.bigint() - start) / calls
}
export let sink: unknown

/** Every round compiles a text that was never seen before, so nothing can be remembered. */
function measureCold(source: string): number {
  const times: number[] = []
  for (let i = 0; i < 3000; i++) {
    const fresh = source.replace('Topic', i % 2 ? 'Global' : 'Topic').replace(/"(\w)/, `"${String.fromCharCode(97 + (i % 26))}`)
    const start = process.hrtime.bigint()
    sink = compileExpression(fresh, { scope: { Topic: T.Any, Global: T.Any } })
    if (i >= 1000) times.push(Number(process.hrtime.bigint() - start) / 1000)
  }
  return middle(times.sort((a, b) => a - b))
}

const middle = (sorted: number[]): number => sorted[Math.floor(sorted.length / 2)] ?? 0
