/**
 * An encoder gives one or more views of a sentence, one after the other and equally wide, and this says how much each
 * counts; together 1.
 */
export type Views = readonly number[]

/** The middle of a copilot's phrases: what they all have in common says nothing about any topic. */
export type Centre = Float32Array

export function centreOf(vectors: readonly Float32Array[]): Centre {
  const centre = new Float32Array(vectors[0]?.length ?? 0)
  for (const vector of vectors) for (let i = 0; i < centre.length; i++) centre[i]! += (vector[i] as number) / vectors.length
  return centre
}

/** The vector as seen from the centre, so long that the product of two is the cosine of the views, each by its share. */
export function place(vector: Float32Array, centre: Centre, views: Views): Float32Array {
  const placed = new Float32Array(centre.length)
  const width = centre.length / views.length
  views.forEach((share, view) => {
    let square = 0
    for (let i = view * width; i < (view + 1) * width; i++) {
      const value = (vector[i] as number) - (centre[i] as number)
      placed[i] = value
      square += value * value
    }
    const factor = Math.sqrt(share) / (Math.sqrt(square) || 1)
    for (let i = view * width; i < (view + 1) * width; i++) placed[i] = (placed[i] as number) * factor
  })
  return placed
}

/** The first view alone. */
export const firstView = (placed: Float32Array, views: Views) => placed.subarray(0, placed.length / views.length)

/** The product of a vector with the row that begins at `from`. Its own loop: one for both widths of numbers would be slow. */
export function product(rows: Float32Array, from: number, vector: Float32Array): number {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  for (let i = 0; i < vector.length; i += 4) {
    s0 += (rows[from + i] as number) * (vector[i] as number)
    s1 += (rows[from + i + 1] as number) * (vector[i + 1] as number)
    s2 += (rows[from + i + 2] as number) * (vector[i + 2] as number)
    s3 += (rows[from + i + 3] as number) * (vector[i + 3] as number)
  }
  return s0 + s1 + s2 + s3
}
