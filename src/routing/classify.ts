import type { adminApi } from '../contracts/index.ts'

type Rule = Pick<adminApi.RoutingRule, 'id' | 'name' | 'match' | 'conditions' | 'queueId'>

/**
 * Which queue an escalation goes to: the first rule all (or any) of whose conditions hold, else the fallback queue.
 * Variable names are compared without regard to case; a missing variable only ever satisfies `is-not-set` and
 * `not-equals`. A rule without conditions always matches. (S3; omnichannel reference 2.14)
 */
export function classify(
  rules: readonly Rule[],
  fallbackQueueId: string,
  variables: Readonly<Record<string, unknown>>,
): { queueId: string; rule: Rule | undefined } {
  const values = new Map(Object.entries(variables).map(([name, value]) => [name.toLowerCase(), value]))
  const rule = rules.find((candidate) => matches(candidate, values))
  return { queueId: rule?.queueId ?? fallbackQueueId, rule }
}

function matches(rule: Rule, values: Map<string, unknown>): boolean {
  if (rule.conditions.length === 0) return true
  return rule.match === 'any' ? rule.conditions.some((condition) => holds(condition, values)) : rule.conditions.every((condition) => holds(condition, values))
}

function holds(condition: adminApi.RuleCondition, values: Map<string, unknown>): boolean {
  const value = values.get(condition.variable.toLowerCase())
  const isSet = value !== undefined && value !== null && value !== ''
  const text = isSet ? asText(value).toLowerCase() : ''
  const wanted = condition.value.toLowerCase()
  switch (condition.operator) {
    case 'equals':
      return isSet && text === wanted
    case 'not-equals':
      return !isSet || text !== wanted
    case 'contains':
      return isSet && text.includes(wanted)
    case 'starts-with':
      return isSet && text.startsWith(wanted)
    case 'greater':
      return isSet && compare(text, wanted) > 0
    case 'less':
      return isSet && compare(text, wanted) < 0
    case 'is-set':
      return isSet
    case 'is-not-set':
      return !isSet
  }
}

/** A choice or record compares by its display name or value. */
function asText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  const record = value as Record<string, unknown>
  const shown = record['DisplayName'] ?? record['name'] ?? record['Value'] ?? record['value'] ?? record['v']
  return shown === undefined ? JSON.stringify(value) : String(shown)
}

function compare(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)]
  return Number.isNaN(x) || Number.isNaN(y) ? a.localeCompare(b) : x - y
}
