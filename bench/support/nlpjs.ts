import { createRequire } from 'node:module'
import { OUT_OF_SCOPE, type Labelled } from '../../src/recognition/index.ts'

export type Peer = { settings: Record<string, unknown>; addLanguage(locale: string): void; addDocument(locale: string, text: string, intent: string): void; train(): Promise<unknown>; process(locale: string, text: string): Promise<{ intent: string; score: number }> }

/** nlp.js with the tokenizer and stemmer it has for a language, as `en`. Like ours, it names its best topic however little it scores (its own habit: none below 0.5). */
export async function trainPeer(train: readonly Labelled[], language = 'en'): Promise<Peer> {
  const load = createRequire(import.meta.url)
  // A dock is one for the whole process and would go on with what it learnt before; a container is fresh.
  const { containerBootstrap } = load('@nlpjs/core') as { containerBootstrap(): Promise<{ use(part: unknown): void; get(name: string): Peer }> }
  const container = await containerBootstrap()
  container.use(load('@nlpjs/nlp').Nlp)
  container.use(load(`@nlpjs/lang-${language}`)[`Lang${language[0]?.toUpperCase()}${language.slice(1)}`])
  const nlp = container.get('nlp')
  Object.assign(nlp.settings, { autoSave: false, autoLoad: false, forceNER: false, threshold: 0, nlu: { log: false } })
  nlp.addLanguage(language)
  for (const { text, intent } of train) nlp.addDocument(language, text, intent)
  // It tells the console about every epoch, whatever it is told.
  const { log } = console
  console.log = () => {}
  await nlp.train().finally(() => (console.log = log))
  return nlp
}

/** Accuracy in percent of what is in scope; `auroc` of its scores, undefined when nothing is out of scope. */
export async function measurePeer(train: readonly Labelled[], test: readonly Labelled[], language = 'en') {
  const nlp = await trainPeer(train, language)
  const answers: { intent: string; said: string; score: number }[] = []
  for (const { text, intent } of test) {
    const answer = await nlp.process(language, text)
    answers.push({ intent, said: answer.intent, score: answer.intent === 'None' ? 0 : answer.score })
  }
  const inside = answers.filter(({ intent }) => intent !== OUT_OF_SCOPE)
  const outside = answers.filter(({ intent }) => intent === OUT_OF_SCOPE)
  const wins = inside.reduce((sum, one) => sum + outside.reduce((wins, other) => wins + (one.score > other.score ? 1 : one.score === other.score ? 0.5 : 0), 0), 0)
  return { accuracy: (100 * inside.filter(({ intent, said }) => intent === said).length) / inside.length, auroc: outside.length ? wins / inside.length / outside.length : null }
}
