import { vectorProgram } from './vector-program.ts'

/** Matrices are row by row in one array. */
export type Matrix = Float64Array

/** So many numbers of a row are taken at once, and so many rows and columns: what is used again and again stays near the processor. */
const DEPTH = 128
const BLOCK = 64
const BYTES = 8

/** The products of all rows, each `width` wide, with each other. Only the lower half means anything. */
export function productsOfRows(rows: Matrix, width: number): Matrix {
  const n = rows.length / width
  const { take, addProducts } = workbench(n, roomOf(n, n))
  const target = take(roomOf(n, n))
  addProducts({ target, columns: n, a: rows, b: rows, width, half: true })
  return target.slice(0, n * n)
}

/**
 * Replaces a symmetric positive definite matrix by its inverse; only its lower half is read. Blocks of rows and columns are
 * swept one after the other (Gauss and Jordan, but keeping the symmetry), nearly all of it as products of rows.
 */
export function invert(a: Matrix, n: number) {
  if (n <= BLOCK) sweep(a, n)
  else sweepBlocks(a, n)
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) a[i * n + j] = a[j * n + i] = -(a[i * n + j] as number)
}

function sweepBlocks(a: Matrix, n: number) {
  const { take, addProducts } = workbench(n, roomOf(n, n) + roomOf(n, BLOCK))
  const matrix = take(roomOf(n, n))
  const after = take(roomOf(n, BLOCK))
  matrix.set(a)
  for (let from = 0; from < n; from += BLOCK) {
    const size = Math.min(BLOCK, n - from)
    const pivot = new Float64Array(size * size)
    for (let i = 0; i < size; i++) for (let j = 0; j <= i; j++) pivot[i * size + j] = matrix[(from + i) * n + from + j] as number
    sweep(pivot, size)
    const before = columnsOf(matrix, n, from, size)
    after.fill(0)
    addProducts({ target: after, columns: size, a: before, b: pivot, width: size })
    addProducts({ target: matrix, columns: n, a: after.subarray(0, n * size), b: before, width: size, half: true })
    putColumns(matrix, n, from, size, after, pivot)
  }
  a.set(matrix.subarray(0, n * n))
}

type Products = {
  /** On the workbench; a row for each of `a`, a column for each of `b`. */
  target: Matrix
  columns: number
  a: Matrix
  b: Matrix
  width: number
  /** Each row of `a` is wanted only with rows of `b` up to its own number; what comes out for the others means nothing. */
  half?: boolean
}

/** Memory for so many numbers, where products of up to `most` rows with up to as many others can be added to. */
function workbench(most: number, numbers: number) {
  const room = whole(most) * DEPTH
  const { memory, addProducts } = vectorProgram((numbers + 2 * room) * BYTES)
  let taken = 0
  const take = (size: number) => new Float64Array(memory.buffer, ((taken += size) - size) * BYTES, size)
  const [left, right] = [take(room), take(room)]
  return {
    take,
    addProducts({ target, columns, a, b, width, half = false }: Products) {
      const rows = a.length / width
      for (let from = 0; from < width; from += DEPTH) {
        const depth = Math.min(DEPTH, width - from)
        interleave(a, width, from, depth, left)
        interleave(b, width, from, depth, right)
        for (let top = 0; top < rows; top += 4) {
          const fours = whole(half ? Math.min(columns, top + 4) : columns) / 4
          addProducts(left.byteOffset + top * depth * BYTES, right.byteOffset, target.byteOffset + top * columns * BYTES, columns * BYTES, depth, fours)
        }
      }
    },
  }
}

const whole = (rows: number) => Math.ceil(rows / 4) * 4

/** Rows and columns are worked on in fours, whose last ones may reach beyond the end and add zeros there. */
const roomOf = (rows: number, columns: number) => whole(rows) * columns + 4

/** Puts four rows together: the first number of each, the second of each, and so on. */
function interleave(rows: Matrix, width: number, from: number, depth: number, into: Matrix) {
  const count = rows.length / width
  into.fill(0, (count & ~3) * depth, whole(count) * depth)
  for (let row = 0; row < count; row++) {
    const start = row * width + from
    const at = (row & ~3) * depth + (row & 3)
    for (let k = 0; k < depth; k++) into[at + 4 * k] = rows[start + k] as number
  }
}

/** Inverts one index after the other; what comes out is the inverse, negative. Of `a` only the lower half is read. */
function sweep(a: Matrix, n: number) {
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) a[j * n + i] = a[i * n + j] as number
  for (let pivot = 0; pivot < n; pivot++) {
    const row = a.slice(pivot * n, (pivot + 1) * n)
    const head = Math.max(row[pivot] as number, 1e-12)
    row[pivot] = 0
    for (let i = 0; i < n; i++) {
      const share = (row[i] as number) / head
      for (let j = 0; j < n; j++) a[i * n + j]! -= share * (row[j] as number)
      a[i * n + pivot] = a[pivot * n + i] = share
    }
    a[pivot * n + pivot] = -1 / head
  }
}

/** All rows in the columns of a block, those above it from the other half; the block's own are zeros. */
function columnsOf(a: Matrix, n: number, from: number, size: number): Matrix {
  const columns = new Float64Array(n * size)
  for (let k = 0; k < size; k++) for (let i = 0; i < from; i++) columns[i * size + k] = a[(from + k) * n + i] as number
  for (let i = from + size; i < n; i++) columns.set(a.subarray(i * n + from, i * n + from + size), i * size)
  return columns
}

function putColumns(a: Matrix, n: number, from: number, size: number, columns: Matrix, pivot: Matrix) {
  for (let k = 0; k < size; k++) {
    for (let i = 0; i < from; i++) a[(from + k) * n + i] = -(columns[i * size + k] as number)
    for (let i = 0; i < size; i++) a[(from + k) * n + from + i] = pivot[k * size + i] as number
  }
  for (let i = from + size; i < n; i++) for (let k = 0; k < size; k++) a[i * n + from + k] = -(columns[i * size + k] as number)
}

/** Solves a small system by elimination with pivots; `a` and `b` are spent. */
export function solve(a: Matrix, b: Float64Array): Float64Array {
  const n = b.length
  for (let c = 0; c < n; c++) {
    let pivot = c
    for (let r = c + 1; r < n; r++) if (Math.abs(a[r * n + c] as number) > Math.abs(a[pivot * n + c] as number)) pivot = r
    if (pivot !== c) swapRows(a, b, n, pivot, c)
    const head = (a[c * n + c] as number) || 1e-12
    for (let r = c + 1; r < n; r++) {
      const factor = (a[r * n + c] as number) / head
      if (factor === 0) continue
      for (let k = c; k < n; k++) a[r * n + k]! -= factor * (a[c * n + k] as number)
      b[r]! -= factor * (b[c] as number)
    }
  }
  for (let c = n - 1; c >= 0; c--) {
    let rest = b[c] as number
    for (let k = c + 1; k < n; k++) rest -= (a[c * n + k] as number) * (b[k] as number)
    b[c] = rest / ((a[c * n + c] as number) || 1e-12)
  }
  return b
}

function swapRows(a: Matrix, b: Float64Array, n: number, r: number, c: number) {
  for (let k = 0; k < n; k++) [a[r * n + k], a[c * n + k]] = [a[c * n + k] as number, a[r * n + k] as number]
  ;[b[r], b[c]] = [b[c] as number, b[r] as number]
}
