import { describe, expect, it } from 'vitest'
import { invert, productsOfRows, solve } from './linear-algebra.ts'

const random = (() => {
  let state = 7
  return () => (state = (state * 16807) % 2147483647) / 2147483647 - 0.5
})()

const numbers = (length: number) => Float64Array.from({ length }, random)

/** Row by row, one product after the other. */
function productsByTheBook(rows: Float64Array, width: number): Float64Array {
  const n = rows.length / width
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n]
    return rows.subarray(i * width, (i + 1) * width).reduce((sum, value, k) => sum + value * rows[j * width + k]!, 0)
  })
}

const lowerHalf = (matrix: Float64Array, n: number) => Array.from({ length: n }, (_, i) => [...matrix.subarray(i * n, i * n + i + 1)]).flat()
const furthest = (a: readonly number[], b: readonly number[]) => a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), a.length === b.length ? 0 : Infinity)

describe('the products of rows', () => {
  it.each([[1, 1], [2, 5], [4, 128], [5, 129], [66, 300], [131, 7]])('%i rows of %i', (n, width) => {
    const rows = numbers(n * width)
    expect(furthest(lowerHalf(productsOfRows(rows, width), n), lowerHalf(productsByTheBook(rows, width), n))).toBeLessThan(1e-12)
  })
})

describe('a matrix', () => {
  it.each([1, 2, 5, 64, 65, 67, 130, 193])('of %i rows is inverted from its lower half', (n) => {
    const matrix = productsByTheBook(numbers(n * (n + 3)), n + 3)
    for (let i = 0; i < n; i++) matrix[i * n + i]! += 1
    const inverse = matrix.map((value, at) => (at % n > Math.floor(at / n) ? Number.NaN : value))
    invert(inverse, n)
    for (const column of [0, n >> 1, n - 1]) {
      const unit = Float64Array.from({ length: n }, (_, i) => (i === column ? 1 : 0))
      const expected = [...solve(matrix.slice(), unit)]
      const found = Array.from({ length: n }, (_, row) => inverse[row * n + column]!)
      expect(furthest(found, expected)).toBeLessThan(1e-9)
    }
  })

  it('that is hardly one is inverted all the same', () => {
    const twice = Float64Array.of(1, 1, 1, 1)
    invert(twice, 2)
    expect([...twice].every(Number.isFinite)).toBe(true)
  })
})
