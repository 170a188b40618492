import { seeded } from '../platform/index.ts'

/** Numbers in [0, 1) that depend on the seed only, so that a turn can be replayed (the seed is hashed by FNV-1a). */
export function seededRandom(seed: string): () => number {
  let hash = 2166136261
  for (let i = 0; i < seed.length; i++) hash = Math.imul(hash ^ seed.charCodeAt(i), 16777619)
  return seeded(hash)
}
