/** Vectors are compared four numbers at a time. */
export function padded(vector: Float32Array): Float32Array {
  if (vector.length % 4 === 0) return vector
  const wider = new Float32Array(Math.ceil(vector.length / 4) * 4)
  wider.set(vector)
  return wider
}
