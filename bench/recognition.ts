import fs from 'node:fs'
import path from 'node:path'
import { builtIn, loadSentenceEncoder, workerLearner } from '../src/encoder/index.ts'
import { seeded } from '../src/platform/index.ts'
import { layeredRecognizer, measure, OUT_OF_SCOPE, type Labelled, type Learner } from '../src/recognition/index.ts'
import { measureLanguages } from './recognition-languages/measure-languages.ts'
import { draw, grouped, shuffled } from './support/draws.ts'
import { measurePeer, trainPeer } from './support/nlpjs.ts'
import { round, summary, table } from './support/stats.ts'

export const about = 'understanding what customers say: accuracy on CLINC150 and BANKING77 draws, latency and memory, against nlp.js'

/** `clinc150.jsonl` and `banking77.jsonl`: {split, text, intent} a line. */
const folder = process.env['BATON_INTENTS'] ?? path.resolve(import.meta.dirname, '../../shared/intents')
const SEEDS = [1, 2, 3]
const TESTED = 1_000

type Example = Labelled & { split: string }

/** `quick` as an argument: one draw instead of three; `speed`: no accuracy; `languages`: other languages than English, and nothing else. */
export async function run(args: string[] = []) {
  if (args.includes('languages')) return measureLanguages(await rememberingEncoder())
  const seeds = args.includes('quick') ? SEEDS.slice(0, 1) : SEEDS
  const speed = await measureSpeed()
  const accuracy = args.includes('speed') ? [] : await measureAccuracy(seeds)
  const rows = [
    ['draws of training data', 'ours', 'nlp.js', 'ours: words alone'],
    ...accuracy.map(({ name, ours, peer, words }) => [name, ours, peer, words]),
  ]
  const speedRows = [
    ['a copilot of 15 topics with 5 phrases each', 'p50 ms', 'p99 ms'],
    ['whole recogniser', round(speed.all.p50, 3), round(speed.all.p99, 3)],
    ['  when the encoder was asked', round(speed.encoded.p50, 3), round(speed.encoded.p99, 3)],
    ['nlp.js', round(speed.peer.p50, 3), round(speed.peer.p99, 3)],
  ]
  const said = `${speed.all.count} messages drawn by Zipf's law from 1500: ${Math.round(speed.repeated * 100)}% had been said before, ${Math.round(speed.share * 100)}% asked the encoder. Learnt in ${Math.round(speed.learnMs)} ms off the event loop (its longest pause ${Math.round(speed.pauseMs)} ms), again in ${round(speed.againMs, 1)} ms. Memory: ${Math.round(speed.addedMb)} MB more.`
  return { name: 'recognition', table: `${table(rows)}\n\n${table(speedRows)}\n${said}`, result: { accuracy, speed } }
}

/** The built-in encoder; what was encoded before is not encoded again. */
async function rememberingEncoder() {
  const encoder = await loadSentenceEncoder()
  const known = new Map<string, Float32Array>()
  return async (texts: readonly string[]) => {
    const missing = [...new Set(texts)].filter((text) => !known.has(text))
    ;(await encoder.encode(missing)).forEach((vector, i) => known.set(missing[i]!, vector))
    return texts.map((text) => known.get(text)!)
  }
}

async function measureAccuracy(seeds: readonly number[]) {
  const encode = await rememberingEncoder()
  const results: { name: string; ours: number; peer: number; words: number }[] = []
  for (const [name, sets] of [['CLINC150', clinc()], ['BANKING77', banking()]] as const) {
    for (const perIntent of [5, 10]) {
      const draws: { ours: number; peer: number; words: number; auroc: number | null; wordsAuroc: number | null; peerAuroc: number | null }[] = []
      for (const seed of seeds) {
        const train = draw(sets.train, perIntent, seed)
        const ours = await measure({ train, test: sets.test, encode, views: builtIn.views, now: () => performance.now() })
        const words = await measure({ train, test: sets.test, encode: undefined, views: builtIn.views, now: () => performance.now() })
        const peer = await measurePeer(train, sets.test)
        draws.push({ ours: ours.accuracy, words: words.accuracy, peer: peer.accuracy, auroc: ours.auroc, wordsAuroc: words.auroc, peerAuroc: peer.auroc })
      }
      const mean = (of: (each: (typeof draws)[number]) => number | null, digits: number) => round(draws.reduce((sum, each) => sum + (of(each) ?? 0), 0) / draws.length, digits)
      results.push({ name: `${name}, ${perIntent} phrases: accuracy %`, ours: mean((each) => each.ours, 1), peer: mean((each) => each.peer, 1), words: mean((each) => each.words, 1) })
      if (draws[0]?.auroc) results.push({ name: `${name}, ${perIntent} phrases: out of scope AUROC`, ours: mean((each) => each.auroc, 3), peer: mean((each) => each.peerAuroc, 3), words: mean((each) => each.wordsAuroc, 3) })
    }
  }
  return results
}

/** Fifteen topics, their customers' messages, and what else people write: one in ten is meant for no topic. */
async function measureSpeed() {
  const { train, test } = clinc()
  const random = seeded(11)
  const topics = shuffled([...new Set(train.map(({ intent }) => intent))].filter((intent) => intent !== OUT_OF_SCOPE).sort(), random).slice(0, 15)
  const phrases = draw(train.filter(({ intent }) => topics.includes(intent)), 5, 1)
  const pool = shuffled([...test.filter(({ intent }) => topics.includes(intent)), ...train.filter(({ intent, text }) => topics.includes(intent) && !phrases.some((phrase) => phrase.text === text)), ...test.filter(({ intent }) => intent === OUT_OF_SCOPE).slice(0, 45)], random).slice(0, 1_500)
  const messages = zipf(pool.map(({ text }) => text), 3_000, random)
  const intents = topics.map((topic) => ({ topic, phrases: phrases.filter(({ intent }) => intent === topic).map(({ text }) => text) }))

  const before = process.memoryUsage().rss
  const worker = workerLearner()
  let encodings = 0
  const learner: Learner = { views: worker.views, learn: (...task) => worker.learn(...task), recall: (...task) => worker.recall(...task), encode: (text) => (encodings++, worker.encode(text)) }
  const watch = watchLoop()
  const start = performance.now()
  const recognizer = layeredRecognizer({ intents }, learner)
  await recognizer.learnt()
  const learnMs = performance.now() - start
  const pauseMs = watch.stop()
  const again = performance.now()
  await layeredRecognizer({ intents }, learner).learnt()
  const againMs = performance.now() - again

  const times: number[] = []
  const encoded: number[] = []
  for (const message of messages) {
    const asked = encodings
    const began = performance.now()
    await recognizer.recognize(message, 'en-US')
    const took = performance.now() - began
    times.push(took)
    if (encodings > asked) encoded.push(took)
  }
  const addedMb = (process.memoryUsage().rss - before) / 2 ** 20
  await worker.stop()

  const peer = await trainPeer(phrases)
  const peerTimes: number[] = []
  for (const message of messages) {
    const began = performance.now()
    await peer.process('en', message)
    peerTimes.push(performance.now() - began)
  }
  return { all: summary(times), encoded: summary(encoded), peer: summary(peerTimes), share: encoded.length / times.length, repeated: 1 - new Set(messages).size / messages.length, learnMs, againMs, pauseMs, addedMb }
}

/** How long the event loop was held at most. */
function watchLoop() {
  let last = performance.now()
  let longest = 0
  const timer = setInterval(() => {
    const now = performance.now()
    longest = Math.max(longest, now - last - 5)
    last = now
  }, 5)
  return {
    stop() {
      clearInterval(timer)
      return longest
    },
  }
}

function read(name: string): Example[] {
  const file = path.join(folder, `${name}.jsonl`)
  if (!fs.existsSync(file)) throw new Error(`${file} is missing. Set BATON_INTENTS to the folder that has clinc150.jsonl and banking77.jsonl.`)
  return fs.readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Example)
}

/** Trained on draws of the training data, tested on validation data and everything that is out of scope. */
function clinc() {
  const all = read('clinc150')
  const inside = shuffled(all.filter(({ split, intent }) => split === 'val' && intent !== OUT_OF_SCOPE), seeded(5)).slice(0, TESTED)
  return { train: all.filter(({ split, intent }) => split === 'train' && intent !== OUT_OF_SCOPE), test: [...inside, ...all.filter(({ intent }) => intent === OUT_OF_SCOPE)] }
}

/** A fifth of each intent is held back from the draws. */
function banking() {
  const random = seeded(5)
  const byIntent = [...grouped(read('banking77'), ({ intent }) => intent).values()].map((examples) => shuffled(examples, random))
  const held = (examples: Example[]) => Math.floor(examples.length / 5)
  return { train: byIntent.flatMap((examples) => examples.slice(held(examples))), test: shuffled(byIntent.flatMap((examples) => examples.slice(0, held(examples))), random).slice(0, TESTED) }
}

/** The message of rank r is said 1/r times as often as the first: how often people repeat each other in a service chat. */
function zipf(pool: readonly string[], count: number, random: () => number): string[] {
  const sums: number[] = []
  let total = 0
  for (let rank = 1; rank <= pool.length; rank++) sums.push((total += 1 / rank))
  return Array.from({ length: count }, () => {
    const at = random() * total
    return pool[sums.findIndex((sum) => sum >= at)]!
  })
}
