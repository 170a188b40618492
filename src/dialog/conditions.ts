import { FxRecord, FxTable } from '../powerfx/index.ts'
import { isBlank, toText } from './fx.ts'
import type { FxValue } from './fx.ts'
import { plainValue } from './plain-value.ts'
import type { Turn } from './turn.ts'

type Built = { kind?: unknown; variable?: unknown; operator?: unknown; value?: unknown; conditions?: unknown }
const isBuilt = (condition: unknown): condition is Built => typeof condition === 'object' && condition !== null

/** A condition is a formula, a literal, or what the condition builder writes. Blank counts as false. */
export function holds(condition: unknown, turn: Turn): boolean {
  if (!isBuilt(condition)) return turn.condition(condition)
  const parts = Array.isArray(condition.conditions) ? condition.conditions : []
  if (String(condition.kind).startsWith('And')) return parts.every((part) => holds(part, turn))
  if (String(condition.kind).startsWith('Or')) return parts.some((part) => holds(part, turn))
  return compares(condition, turn)
}

function compares(condition: Built, turn: Turn): boolean {
  const left = typeof condition.variable === 'string' && !condition.variable.startsWith('=') ? turn.get(condition.variable) : turn.value(condition.variable)
  const operator = String(condition.operator ?? 'Equal')
  if (operator === 'IsBlank') return isBlank(left)
  if (operator === 'IsNotBlank') return !isBlank(left)
  if (operator === 'IsEmpty') return isEmpty(left)
  if (operator === 'IsNotEmpty') return !isEmpty(left)
  return compareValues(operator, left, turn.value(condition.value), turn.locale)
}

const isEmpty = (value: FxValue) => isBlank(value) || (value instanceof FxTable && value.rows.length === 0) || (value instanceof FxRecord && value.fields.size === 0)

function compareValues(operator: string, left: FxValue, right: FxValue, locale: string): boolean {
  const order = orderOf(plainValue(left), plainValue(right))
  switch (operator) {
    case 'Equal':
      return order === 0
    case 'NotEqual':
      return order !== 0
    case 'Greater':
      return order > 0
    case 'GreaterEqual':
      return order >= 0
    case 'Less':
      return order < 0
    case 'LessEqual':
      return order <= 0
    case 'In':
      return toText(right, locale).toLowerCase().includes(toText(left, locale).toLowerCase())
    case 'ExactIn':
      return toText(right, locale).includes(toText(left, locale))
    default:
      return false
  }
}

/** Not comparable is not a number, and nothing holds of that except NotEqual. */
function orderOf(left: unknown, right: unknown): number {
  if (left === right) return 0
  const [a, b] = [Number(left), Number(right)]
  if (typeof left !== 'string' && typeof right !== 'string' && !Number.isNaN(a) && !Number.isNaN(b)) return a - b
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : 1
  return Number.isNaN(a - b) ? Number.NaN : a - b
}
