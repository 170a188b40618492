/** The middle of a copilot's phrases: what they all have in common says nothing about any topic. */
export type Centre = Float32Array

export function centreOf(vectors: readonly Float32Array[]): Centre {
  const centre = new Float32Array(vectors[0]?.length ?? 0)
  for (const vector of vectors) for (let i = 0; i < centre.length; i++) centre[i]! += (vector[i] as number) / vectors.length
  return centre
}

/** The vector as seen from the centre, with length 1. */
export function place(vector: Float32Array, centre: Centre): Float32Array {
  const placed = new Float32Array(centre.length)
  let square = 0
  for (let i = 0; i < placed.length; i++) {
    const value = (vector[i] as number) - (centre[i] as number)
    placed[i] = value
    square += value * value
  }
  const length = Math.sqrt(square) || 1
  for (let i = 0; i < placed.length; i++) placed[i] = (placed[i] as number) / length
  return placed
}
