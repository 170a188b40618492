import { isRecord } from '../platform/index.ts'
import { check, coerces, type CompileOptions, type FxType } from '../powerfx/index.ts'
import type { Findings } from './findings.ts'
import { commonType, declarations, scopeOf, typeInWords, type Part, type Surroundings } from './infer-types.ts'

/** What formulas of one document are checked against. */
export type TypedScope = {
  scope: Record<string, FxType>
  /** Whether a formula that does not fit is certainly wrong: every variable it reads is what it was declared to be. */
  isSure(formula: string): boolean
}

export function typedScope(part: Part, surroundings: Surroundings): TypedScope {
  const locals = part.resolved?.typings.locals ?? new Map()
  const scope = scopeOf(part, locals, surroundings)
  return {
    scope,
    isSure(formula) {
      let read = 0
      for (const [, root, quoted, plain] of formula.matchAll(/(?<![\w.'])(Topic|Global|System|Env)\.(?:'([^']+)'|([\p{L}_][\p{L}\p{N}_]*))/gu)) {
        const typing = (root === 'Topic' ? locals : root === 'Global' ? surroundings.globals : undefined)?.get(quoted ?? plain ?? '')
        if (typing && typing.type.kind !== 'Any') {
          if (!typing.sure) return false
          read++
        } else if (root === 'System' || root === 'Env') return false
      }
      return read > 0
    },
  }
}

/** Assignments that give a variable another type than it has, and inputs of topics that get what they cannot take. */
export function checkAssignments(part: Part, surroundings: Surroundings, compile: CompileOptions, typed: TypedScope, findings: Findings) {
  const own = declarations([part], 'Topic')
  for (const [index, { scope, name, path, by }] of part.writes.writes.entries()) {
    const type = part.resolved?.typings.types[index]?.type
    const declared = (scope === 'Topic' ? own : surroundings.declared).get(name)
    if (!by || !type || !declared || type.kind === 'Any' || type.kind === 'Blank' || commonType(declared.type, type)) continue
    if (declared.schemaName === part.schemaName && declared.path.join('/') === path.join('/')) continue
    const elsewhere = declared.schemaName === part.schemaName ? '' : ` in ${declared.schemaName.split('.').at(-1)}`
    findings.add({
      severity: 'warning',
      code: 'IncorrectTypeAssignment',
      path,
      message: `${scope}.${name} holds ${typeInWords(declared.type)} where it is set first${elsewhere}, and gets ${typeInWords(type)} here.`,
      fix: `Convert the value${conversion(declared.type)}, or use another variable.`,
    })
  }
  for (const { dialog, name, source, path } of part.writes.given) {
    const wanted = surroundings.topics.get(dialog.toLowerCase())?.get(name)
    if (!wanted?.type || wanted.type.kind === 'Any') continue
    const type = source.from === 'type' ? source.type : source.from === 'formula' ? check(source.formula, { ...compile, scope: typed.scope }).type : undefined
    if (!type || type.kind === 'Error' || type.kind === 'Any' || type.kind === 'Void' || coerces(type, wanted.type)) continue
    findings.add({ severity: 'warning', code: 'InvalidBindingInput', path, message: `The input "${name}" takes ${typeInWords(wanted.type)}, and gets ${typeInWords(type)} here.`, fix: `Convert the value${conversion(wanted.type)}.` })
  }
}

/** Outputs a topic declares and gives no value. */
export function checkOutputs({ writes }: Part, document: unknown, findings: Findings) {
  const type = isRecord(document) ? document.outputType : undefined
  const properties = isRecord(type) && isRecord(type.properties) ? type.properties : {}
  const inputs = isRecord(document) && isRecord(document.inputType) && isRecord(document.inputType.properties) ? document.inputType.properties : {}
  const set = new Set(writes.writes.flatMap(({ scope, name, by }) => (by && scope === 'Topic' ? [name] : [])))
  for (const name of Object.keys(properties)) {
    // An input may be handed back as it came.
    if (set.has(name) || Object.hasOwn(inputs, name)) continue
    const path = ['outputType', 'properties', name]
    findings.add({ severity: 'warning', code: 'OutputNeverSet', path, atKey: true, message: `The topic declares the output "${name}" and never sets Topic.${name}, so callers get nothing.`, fix: `Set Topic.${name}, or delete the output.`, edits: [{ type: 'remove', path }] })
  }
}

const conversions: Partial<Record<FxType['kind'], string>> = { Text: 'Text()', Decimal: 'Value()', Number: 'Value()', Boolean: 'Boolean()', Date: 'DateValue()', DateTime: 'DateTimeValue()' }

function conversion(to: FxType): string {
  const name = conversions[to.kind]
  return name ? `, for example with ${name}` : ''
}
