/** Square matrices are row by row in one array. */
export type Matrix = Float64Array

/** Four rows by four: each number that is fetched is used four times. */
const TILE = 4
const tile = new Float64Array(TILE * TILE)

/** Cholesky: replaces the lower half of a symmetric positive definite matrix by L with L·Lᵀ = the matrix. */
export function factorise(a: Matrix, n: number) {
  for (let first = 0; first < n; first += TILE) {
    for (let left = 0; left <= first; left += TILE) {
      // What all rows of the tile have in common with all its columns; the rest is within the tile itself.
      const known = products(a, first, a, left, n, 0, left)
      for (let j = left; j < Math.min(n, left + TILE); j++) {
        for (let i = Math.max(first, j); i < Math.min(n, first + TILE); i++) {
          const done = known ? (tile[(i - first) * TILE + j - left] as number) : range(a, i * n, a, j * n, left)
          const rest = (a[i * n + j] as number) - done - range(a, i * n + left, a, j * n + left, j - left)
          if (i === j) a[i * n + i] = Math.sqrt(Math.max(rest, 1e-12))
          else a[i * n + j] = rest / (a[j * n + j] as number)
        }
      }
    }
  }
}

/** The inverse of L, transposed, so that its columns lie row by row: row c holds column c of L⁻¹ from place c on, and zeros before. */
export function invertTriangle(l: Matrix, n: number): Matrix {
  const columns = new Float64Array(n * n)
  for (let first = 0; first < n; first += TILE) {
    for (let left = 0; left <= first; left += TILE) {
      const known = products(l, first, columns, left, n, left, first)
      for (let i = first; i < Math.min(n, first + TILE); i++) {
        for (let c = left; c < Math.min(n, left + TILE) && c <= i; c++) {
          const done = known ? (tile[(i - first) * TILE + c - left] as number) : range(l, i * n + left, columns, c * n + left, first - left)
          const rest = done + range(l, i * n + first, columns, c * n + first, i - first)
          columns[c * n + i] = (c === i ? 1 : -rest) / (l[i * n + i] as number)
        }
      }
    }
  }
  return columns
}

/** One entry of (L·Lᵀ)⁻¹ from the columns of L⁻¹. */
export function inverseEntry(columns: Matrix, n: number, i: number, j: number): number {
  const from = Math.max(i, j)
  return range(columns, i * n + from, columns, j * n + from, n - from)
}

type Shape = {
  a: Matrix
  b: Matrix
  width: number
  /** `b` is `a`: each pair is taken once, the later row first. */
  half?: boolean
  /** A row of `a` has zeros before the place of its own number. */
  upper?: boolean
}

/** The products of all rows of `a` with all rows of `b`, each `width` wide, given to `take`. */
export function allProducts({ a, b, width, half = false, upper = false }: Shape, take: (row: number, column: number, product: number) => void) {
  const [rows, columns] = [a.length / width, b.length / width]
  for (let first = 0; first < rows; first += TILE) {
    const from = upper ? first : 0
    for (let left = 0; left < (half ? first + TILE : columns); left += TILE) {
      const whole = first + TILE <= rows && left + TILE <= columns
      if (whole) fill(a, first * width, b, left * width, width, from, width)
      for (let i = first; i < Math.min(rows, first + TILE); i++) {
        const end = Math.min(half ? i + 1 : columns, left + TILE)
        for (let j = left; j < end; j++) take(i, j, whole ? (tile[(i - first) * TILE + j - left] as number) : range(a, i * width + from, b, j * width + from, width - from))
      }
    }
  }
}

/** Fills the tile for rows from `first` of `a` and from `left` of `b`, places from..end; not at the edge, where rows are missing. */
function products(a: Matrix, first: number, b: Matrix, left: number, n: number, from: number, end: number): boolean {
  if (first + TILE > n || left + TILE > n) return false
  fill(a, first * n, b, left * n, n, from, end)
  return true
}

function fill(a: Matrix, rowsAt: number, b: Matrix, columnsAt: number, stride: number, from: number, end: number) {
  let a0 = 0, a1 = 0, a2 = 0, a3 = 0
  let b0 = 0, b1 = 0, b2 = 0, b3 = 0
  let c0 = 0, c1 = 0, c2 = 0, c3 = 0
  let d0 = 0, d1 = 0, d2 = 0, d3 = 0
  for (let k = from; k < end; k++) {
    const u = columnsAt + k
    const x = b[u] as number
    const y = b[u + stride] as number
    const z = b[u + 2 * stride] as number
    const w = b[u + 3 * stride] as number
    const r = rowsAt + k
    let v = a[r] as number
    a0 += v * x; a1 += v * y; a2 += v * z; a3 += v * w
    v = a[r + stride] as number
    b0 += v * x; b1 += v * y; b2 += v * z; b3 += v * w
    v = a[r + 2 * stride] as number
    c0 += v * x; c1 += v * y; c2 += v * z; c3 += v * w
    v = a[r + 3 * stride] as number
    d0 += v * x; d1 += v * y; d2 += v * z; d3 += v * w
  }
  tile[0] = a0; tile[1] = a1; tile[2] = a2; tile[3] = a3
  tile[4] = b0; tile[5] = b1; tile[6] = b2; tile[7] = b3
  tile[8] = c0; tile[9] = c1; tile[10] = c2; tile[11] = c3
  tile[12] = d0; tile[13] = d1; tile[14] = d2; tile[15] = d3
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

/** Four sums at once keep the processor busy. */
export function range(a: Matrix, from: number, b: Matrix, start: number, length: number): number {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  let i = 0
  for (; i + 3 < length; i += 4) {
    s0 += (a[from + i] as number) * (b[start + i] as number)
    s1 += (a[from + i + 1] as number) * (b[start + i + 1] as number)
    s2 += (a[from + i + 2] as number) * (b[start + i + 2] as number)
    s3 += (a[from + i + 3] as number) * (b[start + i + 3] as number)
  }
  for (; i < length; i++) s0 += (a[from + i] as number) * (b[start + i] as number)
  return s0 + s1 + s2 + s3
}
