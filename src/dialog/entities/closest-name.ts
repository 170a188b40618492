import { editDistance } from '../../platform/index.ts'

/** Names as they are compared, by what their words are. `owner` is what a name stands for. */
export type NameTable = {
  names: readonly { name: string; parts: readonly string[]; length: number; letters: number; owner: number }[]
  /** Word -> the names it stands in. */
  words: ReadonlyMap<string, { letters: number; names: number[] }>
}

export function nameTable(list: readonly { name: string; owner: number }[]): NameTable {
  const words = new Map<string, { letters: number; names: number[] }>()
  const names = list.filter(({ name }) => name !== '').map(({ name, owner }, at) => {
    const parts = name.split(' ')
    for (const part of new Set(parts)) {
      const known = words.get(part)
      if (known) known.names.push(at)
      else words.set(part, { letters: lettersOf(part), names: [at] })
    }
    return { name, parts, length: name.length - parts.length + 1, letters: lettersOf(name), owner }
  })
  return { names, words }
}

/** A longer sentence is not a name with mistakes in it. */
const MOST_WORDS = 16
const LEAST = 0.5

/**
 * Whose name comes closest to what was said, when it is one: a name with typing mistakes, or its words in another number
 * or order, or some of them. Both are in lower case, without punctuation.
 */
export function closestName(said: string, { names, words }: NameTable): number | undefined {
  const spoken = said.split(' ')
  if (spoken.length > MOST_WORDS) return undefined
  const best = new Best()
  const letters = lettersOf(said)
  for (const { name, letters: others, owner } of names) if (mayBeMisspelling(letters, others) && isMisspelling(said, name)) best.offer(owner, 1)
  const same = spoken.map((word) => sameWords(word, words))
  const candidates = new Set(same.flatMap((known) => [...known].flatMap((word) => words.get(word)?.names ?? [])))
  for (const at of candidates) {
    const name = names[at]
    if (name) best.offer(name.owner, closeness(name, same))
  }
  return best.owner
}

/** The highest score so far; two owners with the same are none. */
class Best {
  private score = LEAST
  private leaders = new Set<number>()

  offer(owner: number, score: number) {
    if (score < this.score) return
    if (score > this.score) this.leaders = new Set()
    this.score = score
    this.leaders.add(owner)
  }

  get owner(): number | undefined {
    const [only, other] = this.leaders
    return other === undefined ? only : undefined
  }
}

/** The words of the table that a spoken one may be. */
function sameWords(word: string, words: NameTable['words']): ReadonlySet<string> {
  const letters = lettersOf(word)
  const same = new Set<string>()
  for (const [known, { letters: others }] of words) if (known === word || (mayBeMisspelling(letters, others) && isSameWord(word, known))) same.add(known)
  return same
}

/** 0..1: how much of a name was said, each of its words counting by its length. A word said that is no part of it costs. */
function closeness({ parts, length }: NameTable['names'][number], spoken: readonly ReadonlySet<string>[]): number {
  const left = [...spoken]
  let hit = 0
  for (const part of parts) {
    const at = left.findIndex((words) => words.has(part))
    if (at < 0) continue
    hit += part.length
    left.splice(at, 1)
  }
  if (hit === length) return 0.95 - Math.min(0.2, left.length * 0.02)
  return left.length === 0 && hit >= 4 ? 0.5 + hit / length / 4 : 0
}

/** The same word, perhaps misspelt, or with another ending: colour, colours. */
function isSameWord(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  const isLonger = short.length >= 4 && long.length - short.length <= 2 && long.startsWith(short) && digitsOf(short) === digitsOf(long)
  return isLonger || isMisspelling(a, b)
}

/** None in up to three letters, one in up to seven, then two; never in digits, which mean another thing at once. */
export function isMisspelling(said: string, name: string): boolean {
  const allowed = name.length < 4 ? 0 : name.length < 8 ? 1 : 2
  return allowed > 0 && Math.abs(said.length - name.length) <= allowed && digitsOf(said) === digitsOf(name) && editDistance(said, name) <= allowed
}

const digitsOf = (text: string) => text.replace(/\P{N}+/gu, '')

/** Which letters occur, one bit each: what tells most words apart without comparing them. */
function lettersOf(text: string): number {
  let letters = 0
  for (let i = 0; i < text.length; i++) letters |= 1 << text.charCodeAt(i) % 31
  return letters
}

/** Two changes touch at most four letters. */
function mayBeMisspelling(a: number, b: number): boolean {
  let different = a ^ b
  for (let bits = 0; different !== 0; bits++) {
    if (bits === 4) return false
    different &= different - 1
  }
  return true
}
