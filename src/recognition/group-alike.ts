import { lexicalLikeness, similarityOf } from './intent-model.ts'
import { centreOf, place, product, type Views } from './sentence-vectors.ts'
import { gramFeatures, tokensOf, wordFeatures } from './text-features.ts'
import { learnTfIdf, postingsOf, vectorOf } from './tf-idf.ts'

/** As alike as this on average, texts are about the same thing. Measured: docs/recognition.md. */
const ALIKE = { words: 0.12, meaning: 0.27 }

/**
 * Texts that are about the same thing, each group with its most typical text first; the largest group first. `vectors`
 * are the encoder's, in the order of the texts, and `others` of any sentences, from whose middle they are seen as well; without one of
 * each text, words and characters alone decide.
 */
export function groupAlike(texts: readonly string[], vectors: readonly (Float32Array | undefined)[] = [], others: readonly Float32Array[] = [], views: Views = [1]): number[][] {
  const likeness = likenessOf(texts, vectors, others, views)
  const limit = texts.every((_, i) => vectors[i]) ? ALIKE.meaning : ALIKE.words
  const groups = new Map(texts.map((_, i) => [i, [i]]))
  // The sum of the likenesses between two groups; joining two adds their rows.
  const sums = likeness.map((row) => row.slice())
  for (let pair = closestPair(groups, sums, limit); pair; pair = closestPair(groups, sums, limit)) {
    const [into, from] = pair
    groups.set(into, [...(groups.get(into) ?? []), ...(groups.get(from) ?? [])])
    groups.delete(from)
    for (const other of groups.keys()) sums[into]![other] = sums[other]![into] = at(sums, into, other) + at(sums, from, other)
  }
  return [...groups.values()].map((group) => byTypical(group, likeness)).sort((a, b) => b.length - a.length)
}

const at = (rows: readonly Float32Array[], row: number, column: number): number => rows[row]?.[column] ?? 0

function closestPair(groups: ReadonlyMap<number, readonly number[]>, sums: readonly Float32Array[], limit: number): [number, number] | undefined {
  let closest: [number, number] | undefined
  let most = limit
  const left = [...groups].map(([group, members]) => ({ group, size: members.length }))
  left.forEach((a, i) => {
    for (let j = i + 1; j < left.length; j++) {
      const b = left[j] ?? a
      const mean = at(sums, a.group, b.group) / (a.size * b.size)
      if (mean > most) [most, closest] = [mean, [a.group, b.group]]
    }
  })
  return closest
}

function byTypical(group: readonly number[], likeness: readonly Float32Array[]): number[] {
  const typical = (i: number) => group.reduce((sum, j) => sum + at(likeness, i, j), 0)
  return group.map((i) => ({ i, typical: typical(i) })).sort((a, b) => b.typical - a.typical).map(({ i }) => i)
}

/** Half by words and characters and half by meaning, where it is known. */
function likenessOf(texts: readonly string[], vectors: readonly (Float32Array | undefined)[], others: readonly Float32Array[], views: Views): Float32Array[] {
  const tokens = texts.map(tokensOf)
  const [wordSets, gramSets] = [tokens.map(wordFeatures), tokens.map(gramFeatures)]
  const [words, grams] = [learnTfIdf(wordSets), learnTfIdf(gramSets)]
  const [wordVectors, gramVectors] = [wordSets.map((set) => vectorOf(set, words)), gramSets.map((set) => vectorOf(set, grams))]
  const index = { words, grams, wordPostings: postingsOf(wordVectors, words.ids.size), gramPostings: postingsOf(gramVectors, grams.ids.size), phrases: texts.length }
  const rows = wordVectors.map((vector, i) => lexicalLikeness(index, vector, gramVectors[i] ?? vector).map(similarityOf))
  const known = vectors.filter((vector) => vector !== undefined)
  if (known.length < texts.length || known.length < 2) return rows
  // Few texts have no middle of their own: what they are all about would be taken away.
  const centre = centreOf([...others, ...known])
  const placed = known.map((vector) => place(vector, centre, views))
  return rows.map((row, i) => row.map((value, j) => (value + product(placed[i] ?? centre, 0, placed[j] ?? centre)) / 2))
}
