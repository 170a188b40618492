import { Binder } from './binder.ts'
import { PROBE, type BindOptions, type Probed } from './scope.ts'
import { builtinEnums, enumByName } from './enums.ts'
import { allFunctions, functionByName, type FnDef, type Param } from './functions/index.ts'
import { hostOptionSets } from './host/option-sets.ts'
import { tokenize, type Token } from './lexer.ts'
import { parse } from './parser.ts'
import { isAggregate, typeName, type FxType } from './types.ts'
import { quoteName } from './ast.ts'

export type Completion = {
  label: string
  /** What to put in place of the text between `start` and `end`. */
  insert: string
  kind: 'function' | 'variable' | 'field' | 'enum' | 'member'
  detail: string
}
export type Completions = { start: number; end: number; items: Completion[] }

/** What could stand at an offset of a formula and starts with the letters before it. */
export function complete(source: string, offset: number, options: BindOptions = {}): Completions {
  const { start, end, items } = candidates(source, offset, options)
  const typed = source.slice(start, offset).replace(/^'/, '').toLowerCase()
  return { start, end, items: items.filter((item) => item.label.toLowerCase().startsWith(typed)) }
}

/**
 * Everything that could stand in place of the word at an offset, whatever its letters: fields after a dot, else names in
 * view, enums and functions. Nothing inside text and numbers.
 */
export function candidates(source: string, offset: number, options: BindOptions = {}): Completions {
  const { start, end } = wordAt(source, offset)
  const probed = probe(`${source.slice(0, start)}${PROBE}${source.slice(end)}`, options)
  if (probed?.owner) return { start, end, items: membersOf(probed.owner, options) }
  return { start, end, items: probed ? [...variableItems(probed, options), ...enumItems(options), ...functionItems()] : [] }
}

function wordAt(source: string, offset: number): { start: number; end: number } {
  const token = tokenize(source).find((t) => t.start < offset && offset <= t.end && /^[\p{L}_']/u.test(source.slice(t.start, t.start + 1)))
  return token ? { start: token.start, end: token.end } : { start: offset, end: offset }
}

/** Binds the formula with a made-up name at the cursor and notes what the binder knows there. */
function probe(source: string, options: BindOptions): Probed | undefined {
  let found: Probed | undefined
  const binder = new Binder(options, (probed) => (found ??= probed))
  try {
    binder.bind(parse(source).root)
  } catch (problem) {
    if (!(problem instanceof RangeError)) throw problem
  }
  return found
}

function membersOf(owner: FxType, options: BindOptions): Completion[] {
  if (isAggregate(owner)) {
    return [...owner.fields].map(([name, type]) => ({ label: name, insert: quoteName(name), kind: 'field', detail: shortType(type) }))
  }
  if (owner.kind === 'EnumSpace') {
    return [...(enumByName(owner.name)?.members.keys() ?? [])].map((name) => ({ label: name, insert: name, kind: 'member', detail: owner.name }))
  }
  if (owner.kind !== 'OptionSetSpace') return []
  const set = [...(options.optionSets ?? []), ...hostOptionSets].find((s) => s.name === owner.name)
  return (set?.options ?? []).map(({ id, name }) => ({ label: id, insert: quoteName(id), kind: 'member', detail: name }))
}

/** Rows in view, then every variable by its whole name, then the scopes alone. */
function variableItems({ names = [] }: Probed, { scope = {} }: BindOptions): Completion[] {
  const item = (name: string, insert: string, type: FxType): Completion => ({ label: name, insert, kind: 'variable', detail: shortType(type) })
  const [scopes, rows] = [names.filter(([name, type]) => scope[name] === type), names.filter(([name, type]) => scope[name] !== type)]
  return [
    ...rows.map(([name, type]) => item(name, quoteName(name), type)),
    ...scopes.flatMap(([root, type]) => (isAggregate(type) ? [...type.fields].map(([name, field]) => item(`${root}.${name}`, `${root}.${quoteName(name)}`, field)) : [])),
    ...scopes.map(([name, type]) => item(name, quoteName(name), type)),
  ]
}

/** A choice's list has a name that is longer than what it says. */
export const shortType = (type: FxType): string => (type.kind === 'OptionSet' ? 'Choice' : typeName(type))

const enumItems = (options: BindOptions): Completion[] => [
  ...builtinEnums.map(({ name }): Completion => ({ label: name, insert: name, kind: 'enum', detail: 'enum' })),
  ...[...(options.optionSets ?? []), ...hostOptionSets].map(({ name }): Completion => ({ label: name, insert: quoteName(name), kind: 'enum', detail: 'choices' })),
]

const functionItems = (): Completion[] =>
  allFunctions.map((f) => ({ label: f.name, insert: `${f.name}(`, kind: 'function', detail: f.about }))

export type SignatureHelp = { name: string; about: string; label: string; params: readonly Param[]; active: number }

/** The function whose arguments the cursor is in, and which of its parameters is being written. */
export function signatureAt(source: string, offset: number): SignatureHelp | undefined {
  const open: { name: string; argument: number }[] = []
  let previous: Token | undefined
  for (const token of tokenize(source)) {
    if (token.start >= offset) break
    if (token.kind === 'ParenOpen') open.push({ name: previous?.kind === 'Ident' || previous?.kind.startsWith('Key') ? previous.text : '', argument: 0 })
    else if (token.kind === 'CurlyOpen' || token.kind === 'BracketOpen' || token.kind === 'IslandStart') open.push({ name: '', argument: 0 })
    else if (/Close$|IslandEnd/.test(token.kind)) open.pop()
    else if (token.kind === 'Comma') {
      const top = open.at(-1)
      if (top) top.argument++
    }
    previous = token
  }
  const call = open.findLast((o) => o.name !== '')
  const found = call && functionByName(call.name)
  if (!call || !found) return undefined
  const last = found.params.length - 1
  return { name: found.name, about: found.about, label: signature(found), params: found.params, active: Math.min(call.argument, last) }
}

/** `Mid(text, start, [count])` */
export function signature({ name, params }: FnDef): string {
  const parts = params.map((p) => (p.repeats ? `${p.name}...` : p.optional ? `[${p.name}]` : p.name))
  return `${name}(${parts.join(', ')})`
}
