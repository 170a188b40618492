import { seeded } from '../../src/platform/index.ts'
import type { Labelled } from '../../src/recognition/index.ts'

/** So many of every intent, the same ones for the same seed. */
export function draw(examples: readonly Labelled[], perIntent: number, seed: number): Labelled[] {
  const random = seeded(seed)
  return [...grouped(examples, ({ intent }) => intent)].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, of]) => shuffled(of, random).slice(0, perIntent))
}

export function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const copy = [...list]
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[copy[i], copy[j]] = [copy[j]!, copy[i]!]
  }
  return copy
}

export function grouped<T>(list: readonly T[], keyOf: (each: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const each of list) groups.set(keyOf(each), [...(groups.get(keyOf(each)) ?? []), each])
  return groups
}
