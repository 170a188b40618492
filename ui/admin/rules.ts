import type { RoutingRule, RuleCondition } from '../../src/contracts/admin.ts'

export const operators: readonly { id: RuleCondition['operator']; name: string; needsValue: boolean }[] = [
  { id: 'equals', name: 'equals', needsValue: true },
  { id: 'not-equals', name: 'does not equal', needsValue: true },
  { id: 'contains', name: 'contains', needsValue: true },
  { id: 'starts-with', name: 'starts with', needsValue: true },
  { id: 'greater', name: 'is greater than', needsValue: true },
  { id: 'less', name: 'is less than', needsValue: true },
  { id: 'is-set', name: 'has a value', needsValue: false },
  { id: 'is-not-set', name: 'has no value', needsValue: false },
]

export const needsValue = (operator: RuleCondition['operator']) => operators.find((each) => each.id === operator)?.needsValue ?? true

/** Variables that every handoff of a copilot carries, for the rule editor to suggest. */
export const handoffVariables = ['va_Scope', 'va_LastTopic', 'va_Topics', 'va_LastPhrases', 'va_Phrases', 'va_ConversationId', 'va_BotId', 'va_BotName', 'va_Language', 'va_AgentMessage']

/** The rule one place earlier (-1) or later (+1); unchanged at the ends. */
export function moveRule<T>(rules: readonly T[], index: number, by: -1 | 1): T[] {
  const to = index + by
  const moved = rules[index]
  if (moved === undefined || to < 0 || to >= rules.length) return [...rules]
  return rules.toSpliced(index, 1).toSpliced(to, 0, moved)
}

/** "va_LastTopic equals Billing and Amount is greater than 100": a rule in one line. */
export function describeRule(rule: Pick<RoutingRule, 'match' | 'conditions'>): string {
  if (rule.conditions.length === 0) return 'Always'
  const words = rule.conditions.map((condition) => {
    const operator = operators.find((each) => each.id === condition.operator)
    return [condition.variable.trim() || '…', operator?.name ?? condition.operator, ...(operator?.needsValue ? [`“${condition.value}”`] : [])].join(' ')
  })
  return words.join(rule.match === 'all' ? ' and ' : ' or ')
}

export type RuleProblems = { name?: string; conditions: { variable?: string; value?: string }[]; queueId?: string }

/** What is wrong with a rule, by field. */
export function ruleProblems(rule: RoutingRule, queueIds: readonly string[]): RuleProblems {
  return {
    ...(rule.name.trim() ? {} : { name: 'Give the rule a name.' }),
    conditions: rule.conditions.map((condition) => ({
      ...(condition.variable.trim() ? {} : { variable: 'Name a variable.' }),
      ...(needsValue(condition.operator) && !condition.value.trim() ? { value: 'Give a value to compare with.' } : compareProblem(condition)),
    })),
    ...(queueIds.includes(rule.queueId) ? {} : { queueId: 'Choose a queue.' }),
  }
}

function compareProblem(condition: RuleCondition): { value?: string } {
  const numeric = condition.operator === 'greater' || condition.operator === 'less'
  return numeric && !Number.isFinite(Number(condition.value)) ? { value: 'Greater and less compare numbers: give a number.' } : {}
}

export const isSound = (problems: RuleProblems) => !problems.name && !problems.queueId && problems.conditions.every((each) => !each.variable && !each.value)
