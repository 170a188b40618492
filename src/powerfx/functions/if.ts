import type { CallNode, Node } from '../ast.ts'
import type { Binder } from '../binder.ts'
import type { Bound } from '../bound.ts'
import { equal } from '../operators/equality.ts'
import { boolOperand } from '../operators/operands.ts'
import type { Eval } from '../runtime.ts'
import { coerces, type FxType, isAggregate, T, typeName, unify } from '../types.ts'
import { FxError } from '../values/value.ts'

/** The type of "one of these results", and each result converted to it. Mismatch is reported on the call. */
export function bindResults(b: Binder, call: CallNode, results: readonly Bound[]): { type: FxType; runs: Eval[] } {
  let type: FxType = T.Blank
  for (const result of results) {
    const both = unify(type, result.type)
    if (!both) {
      b.error('ResultMismatch', call)
      return { type: T.Void, runs: results.map((r) => r.run) }
    }
    type = both
  }
  if (results.some((r) => r.type.kind === 'Error')) b.badArguments(call)
  return { type, runs: results.map((r) => b.convert(r, type)) }
}

function bindCondition(b: Binder, node: Node): { run: Eval; ok: boolean } {
  const bound = b.bind(node)
  return { run: boolOperand(bound.run, bound.type), ok: b.accepts(bound, T.Boolean) }
}

export function bindIf(b: Binder, call: CallNode): Bound {
  const conditions: Eval[] = []
  const results: Bound[] = []
  let fine = true
  for (let i = 0; i + 1 < call.args.length; i += 2) {
    const condition = bindCondition(b, call.args[i] as Node)
    fine &&= condition.ok
    conditions.push(condition.run)
    results.push(b.bind(call.args[i + 1] as Node))
  }
  if (call.args.length % 2) results.push(b.bind(call.args.at(-1) as Node))
  if (!fine) b.badArguments(call)
  const { type, runs } = bindResults(b, call, results)
  const otherwise = call.args.length % 2 ? runs.at(-1) : undefined
  if (conditions.length === 1) return { node: call, type, run: simpleIf(conditions[0] as Eval, runs[0] as Eval, otherwise) }
  return { node: call, type, run: chainIf(conditions, runs, otherwise) }
}

const simpleIf = (condition: Eval, then: Eval, otherwise: Eval | undefined): Eval => (ctx) => {
  const test = condition(ctx)
  if (test === true) return then(ctx)
  if (test instanceof FxError) return test
  return otherwise ? otherwise(ctx) : null
}

const chainIf = (conditions: Eval[], runs: Eval[], otherwise: Eval | undefined): Eval => (ctx) => {
  for (let i = 0; i < conditions.length; i++) {
    const test = (conditions[i] as Eval)(ctx)
    if (test === true) return (runs[i] as Eval)(ctx)
    if (test instanceof FxError) return test
  }
  return otherwise ? otherwise(ctx) : null
}

export function bindSwitch(b: Binder, call: CallNode): Bound {
  const [subjectNode, ...rest] = call.args
  const subject = b.bind(subjectNode as Node)
  const cases: Bound[] = []
  const results: Bound[] = []
  let fine = subject.type.kind !== 'Error'
  for (let i = 0; i + 1 < rest.length; i += 2) {
    const match = b.bind(rest[i] as Node)
    if (match.type.kind === 'Error' || !comparable(subject.type, match.type)) {
      if (match.type.kind !== 'Error') b.error('BadArgumentType', match.node, [typeName(match.type), typeName(subject.type)])
      fine = false
    }
    cases.push(match)
    results.push(b.bind(rest[i + 1] as Node))
  }
  if (rest.length % 2) results.push(b.bind(rest.at(-1) as Node))
  if (!fine) b.badArguments(call)
  const { type, runs } = bindResults(b, call, results)
  const matches = cases.map((c) => (subject.type.kind === 'Any' || isAggregate(subject.type) ? c.run : b.convert(c, subject.type)))
  const otherwise = rest.length % 2 ? runs.at(-1) : undefined
  return { node: call, type, run: switchEval(subject.run, matches, runs, otherwise) }
}

const comparable = (a: FxType, b: FxType): boolean => a.kind === 'Blank' || a.kind === 'Any' || coerces(b, a) || coerces(a, b)

function switchEval(subject: Eval, matches: Eval[], runs: Eval[], otherwise: Eval | undefined): Eval {
  return (ctx) => {
    const value = subject(ctx)
    if (value instanceof FxError) return value
    for (let i = 0; i < matches.length; i++) {
      const match = (matches[i] as Eval)(ctx)
      if (match instanceof FxError) return match
      if (equal(value, match)) return (runs[i] as Eval)(ctx)
    }
    return otherwise ? otherwise(ctx) : null
  }
}
