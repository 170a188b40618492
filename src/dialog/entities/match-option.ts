import type { ListItem } from './define-entity.ts'
import { bare } from './reading/yes-no.ts'
import { NameIndex } from './reading/name-index.ts'
import { foldText } from './reading/folded.ts'

export type OptionMatch<Item> = { option: Item; exact: boolean; literal: string }

/**
 * Which of the options a text means: name or id, then synonym, then a name inside a longer text (the longest one), then,
 * when `smart`, what comes closest: words with typing mistakes, in another number or order, or only some of them. Two
 * options that come equally close are none.
 */
export function matchOption<Item extends ListItem>(text: string, options: readonly Item[], smart: boolean): OptionMatch<Item> | undefined {
  const said = bare(text)
  if (!said) return undefined
  const whole = (option: Item, exact: boolean) => ({ option, exact, literal: text.trim() })
  const named = options.find((option) => bare(option.title) === said || bare(option.id) === said) ?? options.find((option) => option.synonyms.some((synonym) => bare(synonym) === said))
  if (named) return whole(named, true)
  const inside = optionsInside(text, options).toSorted((a, b) => b.literal.length - a.literal.length)[0]
  if (inside) return inside
  const closest = smart ? closestOption(said, options) : undefined
  return closest && whole(closest, false)
}

/** The options whose name or synonym stands in a text, from left to right; of names inside of each other the longest. */
export function optionsInside<Item extends ListItem>(text: string, options: readonly Item[]): OptionMatch<Item>[] {
  const { index, owners } = indexOf(options)
  const found = index.find(foldText(text)).flatMap(({ name, literal }): OptionMatch<Item>[] => {
    const option = options[owners.get(name) ?? -1]
    return option ? [{ option, exact: bare(text) === bare(literal), literal }] : []
  })
  return found.filter(({ option }, at) => found.findIndex((other) => other.option === option) === at)
}

const indexes = new WeakMap<readonly ListItem[], { index: NameIndex; owners: ReadonlyMap<string, number> }>()

/** Names before synonyms, when two options share one. */
function indexOf(options: readonly ListItem[]) {
  const known = indexes.get(options)
  if (known) return known
  const owners = new Map<string, number>()
  options.forEach(({ title }, at) => owners.has(title.trim()) || owners.set(title.trim(), at))
  options.forEach(({ synonyms }, at) => synonyms.forEach((synonym) => owners.has(synonym.trim()) || owners.set(synonym.trim(), at)))
  const built = { index: new NameIndex(owners.keys()), owners }
  indexes.set(options, built)
  return built
}

const LEAST = 0.5

function closestOption<Item extends ListItem>(said: string, options: readonly Item[]): Item | undefined {
  const words = said.split(' ')
  let best: { option: Item; score: number } | undefined
  let tie = false
  for (const option of options) {
    const score = Math.max(...[option.title, ...option.synonyms].map((name) => closeness(said, words, bare(name))))
    if (score < LEAST || (best && score < best.score)) continue
    tie = best !== undefined && score === best.score
    best = { option, score }
  }
  return tie ? undefined : best?.option
}

/** 0..1: how much of a name was said, each of its words counting by its length. A word said that is no part of it costs. */
function closeness(said: string, words: readonly string[], name: string): number {
  if (!name) return 0
  if (isMisspelling(said, name)) return 1
  const parts = name.split(' ')
  const left = [...words]
  let hit = 0
  for (const part of parts) {
    const at = left.findIndex((word) => isSameWord(word, part))
    if (at < 0) continue
    hit += part.length
    left.splice(at, 1)
  }
  const all = parts.reduce((length, part) => length + part.length, 0)
  return hit === all ? 0.95 - Math.min(0.2, left.length * 0.02) : left.length === 0 && hit >= 4 ? 0.5 + hit / all / 4 : 0
}

/** The same word, perhaps misspelt, or with another ending: colour, colours. */
function isSameWord(a: string, b: string): boolean {
  if (a === b) return true
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  return (short.length >= 4 && long.length - short.length <= 2 && long.startsWith(short)) || isMisspelling(a, b)
}

export function isMisspelling(said: string, name: string): boolean {
  const allowed = name.length < 4 ? 0 : name.length < 8 ? 1 : 2
  return allowed > 0 && Math.abs(said.length - name.length) <= allowed && distance(said, name) <= allowed
}

/** Edit distance; neighbours swapped count once. */
function distance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
      next.push(cost)
    }
    before = row
    row = next
  }
  return row[b.length] ?? 0
}
