import { closestName, nameTable } from './closest-name.ts'
import type { NameTable } from './closest-name.ts'
import type { ListItem } from './define-entity.ts'
import { bare } from './reading/yes-no.ts'
import { NameIndex } from './reading/name-index.ts'
import { foldText } from './reading/folded.ts'

type OptionMatch<Item> = { option: Item; exact: boolean; literal: string }

/**
 * Which of the options a text means: name or id, then synonym, then a name inside a longer text (the longest one), then,
 * when `smart`, what comes closest: words with typing mistakes, in another number or order, or only some of them. Two
 * options that come equally close are none.
 */
export function matchOption<Item extends ListItem>(text: string, options: readonly Item[], smart: boolean): OptionMatch<Item> | undefined {
  const said = bare(text)
  if (!said) return undefined
  const whole = (option: Item, exact: boolean) => ({ option, exact, literal: text.trim() })
  const { named, table } = indexOf(options)
  const exact = options[named.get(said) ?? -1]
  if (exact) return whole(exact, true)
  const inside = optionsInside(text, options).toSorted((a, b) => b.literal.length - a.literal.length)[0]
  if (inside) return inside
  const closest = smart ? options[closestName(said, table) ?? -1] : undefined
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

/** What is known of a list before anything is said: `named` by its bare names, whose owner comes first; all places are those in the list. */
type OptionIndex = { index: NameIndex; owners: ReadonlyMap<string, number>; named: ReadonlyMap<string, number>; table: NameTable }

const indexes = new WeakMap<readonly ListItem[], OptionIndex>()

function indexOf(options: readonly ListItem[]): OptionIndex {
  const known = indexes.get(options)
  if (known) return known
  const owners = new Map<string, number>()
  const named = new Map<string, number>()
  const claim = (words: string, at: number, isShown = true) => {
    if (isShown && !owners.has(words.trim())) owners.set(words.trim(), at)
    if (!named.has(bare(words))) named.set(bare(words), at)
  }
  // Names before synonyms, when two options share one.
  options.forEach(({ title, id }, at) => {
    claim(title, at)
    claim(id, at, false)
  })
  options.forEach(({ synonyms }, at) => synonyms.forEach((synonym) => claim(synonym, at)))
  const table = nameTable(options.flatMap(({ title, synonyms }, owner) => [title, ...synonyms].map((name) => ({ name: bare(name), owner }))))
  const built = { index: new NameIndex(owners.keys()), owners, named, table }
  indexes.set(options, built)
  return built
}
