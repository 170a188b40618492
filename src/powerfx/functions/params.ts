import { type FxType, T } from '../types.ts'

export type Param = {
  readonly name: string
  readonly type: FxType | 'Num'
  readonly optional: boolean
  readonly repeats: boolean
  /** Blank reaches the function as `null` instead of the type's zero. */
  readonly keepsBlank: boolean
}

/**
 * Reads `text: Text, count?: Number, ...more: Text~`. `?` optional, `...` repeats, `~` keeps Blank, `Num` is Decimal
 * unless an argument is a float. A name without a type is for show; its function checks it itself.
 */
export function parseParams(spec: string): Param[] {
  if (spec.trim() === '') return []
  return spec.split(',').map((part) => {
    const [rawName = '', rawType = 'Any'] = part.split(':').map((s) => s.trim())
    const keepsBlank = rawType.endsWith('~')
    const typeText = keepsBlank ? rawType.slice(0, -1) : rawType
    return {
      name: rawName.replace(/^\.\.\.|\?$/g, ''),
      type: paramType(typeText),
      optional: rawName.endsWith('?'),
      repeats: rawName.startsWith('...'),
      keepsBlank,
    }
  })
}

function paramType(text: string): FxType | 'Num' {
  if (text === 'Num') return 'Num'
  const simple = (T as Record<string, FxType>)[text]
  return simple ?? { kind: 'Enum', name: text }
}

export function arity(params: readonly Param[]): { min: number; max: number } {
  const min = params.filter((p) => !p.optional && !p.repeats).length
  return { min, max: params.some((p) => p.repeats) ? Infinity : params.length }
}

export const paramAt = (params: readonly Param[], i: number): Param => (params[i] ?? params.at(-1)) as Param
