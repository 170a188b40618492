import { Backtracker, TooManySteps, type RegExpMatchLike } from './backtrack.ts'
import { toSource } from './node.ts'
import type { Translated } from './translate.ts'

/** Steps the counting matcher may take for one text. */
const STEP_LIMIT = 400_000
/** Above this estimate of native work, the counting matcher takes over. */
const NATIVE_LIMIT = 1e8

export type CompiledRegex = {
  /** The first match at or after `from`; `'timeout'` when finding out would take too long. */
  exec(text: string, from: number): RegExpMatchLike | null | 'timeout'
}

export function compileRegex(translated: Translated): CompiledRegex {
  const native = new RegExp(toSource(translated.node), 'vg')
  let counting: Backtracker | undefined
  return {
    exec(text, from) {
      if (!isCostly(translated, text.length)) return execNative(native, text, from)
      counting ??= new Backtracker(translated.node, translated.captures.length, STEP_LIMIT)
      try {
        return counting.exec(text, from)
      } catch (problem) {
        if (problem instanceof TooManySteps || problem instanceof RangeError) return 'timeout'
        throw problem
      }
    },
  }
}

/** Repeating what itself varies is exponential; each unbounded repeat side by side costs another factor of the length. */
const isCostly = ({ risky, unbounded }: Translated, length: number): boolean => risky || length ** (unbounded + 1) > NATIVE_LIMIT

function execNative(regex: RegExp, text: string, from: number): RegExpMatchLike | null {
  regex.lastIndex = from
  const match = regex.exec(text)
  return match && { index: match.index, 0: match[0], groups: match.slice(1) }
}
