/** How much of a likeness each of the views that an encoder gives decides, together 1. */
export type Views = readonly number[]

/** All views brought to length one and weighted, so that one product tells how alike two texts are. */
export function unitOf(vector: Float32Array, views: Views): Float32Array {
  const unit = new Float32Array(vector.length)
  const width = vector.length / views.length
  views.forEach((share, view) => {
    let square = 0
    for (let i = view * width; i < (view + 1) * width; i++) square += (vector[i] ?? 0) ** 2
    const factor = Math.sqrt(share / (square || 1))
    for (let i = view * width; i < (view + 1) * width; i++) unit[i] = (vector[i] ?? 0) * factor
  })
  return unit
}

/** Vectors as bytes for the database: each a scale (float32, little endian) and one signed byte a number. All have one width. */
export function packVectors(vectors: readonly Float32Array[], views: Views): Uint8Array {
  const width = vectors[0]?.length ?? 0
  const packed = new Uint8Array(vectors.length * (4 + width))
  const view = new DataView(packed.buffer)
  vectors.forEach((vector, row) => {
    const unit = unitOf(vector, views)
    const largest = unit.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1
    const at = row * (4 + width)
    view.setFloat32(at, largest / 127, true)
    for (let i = 0; i < width; i++) view.setInt8(at + 4 + i, Math.round(((unit[i] ?? 0) / largest) * 127))
  })
  return packed
}

/** How alike a vector is to each of `count` packed ones, -1..1. Nothing when the widths differ. */
export function similarities(packed: Uint8Array, count: number, unit: Float32Array): Float32Array | undefined {
  if (count === 0 || packed.byteLength !== count * (4 + unit.length)) return undefined
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength)
  const bytes = new Int8Array(packed.buffer, packed.byteOffset, packed.byteLength)
  const result = new Float32Array(count)
  for (let row = 0; row < count; row++) {
    const at = row * (4 + unit.length)
    let sum = 0
    for (let i = 0; i < unit.length; i++) sum += (bytes[at + 4 + i] ?? 0) * (unit[i] ?? 0)
    result[row] = sum * view.getFloat32(at, true)
  }
  return result
}
