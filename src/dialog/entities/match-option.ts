import type { ListItem } from './define-entity.ts'

export const normalise = (text: string) => text.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim()

/**
 * Which of the options a text means: name or id, then synonym, then a name inside a longer text (the longest one), then,
 * when `smart`, a name with a typing mistake.
 */
export function matchOption<Item extends ListItem>(text: string, options: readonly Item[], smart: boolean): { option: Item; exact: boolean } | undefined {
  const said = normalise(text)
  if (!said) return undefined
  const named = options.find((option) => normalise(option.title) === said || normalise(option.id) === said) ?? options.find((option) => option.synonyms.some((synonym) => normalise(synonym) === said))
  if (named) return { option: named, exact: true }
  const inside = longestInside(said, options)
  if (inside) return { option: inside, exact: false }
  const misspelt = smart ? options.filter((option) => names(option).some((name) => isMisspelling(said, name))) : []
  const [only] = misspelt
  return misspelt.length === 1 && only ? { option: only, exact: false } : undefined
}

const names = (option: ListItem) => [option.title, ...option.synonyms].map(normalise).filter((name) => name.length > 0)

function longestInside<Item extends ListItem>(said: string, options: readonly Item[]): Item | undefined {
  let best: { option: Item; length: number } | undefined
  for (const option of options) {
    for (const name of names(option)) {
      if (` ${said} `.includes(` ${name} `) && name.length > (best?.length ?? 0)) best = { option, length: name.length }
    }
  }
  return best?.option
}

function isMisspelling(said: string, name: string): boolean {
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
