import { solve } from './linear-algebra.ts'

/** How sure to be, from how high the best topic scores and how far it is ahead of the next. */
export type Calibration = { bias: number; top: number; margin: number }

/** `stranger`: it is meant for none of the topics that were asked. */
export type Example = { top: number; margin: number; right: boolean; weight: number; stranger: boolean }

/** What is believed before a copilot's own phrases speak: learnt on copilots of 15 topics. */
const usual: Calibration = { bias: -3.5, top: 14, margin: 8 }
/**
 * How much proof it takes to believe something else. Few phrases change little: leaving one of two out says more about
 * having one phrase than about the copilot.
 */
const proof = [1, 0.05, 0.05]
const STEPS = 50

export const confidence = ({ bias, top, margin }: Calibration, of: { top: number; margin: number }) => 1 / (1 + Math.exp(-(bias + top * of.top + margin * of.margin)))

/** Logistic regression by Newton's method, drawn towards what is usual. */
export function calibrate(examples: readonly Example[]): Calibration {
  const prior = [usual.bias, usual.top, usual.margin]
  const at = [...prior]
  for (let step = 0; step < STEPS; step++) {
    const gradient = at.map((value, i) => (proof[i] as number) * (value - (prior[i] as number)))
    const curve = [proof[0] as number, 0, 0, 0, proof[1] as number, 0, 0, 0, proof[2] as number]
    for (const { top, margin, right, weight } of examples) {
      const x = [1, top, margin]
      const p = confidence({ bias: at[0] as number, top: at[1] as number, margin: at[2] as number }, { top, margin })
      const slope = weight * Math.max(p * (1 - p), 1e-6)
      for (let i = 0; i < 3; i++) {
        gradient[i]! += weight * (p - (right ? 1 : 0)) * (x[i] as number)
        for (let j = 0; j < 3; j++) curve[i * 3 + j]! += slope * (x[i] as number) * (x[j] as number)
      }
    }
    const move = solve(Float64Array.from(curve), Float64Array.from(gradient))
    // A step that is too long would swing past the best; the problem is convex, so shorter steps arrive as well.
    const length = Math.hypot(...move)
    const factor = Math.min(1, 5 / (length || 1))
    for (let i = 0; i < 3; i++) at[i]! -= factor * (move[i] as number)
    if (length < 1e-6) break
  }
  return { bias: at[0] as number, top: at[1] as number, margin: at[2] as number }
}
