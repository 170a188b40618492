import fs from 'node:fs'
import path from 'node:path'
import { builtIn } from '../../src/encoder/index.ts'
import { measure, type Labelled, type Report } from '../../src/recognition/index.ts'
import { draw } from '../support/draws.ts'
import { measurePeer } from '../support/nlpjs.ts'
import { round, table } from '../support/stats.ts'

const SEEDS = [1, 2, 3, 4, 5]
const DRAWN = 5

type Example = Labelled & { split: 'train' | 'test' }
type Encode = (texts: readonly string[]) => Promise<Float32Array[]>

/** Mean of the draws; shares in percent. `meaning`: in how many of them the encoder was let in. */
type Figures = { accuracy: number; auroc: number; words: number; wordsAuroc: number; peer: number; peerAuroc: number; meaning: number } & Pick<Report, (typeof outcomes)[number]>

const outcomes = ['directRight', 'directWrong', 'askedRight', 'falseFallback', 'strangerStarted', 'strangerFallback'] as const

/** Twelve topics of customer service in every language that has a file here: five of eight phrases in five draws, and all of them. */
export async function measureLanguages(encode: Encode) {
  const languages = fs.readdirSync(import.meta.dirname).filter((file) => file.endsWith('.jsonl')).map((file) => file.slice(0, -6)).sort()
  const results: { language: string; five: Figures; all: Figures }[] = []
  for (const language of languages) {
    const examples = read(language)
    const train = examples.filter(({ split }) => split === 'train')
    const test = examples.filter(({ split }) => split === 'test')
    const five = await figures(SEEDS.map((seed) => draw(train, DRAWN, seed)), test, language, encode)
    results.push({ language, five, all: await figures([train], test, language, encode) })
  }
  const mean = (of: (each: (typeof results)[number]) => number) => results.reduce((sum, each) => sum + of(each), 0) / results.length
  const accuracyRow = (name: string, of: (pick: (each: (typeof results)[number]) => number, digits: number) => number) => [
    name,
    ...(['five', 'all'] as const).flatMap((size) => [of((each) => each[size].accuracy, 1), of((each) => each[size].words, 1), of((each) => each[size].peer, 1)]),
    of((each) => each.five.auroc, 3),
    of((each) => each.five.peerAuroc, 3),
    of((each) => each.five.meaning, 0),
  ]
  const accuracyTable = table([
    ['accuracy %', 'ours, 5', 'words, 5', 'nlp.js, 5', 'ours, 8', 'words, 8', 'nlp.js, 8', 'AUROC, 5', 'nlp.js', 'encoder in %'],
    ...results.map((result) => accuracyRow(result.language, (pick, digits) => round(pick(result), digits))),
    accuracyRow('mean', (pick, digits) => round(mean(pick), digits)),
  ])
  const outcomeTable = table([
    ['5 phrases, %', 'started right', 'wrong', 'asked right', 'false fallback', 'stranger started', 'stranger fallback'],
    ...results.map(({ language, five }) => [language, ...outcomes.map((outcome) => round(five[outcome] ?? 0, 1))]),
    ['mean', ...outcomes.map((outcome) => round(mean(({ five }) => five[outcome] ?? 0), 1))],
  ])
  return { name: 'recognition languages', table: `${accuracyTable}\n\n${outcomeTable}`, result: { languages: results } }
}

async function figures(draws: Labelled[][], test: Labelled[], language: string, encode: Encode): Promise<Figures> {
  const each: { ours: Report; words: Report; peer: { accuracy: number; auroc: number | null } }[] = []
  for (const train of draws) {
    const ours = await measure({ train, test, encode, views: builtIn.views, now: () => performance.now() })
    const words = await measure({ train, test, encode: undefined, views: builtIn.views, now: () => performance.now() })
    // Accuracy is without rejecting, for both.
    each.push({ ours, words, peer: await measurePeer(train, test, language) })
  }
  const mean = (of: (one: (typeof each)[number]) => number | null, digits = 2) => round(each.reduce((sum, one) => sum + (of(one) ?? 0), 0) / each.length, digits)
  const shares = Object.fromEntries(outcomes.map((outcome) => [outcome, mean(({ ours }) => ours[outcome])])) as Pick<Figures, (typeof outcomes)[number]>
  return {
    accuracy: mean(({ ours }) => ours.accuracy),
    auroc: mean(({ ours }) => ours.auroc, 4),
    words: mean(({ words }) => words.accuracy),
    wordsAuroc: mean(({ words }) => words.auroc, 4),
    peer: mean(({ peer }) => peer.accuracy),
    peerAuroc: mean(({ peer }) => peer.auroc, 4),
    meaning: mean(({ ours }) => (ours.meaning ? 100 : 0)),
    ...shares,
  }
}

const read = (language: string): Example[] =>
  fs.readFileSync(path.join(import.meta.dirname, `${language}.jsonl`), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Example)
