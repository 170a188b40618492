import { createHash } from 'node:crypto'
import { deserialize, serialize } from 'node:v8'
import { silentLog, type Log } from '../platform/index.ts'
import { strangers, type Encoded, type Learner, type LearningFor, type Learnt, type LearntStore, type Phrase, type Views } from '../recognition/index.ts'
import { Kept } from './kept.ts'

/** The two slow things, wherever they happen. */
export type Workshop = {
  /** Which encoder: the vectors of two are not alike. */
  encoder: string
  views: Views
  /** Without texts it only makes ready. */
  encode(texts: string[]): Promise<Float32Array[]>
  /** Resolves with a `Learnt` as bytes: what is used is what is stored. */
  fit(task: FitTask): Promise<Uint8Array>
}

/** What is not encoded is learnt by words alone. */
export type FitTask = { phrases: readonly Phrase[]; topics: number; encoded: Encoded | undefined }

type Keeping = { store?: LearntStore | undefined; log?: Log }

/** Counts up when what is learnt from the same phrases changes: what was stored before is then learnt anew. */
const FORMAT = 4
/** Sentence vectors kept in memory, 4 KB each. */
const VECTORS = 5_000
/** Models kept in memory by what they were learnt from, so that saving the same phrases again costs nothing. */
const MODELS = 20
const STORED = 1_000
/** Phrases encoded in one go: a customer's sentence waits for no more than these. */
const PORTION = 8
/** Sentences that may wait. Whoever comes then is answered by words alone. */
const WAITING = 32

/** Remembers by content what was encoded and learnt before, and lets customers' sentences go before phrases. */
export function learnerOn(workshop: Workshop, { store, log = silentLog }: Keeping = {}): Learner {
  const vectors = new Kept<Float32Array>(VECTORS)
  const models = new Kept<Learnt>(MODELS)
  /** Which copilots' models are in the store: copilot and key. */
  const stored = new Kept<true>(STORED)
  const underWay = new Map<string, Promise<Learnt>>()
  let waiting = 0

  /** Nothing that is stored is needed: a store that fails costs time, not answers. */
  const kept = async <T>(work: () => Promise<T> | undefined): Promise<T | undefined> => {
    try {
      return await work()
    } catch (error) {
      log.error('what recognition learnt could not be read or stored', error)
      return undefined
    }
  }
  const vectorKey = (text: string) => hash(`${workshop.encoder}\n${text}`)
  const modelKey = (phrases: readonly Phrase[], topics: number) => hash(JSON.stringify([FORMAT, workshop.encoder, topics, phrases]))

  const encodeAll = async (texts: readonly string[], made: (text: string, vector: Float32Array) => void, progress?: (done: number) => void) => {
    // A batch takes as long as its longest text: texts of one length go together.
    const sorted = texts.toSorted((a, b) => a.length - b.length)
    for (let i = 0; i < sorted.length; i += PORTION) {
      const portion = sorted.slice(i, i + PORTION)
      const answer = await workshop.encode(portion)
      if (answer.length !== portion.length) throw new Error('the encoder answered another number of sentences')
      portion.forEach((text, at) => {
        vectors.set(text, answer[at] as Float32Array)
        made(text, answer[at] as Float32Array)
      })
      progress?.(Math.min(sorted.length, i + PORTION))
    }
  }

  const vectorsOf = async (texts: readonly string[], owner: LearningFor | undefined): Promise<Float32Array[]> => {
    const found = new Map<string, Float32Array>()
    const missing = new Map<string, string>()
    for (const text of new Set(texts)) {
      const known = vectors.get(text)
      if (known) found.set(text, known)
      else missing.set(vectorKey(text), text)
    }
    const stored = owner && missing.size > 0 ? await kept(() => store?.findVectors(owner.copilotId, [...missing.keys()])) : undefined
    for (const [key, bytes] of stored ?? []) {
      const text = missing.get(key)
      if (text === undefined) continue
      missing.delete(key)
      found.set(text, floatsOf(bytes))
      vectors.set(text, floatsOf(bytes))
    }
    const all = missing.size + found.size
    owner?.progress?.(found.size, all)
    const before = found.size
    const fresh = new Map<string, Uint8Array>()
    const note = (text: string, vector: Float32Array) => {
      found.set(text, vector)
      fresh.set(vectorKey(text), new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength))
    }
    await encodeAll([...missing.values()], note, (done) => owner?.progress?.(before + done, all))
    if (owner && fresh.size > 0) await kept(() => store?.saveVectors(owner.copilotId, fresh))
    const vectorsInOrder = texts.map((text) => found.get(text) as Float32Array)
    if (vectorsInOrder.some((vector) => vector.length !== vectorsInOrder[0]?.length)) throw new Error('the encoder gives vectors of different widths')
    return vectorsInOrder
  }

  /** Once a copilot, unless it is stored already; nobody waits for it. */
  const save = async (key: string, phrases: readonly Phrase[], { copilotId, draft }: LearningFor, bytes: () => Uint8Array) => {
    const home = `${copilotId} ${key}`
    if (!store || draft || stored.get(home)) return
    stored.set(home, true)
    await kept(() => store.saveModel(copilotId, key, bytes(), textsOf(phrases).map(vectorKey)))
  }

  const recall = async (key: string, phrases: readonly Phrase[], owner: LearningFor | undefined): Promise<Learnt | undefined> => {
    const known = models.get(key)
    // It was learnt for a draft, or for another copilot of the same phrases.
    if (known && owner) void save(key, phrases, owner, () => bytesOf(known))
    if (known || !owner) return known
    const bytes = await kept(() => store?.findModel(owner.copilotId, key))
    if (!bytes) return undefined
    const learnt = await kept(async () => deserialize(bytes) as Learnt)
    if (!learnt) return undefined
    models.set(key, learnt)
    stored.set(`${owner.copilotId} ${key}`, true)
    // Somebody is about to talk to this copilot: the encoder is awake when they do.
    if (learnt.mixed) workshop.encode([]).catch(() => {})
    return learnt
  }

  const make = async (key: string, phrases: readonly Phrase[], topics: number, owner: LearningFor | undefined): Promise<Learnt> => {
    const texts = textsOf(phrases)
    let of: Float32Array[] | undefined
    let problem: string | undefined
    try {
      of = await vectorsOf(texts, owner)
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error)
      log.warn('the sentence encoder does not answer: a copilot is recognised by words alone', { copilotId: owner?.copilotId, problem })
    }
    const others = strangers.map((text, i) => ({ text, vector: of?.[phrases.length + i] as Float32Array }))
    const bytes = await workshop.fit({ phrases, topics, encoded: of && { vectors: of.slice(0, phrases.length), views: workshop.views, strangers: others } })
    const learnt = deserialize(bytes) as Learnt
    if (problem !== undefined) return { ...learnt, problem }
    models.set(key, learnt)
    if (owner) await save(key, phrases, owner, () => bytes)
    return learnt
  }

  return {
    views: workshop.views,
    encoder: workshop.encoder,
    recall: (phrases, topics, owner) => recall(modelKey(phrases, topics), phrases, owner),
    learn(phrases, topics, owner) {
      const key = modelKey(phrases, topics)
      const known = underWay.get(key)
      if (known) return known
      const learning = recall(key, phrases, owner)
        .then((learnt) => learnt ?? make(key, phrases, topics, owner))
        .finally(() => underWay.delete(key))
      underWay.set(key, learning)
      return learning
    },
    async encode(text) {
      const known = vectors.get(text)
      if (known || waiting >= WAITING) return known
      waiting++
      try {
        const made = (await workshop.encode([text]))[0]
        if (made) vectors.set(text, made)
        return made
      } finally {
        waiting--
      }
    },
  }
}

export const bytesOf = (learnt: Learnt): Uint8Array => serialize(learnt)

const textsOf = (phrases: readonly Phrase[]) => [...phrases.map(({ text }) => text), ...strangers]

const hash = (text: string) => createHash('sha256').update(text).digest('base64url')

/** A copy: the bytes of a database row begin anywhere. */
const floatsOf = (bytes: Uint8Array) => new Float32Array(bytes.slice().buffer)
