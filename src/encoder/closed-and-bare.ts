import type { SentenceEncoder } from './sentence-encoder.ts'

/** How much what is said counts, and how much its bare words. */
const SAID = 0.8
const BARE = 0.2

const asking = new Set('what whats how hows why when where wheres who whos which can could do does did is are am was were will would should may have has'.split(' '))

/** Words that say little about what is wanted, and are in nearly every message. */
const small = new Set(
  (
    'a an the i you he she it we they me my your his her its our their this that these those is are was were be been being am do does did have has had can could will would shall should ' +
    'may might must to of in on at for from with by about as and or but if so not no there here what which who how when where why please want need like get some any just us them then than'
  ).split(' '),
)

const lettersOf = (word: string) => word.toLowerCase().replace(/[^a-z]/g, '')

/** Encoders learnt from sentences with an end; customers leave it out. */
export function closed(text: string): string {
  const said = text.trim()
  if (said === '' || /\p{P}$/u.test(said)) return said
  return said + (asking.has(lettersOf(said.split(/\s/u, 1)[0] as string)) ? '?' : '.')
}

/** Without its small words; undefined where nothing would be left, or nothing is left out. */
export function bare(text: string): string | undefined {
  const words = text.trim().split(/\s+/u)
  const telling = words.filter((word) => !small.has(lettersOf(word)))
  return telling.length === 0 || telling.length === words.length ? undefined : telling.join(' ')
}

/**
 * Reads every text twice, closed and bare, and gives the mean of both: long messages are told apart better by what is
 * left when all that messages share is gone, short ones lose nothing. English. Each view has length 1.
 */
export function closedAndBare({ encode }: SentenceEncoder, views: number): SentenceEncoder {
  return {
    async encode(texts) {
      const read = texts.map(closed)
      const bareAt = texts.map((text) => {
        const words = bare(text)
        return words === undefined ? undefined : read.push(words) - 1
      })
      const vectors = await encode(read)
      return texts.map((_, i) => {
        const said = vectors[i] as Float32Array
        const at = bareAt[i]
        return ofLength(at === undefined ? said : mixed(ofLength(said, views), ofLength(vectors[at] as Float32Array, views)), views)
      })
    },
  }
}

const mixed = (said: Float32Array, words: Float32Array) => said.map((value, i) => SAID * value + BARE * (words[i] as number))

function ofLength(vector: Float32Array, views: number): Float32Array {
  const width = vector.length / views
  const lengths = Array.from({ length: views }, (_, view) => Math.hypot(...vector.subarray(view * width, (view + 1) * width)) || 1)
  return vector.map((value, i) => value / (lengths[Math.floor(i / width)] as number))
}
