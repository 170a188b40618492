import { learnPhrases } from './learn-phrases.ts'
import type { Views } from './sentence-vectors.ts'
import { strangers } from './strangers.ts'
import { wordsOfName } from './text-features.ts'
import { hear, impressionOf, type IntentModel, type Phrase } from './intent-model.ts'
import { ASK_CONFIDENCE, GO_CONFIDENCE, LEXICAL_SURE } from './rank-intents.ts'

export type Labelled = { text: string; intent: string }
/** The label of what no topic is for. */
export const OUT_OF_SCOPE = 'oos'

export type Report = {
  accuracy: number
  inScopeAccuracyAtThreshold: number
  oosRecall: number | null
  oosF1: number | null
  auroc: number | null
  /** The encoder was let in. */
  meaning: boolean
  fitMs: number
  p50Ms: number
  p99Ms: number
  /** In scope: started the right topic, a wrong one, asked with the right one among three, did not understand. */
  directRight: number
  directWrong: number
  askedRight: number
  falseFallback: number
  /** Out of scope: a topic started, nothing was understood. */
  strangerStarted: number | null
  strangerFallback: number | null
}

type Input = {
  train: readonly Labelled[]
  test: readonly Labelled[]
  encode: ((texts: readonly string[]) => Promise<Float32Array[]>) | undefined
  views: Views
  now: () => number
}

/** Trains on labelled phrases and tells how well others are understood. Examples out of scope are never trained. */
export async function measure({ train, test, encode, views, now }: Input): Promise<Report> {
  const known = train.filter(({ intent }) => intent !== OUT_OF_SCOPE)
  const intents = [...new Set(known.map(({ intent }) => intent))].sort()
  const began = now()
  const number = new Map(intents.map((intent, i) => [intent, i]))
  const phrases = [
    ...known.map(({ text, intent }): Phrase => ({ text, topic: number.get(intent) ?? 0 })),
    ...intents.flatMap((intent, topic): Phrase[] => (/\p{L}/u.test(intent) ? [{ text: wordsOfName(intent), topic, name: true }] : [])),
  ]
  const vectors = encode && (await encode(phrases.map(({ text }) => text)))
  const others = encode && (await encode(strangers))
  const { lexical, mixed } = learnPhrases(phrases, intents.length, vectors && others && { vectors, views, strangers: others.map((vector, i) => ({ text: strangers[i] ?? '', vector })) })
  const fitMs = now() - began
  const times: number[] = []
  const answers: Answer[] = []
  for (const { text, intent } of test) {
    const start = now()
    const { model, ranked, sure } = await heard(text)
    times.push(now() - start)
    // Words alone and meaning score on scales of their own: what counts is how far a text is from being strange.
    const top = (ranked[0]?.score ?? 0) - model.strange
    answers.push({ intent, said: ranked.map(({ topic }) => intents[topic] ?? ''), sure, top, strange: top < 0 })
  }
  times.sort((a, b) => a - b)

  /** As a copilot hears it: by words, and where these are not sure, by meaning. */
  async function heard(text: string) {
    const byWords = lexical && hearWith(lexical, text)
    if (byWords && (!mixed || byWords.sure >= LEXICAL_SURE)) return byWords
    const [vector] = encode ? await encode([text]) : []
    return hearWith(mixed as IntentModel, text, vector)
  }

  return { ...judgeAnswers(answers), meaning: mixed !== undefined, fitMs: Math.round(fitMs), p50Ms: at(times, 0.5), p99Ms: at(times, 0.99) }
}

const hearWith = (model: IntentModel, text: string, vector?: Float32Array) => ({ model, ...hear(model, impressionOf(model, text, vector).scores, 3) })

type Answer = { intent: string; said: string[]; sure: number; top: number; strange: boolean }

function judgeAnswers(answers: readonly Answer[]) {
  const inside = answers.filter(({ intent }) => intent !== OUT_OF_SCOPE)
  const outside = answers.filter(({ intent }) => intent === OUT_OF_SCOPE)
  const right = ({ intent, said }: Answer) => said[0] === intent
  const share = (list: readonly Answer[], holds: (answer: Answer) => boolean) => (list.length ? percent(list.filter(holds).length / list.length) : 0)
  const rejected = answers.filter(({ strange }) => strange)
  const caught = rejected.filter(({ intent }) => intent === OUT_OF_SCOPE).length
  return {
    accuracy: share(inside, right),
    inScopeAccuracyAtThreshold: share(inside, (answer) => right(answer) && !answer.strange),
    oosRecall: outside.length ? percent(caught / outside.length) : null,
    oosF1: outside.length ? percent((2 * caught) / (outside.length + rejected.length)) : null,
    auroc: outside.length ? Number(areaUnderCurve(inside.map(({ top }) => top), outside.map(({ top }) => top)).toFixed(4)) : null,
    directRight: share(inside, (answer) => right(answer) && answer.sure >= GO_CONFIDENCE),
    directWrong: share(inside, (answer) => !right(answer) && answer.sure >= GO_CONFIDENCE),
    askedRight: share(inside, (answer) => answer.said.includes(answer.intent) && answer.sure >= ASK_CONFIDENCE && answer.sure < GO_CONFIDENCE),
    falseFallback: share(inside, (answer) => answer.sure < ASK_CONFIDENCE),
    strangerStarted: outside.length ? share(outside, (answer) => answer.sure >= GO_CONFIDENCE) : null,
    strangerFallback: outside.length ? share(outside, (answer) => answer.sure < ASK_CONFIDENCE) : null,
  }
}

/** How often something meant for a topic scores more than something that is not. */
function areaUnderCurve(inside: readonly number[], outside: readonly number[]): number {
  const all = [...inside.map((score) => ({ score, inside: true })), ...outside.map((score) => ({ score, inside: false }))].sort((a, b) => a.score - b.score)
  let ranks = 0
  for (let i = 0; i < all.length; ) {
    let end = i
    while (end < all.length && all[end]?.score === all[i]?.score) end++
    for (let k = i; k < end; k++) if (all[k]?.inside) ranks += (i + end + 1) / 2
    i = end
  }
  return (ranks - (inside.length * (inside.length + 1)) / 2) / (inside.length * outside.length)
}

const percent = (share: number) => Number((share * 100).toFixed(2))
const at = (sorted: readonly number[], share: number) => Number((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(3))
