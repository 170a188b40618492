/** Square matrices are row by row in one array. */
export type Matrix = Float64Array

/** Rows worked on together while they are in the processor's cache. */
const TOGETHER = 8

/** Cholesky: replaces the lower half of a symmetric positive definite matrix by L with L·Lᵀ = the matrix. */
export function factorise(a: Matrix, n: number) {
  for (let first = 0; first < n; first += TOGETHER) {
    const end = Math.min(n, first + TOGETHER)
    for (let j = 0; j < end; j++) {
      for (let i = Math.max(first, j); i < end; i++) {
        const rest = (a[i * n + j] as number) - range(a, i * n, a, j * n, j)
        if (i === j) a[i * n + i] = Math.sqrt(Math.max(rest, 1e-12))
        else a[i * n + j] = rest / (a[j * n + j] as number)
      }
    }
  }
}

/** The inverse of L, transposed, so that its columns lie row by row: row c holds column c of L⁻¹ from place c on. */
export function invertTriangle(l: Matrix, n: number): Matrix {
  const columns = new Float64Array(n * n)
  for (let first = 0; first < n; first += TOGETHER) {
    const end = Math.min(n, first + TOGETHER)
    for (let i = first; i < n; i++) {
      for (let c = first; c < end && c < i; c++) columns[c * n + i] = -range(l, i * n + c, columns, c * n + c, i - c) / (l[i * n + i] as number)
      if (i < end) columns[i * n + i] = 1 / (l[i * n + i] as number)
    }
  }
  return columns
}

/** One entry of (L·Lᵀ)⁻¹ from the columns of L⁻¹. */
export function inverseEntry(columns: Matrix, n: number, i: number, j: number): number {
  const from = Math.max(i, j)
  return range(columns, i * n + from, columns, j * n + from, n - from)
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
