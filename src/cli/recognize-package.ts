import { chooseIntent, compileCopilot, type RuntimeCopilot } from '../dialog/index.ts'
import { chosenEncoder } from '../chosen-encoder.ts'
import { readConfig } from '../config.ts'
import { localLearner } from '../encoder/index.ts'
import { layeredRecognizer, type Explanation, type LayeredRecognizer, type PhraseFinding } from '../recognition/index.ts'
import { readPackage } from '../solutions/index.ts'
import { BatonError } from '../platform/index.ts'

type Options = { path: string; ask: string | undefined; json: boolean }

/**
 * `baton recognize --lint`: what makers may want to change about the phrases of a package, and with `ask` what each layer
 * makes of a text. Resolves to the exit code: 1 when a phrase is in the wrong place.
 */
export async function lintPackage({ path, ask, json }: Options): Promise<number> {
  let definitions
  let learner
  try {
    definitions = (await readPackage(path)).copilots
    learner = localLearner(await chosenEncoder(readConfig(process.env)))
  } catch (problem) {
    if (!(problem instanceof BatonError) && !(problem instanceof Error && 'code' in problem)) throw problem
    process.stderr.write(`${problem.message}\n`)
    return 1
  }
  if (definitions.length === 0) {
    process.stderr.write(`${path} holds no copilot.\n`)
    return 1
  }
  let misplaced = 0
  for (const definition of definitions) {
    const copilot = compileCopilot(definition)
    const recognizer = layeredRecognizer(copilot, learner, { patient: true })
    if (ask === undefined) misplaced += await printFindings(copilot, recognizer, json)
    else await printExplanation(copilot, recognizer, ask, json)
  }
  return misplaced > 0 ? 1 : 0
}

async function printFindings(copilot: RuntimeCopilot, recognizer: LayeredRecognizer, json: boolean): Promise<number> {
  const findings = await recognizer.lint()
  await recognizer.learnt()
  const state = recognizer.state()
  const name = (topic: string) => copilot.topics.get(topic)?.name ?? topic
  if (json) print(JSON.stringify({ copilot: copilot.schemaName, ...state, findings }))
  else {
    const known = state.accuracy === undefined ? '' : ` Left out of training, ${Math.round(100 * state.accuracy)}% of its phrases are still recognised.`
    print(`${copilot.name}: ${state.topics} topics, ${state.phrases} phrases, understood ${state.meaning ? 'by meaning' : 'by words'}.${known}`)
    for (const finding of findings) print(`  ${inWords(finding, name)}`)
    if (findings.length === 0) print('  Nothing to change.')
  }
  return findings.filter(({ kind }) => kind !== 'few-phrases').length
}

function inWords(finding: PhraseFinding, name: (topic: string) => string): string {
  switch (finding.kind) {
    case 'looks-like':
      return `"${finding.phrase}" of ${name(finding.topic)} looks like ${name(finding.looksLike)} (${Math.round(100 * finding.confidence)}%). Move it there, or give ${name(finding.topic)} more phrases like it.`
    case 'same-phrase':
      return `"${finding.phrase}" is a phrase of ${name(finding.topic)} and of ${name(finding.looksLike)}: customers are asked which they mean. Keep it in one.`
    case 'few-phrases':
      return `${name(finding.topic)} has ${finding.phrases} ${finding.phrases === 1 ? 'phrase' : 'phrases'}. Five to ten different ones work well.`
  }
}

async function printExplanation(copilot: RuntimeCopilot, recognizer: LayeredRecognizer, text: string, json: boolean) {
  const explanation = await recognizer.explain(text, copilot.locale)
  const choice = chooseIntent(explanation.ranked, (topic) => copilot.topics.get(topic)?.trigger.offered ?? false)
  if (json) return print(JSON.stringify({ copilot: copilot.schemaName, decision: choice.kind, ...explanation }))
  const name = (topic: string) => copilot.topics.get(topic)?.name ?? topic
  const decision = choice.kind === 'one' ? `starts ${name(choice.intent.topic)}` : choice.kind === 'several' ? `asks: ${choice.intents.map(({ topic }) => name(topic)).join(', ')}?` : 'no topic fits: fallback'
  print(`${copilot.name}: ${decision}`)
  for (const tier of explanation.tiers) printTier(tier, name)
}

const titles = { 'same-words': 'the same words', 'words-and-characters': 'words and characters', meaning: 'meaning' } as const

function printTier({ tier, sure, ranked, nearest }: Explanation['tiers'][number], name: (topic: string) => string) {
  print(`  by ${titles[tier]}: ${ranked.length === 0 ? 'nothing' : `${Math.round(100 * sure)}% sure`}`)
  for (const { topic, score } of ranked.slice(0, 3)) print(`    ${score.toFixed(2)}  ${name(topic)}`)
  for (const { topic, phrase, likeness, name: isName } of nearest.slice(0, 3)) print(`      ${Math.round(100 * likeness)}% like ${isName ? 'the name' : 'the phrase'} "${phrase}" of ${name(topic)}`)
}

const print = (line: string) => void process.stdout.write(`${line}\n`)
