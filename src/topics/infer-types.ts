import { T, check, sameType, type CompileOptions, type FxType } from '../powerfx/index.ts'
import type { Path } from './parse-document.ts'
import { environmentTypes, systemType } from './system-types.ts'
import type { CopilotDefinition } from './types.ts'
import type { Mentions, Write, Writes } from './variable-writes.ts'

/**
 * What a variable holds. `sure`: every value it gets is declared or asked for by type, so that a formula that does not fit
 * is wrong; otherwise a value may turn out to be something else, and a formula that does not fit is only suspicious.
 */
type Typing = { type: FxType; sure: boolean }
export type Typings = ReadonlyMap<string, Typing>

/** What a document knows of the copilot around it. */
export type Surroundings = {
  globals: Typings
  /** Topic's schema name in lower case -> its variables, for those who take its outputs. */
  topics: ReadonlyMap<string, Typings>
  /** Topic's schema name in lower case -> inputs that callers give a value. */
  given: ReadonlyMap<string, ReadonlySet<string>>
  environment: CopilotDefinition['environmentVariables']
  /** Lists of choices that have a short name as well. */
  aliased: ReadonlySet<string>
  /** `environment` and `aliased` as a text. */
  base: string
  /** What each global is by the assignment that declares it, or else by the first one. */
  declared: ReadonlyMap<string, Declared>
}

type Declared = { type: FxType; schemaName: string; path: Path }

/** What one document sets, as its outline holds it. `mentions` are the names in it. */
export type Part = { schemaName: string; writes: Writes; mentions: Mentions; resolved?: { key: string; typings: Resolved } }
/** The document's own variables, and what it contributes to the globals; `types` is parallel to its writes. */
type Resolved = { locals: Typings; types: readonly (Typing | undefined)[] }

const rounds = 5
const anything: Typing = { type: T.Any, sure: false }

/** The types of every variable of a copilot. Documents whose surroundings did not change keep what was found before. */
export function inferTypes(parts: readonly Part[], { environment, aliased }: Pick<Surroundings, 'environment' | 'aliased'>, compile: CompileOptions): Surroundings {
  const given = givenBy(parts)
  const base = JSON.stringify([environment.map(({ schemaName, type }) => [schemaName, type]), [...aliased]])
  let surroundings: Surroundings = { environment, aliased, base, given, globals: new Map(), topics: new Map(), declared: new Map() }
  for (let round = 0; round < rounds; round++) {
    for (const part of parts) resolvePart(part, surroundings, compile)
    const next = gather(parts, surroundings)
    if (sameTypings(next.globals, surroundings.globals) && sameTopics(next.topics, surroundings.topics)) return next
    surroundings = next
  }
  // What does not settle may be anything.
  const unsettled = gather(parts, surroundings)
  const globals = new Map([...unsettled.globals].map(([name, typing]) => [name, sameTyping(typing, surroundings.globals.get(name)) ? typing : anything]))
  const settled = { ...unsettled, globals }
  for (const part of parts) resolvePart(part, settled, compile)
  return settled
}

/** What the variables of one scope are by the assignment that declares them, or else by the first one. */
export function declarations(parts: readonly Part[], scope: 'Topic' | 'Global'): Map<string, Declared> {
  const found = new Map<string, Declared & { declares: boolean }>()
  for (const { schemaName, writes, resolved } of parts)
    for (const [index, { scope: of, name, path, declares }] of writes.writes.entries()) {
      const type = resolved?.typings.types[index]?.type
      if (of !== scope || !type || type.kind === 'Any' || type.kind === 'Blank') continue
      const before = found.get(name)
      if (!before || (declares && !before.declares)) found.set(name, { type, schemaName, path, declares })
    }
  return found
}

/** What a document's types depend on, as a text: the same text, the same types. */
export function surroundingsKey({ schemaName, mentions, writes }: Part, { globals, topics, given, base, declared }: Surroundings): string {
  const named = new Set([...mentions.Global.keys(), ...writes.writes.filter(({ scope }) => scope === 'Global').map(({ name }) => name)])
  const outputs = writes.writes.flatMap(({ source }) => (source.from === 'output' ? [[source.dialog, source.name, keyOf(topics.get(source.dialog.toLowerCase())?.get(source.name))]] : []))
  const inputs = writes.given.map(({ dialog, name }) => [dialog, name, keyOf(topics.get(dialog.toLowerCase())?.get(name))])
  return JSON.stringify([
    [...named].map((name) => [name, keyOf(globals.get(name)), declared.get(name)?.schemaName]),
    outputs,
    inputs,
    [...(given.get(schemaName.toLowerCase()) ?? [])],
    base,
  ])
}

/** The names a formula of this document may use, with their types. What nobody knows is Any. */
export function scopeOf(part: Part, locals: Typings, { globals, environment }: Pick<Surroundings, 'globals' | 'environment'>): Record<string, FxType> {
  return {
    Topic: scopeRecord(part.mentions.Topic, locals),
    Global: scopeRecord(part.mentions.Global, globals),
    System: systemType(part.mentions.System),
    Env: environmentTypes(part.mentions.Env, environment),
  }
}

function scopeRecord(mentioned: ReadonlyMap<string, number>, typings: Typings): FxType {
  const fields = new Map<string, FxType>([...typings].map(([name, { type }]) => [name, type]))
  for (const name of mentioned.keys()) if (!fields.has(name)) fields.set(name, T.Any)
  return { kind: 'Record', fields }
}

/** The types of one document's variables, with what is around it as it is known. */
export function resolvePart(part: Part, surroundings: Surroundings, compile: CompileOptions) {
  const key = surroundingsKey(part, surroundings)
  if (part.resolved?.key === key) return
  part.resolved = { key, typings: resolve(part, surroundings, compile) }
}

function resolve(part: Part, surroundings: Surroundings, compile: CompileOptions): Resolved {
  const { writes } = part.writes
  const given = surroundings.given.get(part.schemaName.toLowerCase())
  // A variable that some node fills with anything needs no formula evaluated.
  const hopeless = new Set(writes.flatMap(({ scope, name, source }) => (source.from === 'unknown' ? [`${scope}.${name}`] : [])))
  const fixed = new Map(writes.flatMap(({ name, by, source }) => (!by && source.from === 'type' && source.sure ? [[name, { type: source.type, sure: true }] as const] : [])))
  let locals: Typings = new Map()
  let types: (Typing | undefined)[] = []
  // First what is not known yet counts for nothing, so that a variable computed from itself gets its type; then for anything.
  for (const strict of [false, true]) {
    for (let round = 0; round < rounds; round++) {
      const scope = scopeOf(part, locals, surroundings)
      types = writes.map((write) => (hopeless.has(`${write.scope}.${write.name}`) ? anything : typeOfWrite(write, scope, locals, surroundings, compile)))
      const next = join(writes, types, 'Topic', strict)
      for (const name of given ?? []) {
        const typing = next.get(name)
        if (typing && !fixed.has(name)) next.set(name, { ...typing, sure: false })
      }
      // What a topic declares to take or to give is that, whatever is put in.
      for (const [name, typing] of fixed) next.set(name, typing)
      if (sameTypings(next, locals)) break
      locals = round === rounds - 1 ? new Map([...next].map(([name, typing]) => [name, sameTyping(typing, locals.get(name)) ? typing : anything])) : next
    }
  }
  return { locals, types }
}

function typeOfWrite({ source, scope, name }: Write, fxScope: Record<string, FxType>, locals: Typings, surroundings: Surroundings, compile: CompileOptions): Typing {
  switch (source.from) {
    case 'unknown':
      return anything
    case 'type':
      return source.type.kind === 'OptionSet' && surroundings.aliased.has(source.type.name.toLowerCase()) ? anything : { type: source.type, sure: source.sure }
    case 'output':
      return surroundings.topics.get(source.dialog.toLowerCase())?.get(source.name) ?? anything
    case 'formula': {
      if (/^\s*Blank\(\s*\)\s*$/.test(source.formula)) return { type: T.Blank, sure: true }
      const type = resultOf(source.formula, fxScope, compile)
      // An empty table says nothing of its rows.
      if (type.kind === 'Table' && type.fields.size === 0) return { type: scope === 'Topic' && locals.get(name)?.type.kind === 'Table' ? T.Blank : T.Any, sure: false }
      if (source.take === 'value') return { type, sure: false }
      if (source.take === 'rows') return { type: type.kind === 'Record' ? { ...type, kind: 'Table' } : T.Any, sure: false }
      return { type: type.kind === 'Table' ? rowType(type) : T.Any, sure: false }
    }
  }
}

/** A loop over plain values hands out the values themselves. */
function rowType(table: Extract<FxType, { kind: 'Record' | 'Table' }>): FxType {
  const only = table.fields.size === 1 ? table.fields.get('Value') : undefined
  return only ?? { ...table, kind: 'Record' }
}

function resultOf(formula: string, scope: Record<string, FxType>, compile: CompileOptions): FxType {
  const { type, diagnostics } = check(formula, { ...compile, scope })
  if (diagnostics.some(({ severity }) => severity === 'error')) return T.Any
  return type.kind.endsWith('Space') || tooLarge(type) ? T.Any : settledType(type)
}

/** Variables that hold each other grow with every round; what is larger than any record somebody wrote says nothing. */
function tooLarge(type: FxType): boolean {
  let left = mostFields
  const count = (part: FxType): boolean => {
    if (!('fields' in part)) return true
    left -= part.fields.size + 1
    return left >= 0 && [...part.fields.values()].every(count)
  }
  return !count(type)
}
const mostFields = 2000

/** A value that is kept in a variable is what it turned out to be: untyped values have become typed ones. */
function settledType(type: FxType): FxType {
  if ('fields' in type) return [...type.fields.values()].every((field) => settledType(field) === field) ? type : { ...type, fields: new Map([...type.fields].map(([name, field]) => [name, settledType(field)])) }
  return type.kind === 'Dynamic' || type.kind === 'Error' || type.kind === 'Void' ? T.Any : type
}

/** One type for all values a variable gets; those of different types together may be anything. */
function join(writes: readonly Write[], types: readonly (Typing | undefined)[], scope: 'Topic' | 'Global', strict: boolean): Map<string, Typing> {
  const joined = new Map<string, Typing>()
  for (const [index, write] of writes.entries()) {
    const typing = types[index]
    if (write.scope !== scope || !typing || typing.type.kind === 'Blank' || (!strict && typing.type.kind === 'Any' && write.source.from === 'formula')) continue
    const before = joined.get(write.name)
    joined.set(write.name, before ? both(before, typing) : typing)
  }
  return joined
}

/** Types that are the same to formulas, or undefined. */
export function commonType(a: FxType, b: FxType): FxType | undefined {
  if (a === b || sameType(a, b)) return a
  const numeric = (type: FxType) => type.kind === 'Decimal' || type.kind === 'Number'
  if (numeric(a) && numeric(b)) return T.Decimal
  const moment = (type: FxType) => type.kind === 'Date' || type.kind === 'DateTime'
  if (moment(a) && moment(b)) return T.DateTime
  if ((a.kind === 'Record' && b.kind === 'Record') || (a.kind === 'Table' && b.kind === 'Table')) {
    const fields = new Map(a.fields)
    for (const [name, type] of b.fields) {
      const mine = fields.get(name)
      fields.set(name, mine === undefined ? type : mine.kind === 'Blank' ? type : type.kind === 'Blank' ? mine : (commonType(mine, type) ?? T.Any))
    }
    return { kind: a.kind, fields }
  }
  return undefined
}

function both(a: Typing, b: Typing): Typing {
  if (a.type.kind === 'Any' || b.type.kind === 'Any') return anything
  const type = commonType(a.type, b.type)
  return type ? { type, sure: a.sure && b.sure } : anything
}

function gather(parts: readonly Part[], before: Surroundings): Surroundings {
  const globals = new Map<string, Typing>()
  const topics = new Map<string, Typings>()
  for (const { schemaName, writes, resolved } of parts) {
    if (!resolved) continue
    const { locals, types } = resolved.typings
    if (locals.size > 0) topics.set(schemaName.toLowerCase(), locals)
    for (const [name, typing] of join(writes.writes, types, 'Global', true)) {
      const known = globals.get(name)
      globals.set(name, known ? both(known, typing) : typing)
    }
  }
  return { ...before, globals, topics, declared: declarations(parts, 'Global') }
}

function givenBy(parts: readonly Part[]): Map<string, Set<string>> {
  const given = new Map<string, Set<string>>()
  for (const { writes } of parts)
    for (const { dialog, name } of writes.given) {
      const names = given.get(dialog.toLowerCase())
      if (names) names.add(name)
      else given.set(dialog.toLowerCase(), new Set([name]))
    }
  return given
}

const sameTyping = (a: Typing, b: Typing | undefined) => b !== undefined && a.sure === b.sure && sameType(a.type, b.type)
const sameTypings = (a: Typings, b: Typings) => a.size === b.size && [...a].every(([name, typing]) => sameTyping(typing, b.get(name)))
const sameTopics = (a: Surroundings['topics'], b: Surroundings['topics']) => a.size === b.size && [...a].every(([name, typings]) => sameTypings(typings, b.get(name) ?? new Map()))

const keys = new WeakMap<FxType, string>()

function keyOf(typing: Typing | undefined): string {
  return typing ? `${typing.sure ? '!' : ''}${typeKey(typing.type)}` : ''
}

function typeKey(type: FxType): string {
  const known = keys.get(type)
  if (known !== undefined) return known
  const key = 'fields' in type ? `${type.kind}{${[...type.fields].map(([name, field]) => `${JSON.stringify(name)}:${typeKey(field)}`).join()}}` : 'name' in type ? `${type.kind}(${type.name})` : type.kind
  keys.set(type, key)
  return key
}

/** How messages call a type. */
export function typeInWords(type: FxType): string {
  const names: Partial<Record<FxType['kind'], string>> = { Decimal: 'a number', Number: 'a number', Text: 'text', Boolean: 'true or false', Date: 'a date', DateTime: 'a date and time', Time: 'a time', Record: 'a record', Table: 'a table', Dynamic: 'an untyped value', OptionSet: 'a choice', Guid: 'a GUID', Color: 'a colour' }
  return names[type.kind] ?? type.kind
}

