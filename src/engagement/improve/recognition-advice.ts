import { chooseIntent, compileCopilot, type Choice, type RuntimeCopilot } from '../../dialog/index.ts'
import { groupAlike, layeredRecognizer, strangers, type Explanation, type Learner, type LayeredRecognizer, type PhraseFinding, type RankedIntent, type RecognizerState } from '../../recognition/index.ts'
import type { CopilotDefinition } from '../../topics/types.ts'
import type { Miss, MissStore } from './misses.ts'

type Deps = {
  /** Version 0 is the draft. */
  loadCopilot(copilotId: string, version: number): Promise<CopilotDefinition>
  learner: Learner
  misses: MissStore
}

/** What a maker asks about: a published version, or the draft, of which `stamp` tells one state from the next. */
export type WhichCopilot = { copilotId: string; version: number; stamp?: string }

/** What customers said in vain, alike together, with the topic it comes nearest to. */
export type MissGroup = { misses: Miss[]; times: number; nearest: { topic: string; score: number } | undefined }

export type RecognitionAdvice = ReturnType<typeof recognitionAdvice>

/** Copilots held at once, for the makers who look at them now. */
const HELD = 20
/** More than so many are not told apart by looking at them. */
const SHOWN = 200

/** Tells makers how their copilot understands customers, and what it does not. */
export function recognitionAdvice({ loadCopilot, learner, misses }: Deps) {
  type Held = { copilot: RuntimeCopilot; recognizer: LayeredRecognizer }
  const held = new Map<string, Promise<Held>>()

  const open = ({ copilotId, version, stamp = '' }: WhichCopilot): Promise<Held> => {
    const key = `${copilotId}@${version} ${stamp}`
    const known = held.get(key)
    if (known) return known
    const opening = loadCopilot(copilotId, version).then(async (definition) => {
      const copilot = compileCopilot(definition)
      const recognizer = layeredRecognizer(copilot, learner, { copilotId, draft: version === 0 })
      await recognizer.recalled()
      return { copilot, recognizer }
    })
    opening.catch(() => held.delete(key))
    held.set(key, opening)
    if (held.size > HELD) held.delete(held.keys().next().value ?? '')
    return opening
  }
  const nameIn = (copilot: RuntimeCopilot) => (topic: string) => copilot.topics.get(topic)?.name ?? topic

  return {
    /** Where learning is; asking starts it. After a failure, asking begins anew. */
    async state(which: WhichCopilot): Promise<RecognizerState> {
      const state = (await open(which)).recognizer.state()
      if (state.stage === 'failed' || state.problem !== undefined) held.delete(`${which.copilotId}@${which.version} ${which.stamp ?? ''}`)
      return state
    },

    /** What to change about the phrases; undefined until they are learnt. */
    async findings(which: WhichCopilot): Promise<{ findings: PhraseFinding[] | undefined; nameOf(topic: string): string }> {
      const { copilot, recognizer } = await open(which)
      return { findings: recognizer.state().stage === 'learning' ? undefined : await recognizer.lint(), nameOf: nameIn(copilot) }
    },

    /** What each layer makes of a text, and what the copilot would do. Waits for learning. */
    async explain(which: WhichCopilot, text: string): Promise<{ explanation: Explanation; choice: Choice; nameOf(topic: string): string }> {
      const { copilot, recognizer } = await open(which)
      const explanation = await recognizer.explain(text, copilot.locale)
      return { explanation, choice: choiceOf(copilot, explanation.ranked), nameOf: nameIn(copilot) }
    },

    async missed(environmentId: string, which: WhichCopilot): Promise<{ groups: MissGroup[]; more: boolean; nameOf(topic: string): string }> {
      const listed = await misses.list(environmentId, which.copilotId, SHOWN + 1)
      const shown = listed.slice(0, SHOWN)
      const { copilot, recognizer } = await open(which)
      const vectorsOf = async (texts: readonly string[]) => {
        const vectors: (Float32Array | undefined)[] = []
        // One after the other: customers' sentences wait for the same encoder.
        for (const text of texts) vectors.push(await learner.encode(text).catch(() => undefined))
        return vectors
      }
      const said = shown.map((miss) => miss.said)
      const vectors = recognizer.state().meaning ? await vectorsOf(said) : []
      const others = vectors.length > 0 ? await vectorsOf(strangers) : []
      const groups = groupAlike(said, vectors, others.flatMap((vector) => vector ?? []), learner.views).map((members) => members.flatMap((at) => shown[at] ?? []))
      const answers = await Promise.all(groups.map(async (members) => ({ misses: members, times: timesOf(members), nearest: await nearestTo(members[0], copilot, recognizer) })))
      return { groups: answers.sort((a, b) => b.times - a.times), more: listed.length > SHOWN, nameOf: nameIn(copilot) }
    },

    forget: (environmentId: string, copilotId: string, ids: readonly string[] | 'all') => misses.forget(environmentId, copilotId, ids),
    listMissed: (environmentId: string, copilotId: string) => misses.list(environmentId, copilotId, 1_000),
  }
}

/** As the dialog chooses; a topic that other conditions keep from starting is not known here. */
const choiceOf = (copilot: RuntimeCopilot, ranked: RankedIntent[]): Choice => chooseIntent(ranked, (topic) => copilot.topics.get(topic)?.trigger.offered ?? false)

async function nearestTo(miss: Miss | undefined, { locale }: RuntimeCopilot, recognizer: LayeredRecognizer): Promise<MissGroup['nearest']> {
  const best = miss && (await recognizer.recognize(miss.said, locale))[0]
  return best && { topic: best.topic, score: best.score }
}

const timesOf = (members: readonly Miss[]) => members.reduce((sum, { times }) => sum + times, 0)
