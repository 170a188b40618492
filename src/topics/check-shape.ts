import { isRecord } from '../platform/index.ts'
import type { Edit } from './edit-document.ts'
import { nearest, type Finding, type Findings, words } from './findings.ts'
import type { Path } from './parse-document.ts'
import { isKnownKind, propertiesOf, type PlaceType } from './schema.ts'

/** What the walk over a document tells its caller. */
type ShapeVisitor = {
  /** An element with a kind the schema knows, whether it names it or not. */
  element?(kind: string, value: Record<string, unknown>, path: Path): void
  /** Text that starts with `=`. `wants` is what may stand there instead. */
  expression?(text: string, path: Path, wants: PlaceType | undefined): void
  template?(text: string, path: Path): void
  /** What the condition builder writes instead of a formula. */
  condition?(value: Record<string, unknown>, path: Path): void
  /** Whether a kind the schema lacks runs here all the same. */
  runs?(kind: string): boolean
}

/** Compares a document with the published schema: kinds, required properties, enumerations, simple types. */
export function checkShape(value: unknown, rootKind: string, findings: Findings, visitor: ShapeVisitor) {
  const walk = new ShapeWalk(findings, visitor)
  if (isRecord(value)) walk.element(rootKind, value, [])
  else if (value !== null)
    findings.add({ code: 'InvalidValue', path: [], message: `A ${rootKind} is a list of properties, not ${describe(value)}.`, fix: 'Start the document with "kind: …".' })
}

class ShapeWalk {
  readonly #findings: Findings
  readonly #visitor: ShapeVisitor
  constructor(findings: Findings, visitor: ShapeVisitor) {
    this.#findings = findings
    this.#visitor = visitor
  }

  element(kind: string, value: Record<string, unknown>, path: Path) {
    const properties = propertiesOf(kind)
    if (!properties) return
    this.#visitor.element?.(kind, value, path)
    const renamed = new Set<string>()
    for (const [name, { required, type }] of properties) {
      if (!required || (value[name] !== undefined && value[name] !== null) || ownRules.has(`${kind}.${name}`)) continue
      const meant = misspelt(name, value, properties)
      if (meant) renamed.add(meant)
      this.#findings.add({
        code: 'MissingRequiredProperty',
        path,
        message: `${kind} needs "${name}".`,
        fix: Object.hasOwn(value, name) ? `Give "${name}" a value.` : meant ? `Write "${name}" instead of "${meant}".` : `Add "${name}: …".`,
        edits: meant ? [{ type: 'rename', path: [...path, meant], key: name }] : name === 'id' && typeof value.kind === 'string' ? [{ type: 'set', path: [...path, 'id'], value: `${kind.charAt(0).toLowerCase()}${kind.slice(1)}_${path.filter((step) => typeof step === 'number').join('_') || '1'}` }] : isEmptyObject(type) ? [{ type: 'set', path: [...path, name], value: {} }] : undefined,
      })
    }
    for (const [name, member] of Object.entries(value)) {
      if (name === 'kind' || name === '$kind') continue
      const property = properties.get(name)
      if (property) this.place(property.type, member, [...path, name])
      else {
        const meant = nearest(name, [...properties.keys()].filter((known) => !Object.hasOwn(value, known)))
        const at = [...path, name]
        this.#findings.add({
          severity: 'warning',
          code: 'PropertyNotSupported',
          path: at,
          atKey: true,
          message: `${kind} has no property "${name}".`,
          fix: meant ? `Write "${meant}".` : 'Delete it, or keep it for another system: it does nothing here.',
          // Renaming it is offered once, with the property that is missing.
          edits: renamed.has(name) ? undefined : meant ? [{ type: 'rename', path: at, key: meant }] : [{ type: 'remove', path: at }],
        })
      }
    }
  }

  place(type: PlaceType, value: unknown, path: Path) {
    if (value === null || value === undefined) return
    if (Array.isArray(value)) this.#list(type, value, path)
    else if (isRecord(value)) this.#record(type, value, path)
    else this.#scalar(type, value, path)
  }

  #list(type: PlaceType, value: unknown[], path: Path) {
    const { list } = type
    if (list) value.forEach((item, index) => this.place(list, item, [...path, index]))
    else if (type.anything) this.#anything(value, path)
    else if (hasShape(type)) this.#wrong(path, 'a list', type)
  }

  #record(type: PlaceType, value: Record<string, unknown>, path: Path) {
    const named = value.kind ?? value.$kind
    if (type.expression && type.boolean && /^(BooleanCondition|(And|Or)ConditionGroup)$/.test(words(named))) return this.#visitor.condition?.(value, path)
    if (typeof named === 'string' && (type.kinds.size > 0 || type.unnamed !== undefined)) return this.#named(type, named, value, path)
    if (type.unnamed !== undefined) return this.element(type.unnamed, value, path)
    if (type.map) {
      for (const [key, member] of Object.entries(value)) {
        // Headers and the like take formulas, although the schema says text.
        if (typeof member === 'string' && member.startsWith('=')) this.#visitor.expression?.(member, [...path, key], undefined)
        else this.place(type.map, member, [...path, key])
      }
      return
    }
    if (type.anything) return this.#anything(value, path)
    const [only, ...others] = type.kinds
    if (only !== undefined && others.length === 0) return this.element(only, value, path)
    if (only !== undefined)
      this.#findings.add({ code: 'MissingRequiredProperty', path, message: 'This element does not say what it is.', fix: `Add "kind: …", for example "kind: ${only}".` })
    else if (hasShape(type) && (!type.list || hasElements(type.list))) this.#wrong(path, 'properties', type, type.list ? [{ type: 'set', path, value: [value] }] : undefined)
  }

  #named(type: PlaceType, kind: string, value: Record<string, unknown>, path: Path) {
    const fits = type.kinds.has(kind) || type.unnamed === kind
    if (fits) return this.element(kind, value, path)
    const meant = nearest(kind, type.kinds)
    if (isKnownKind(kind) && type.kinds.size > 0) {
      this.#findings.add({
        code: 'ElementNotSupported',
        path: [...path, 'kind'],
        message: `A ${kind} cannot stand here.`,
        fix: meant ? `Write "${meant}", or move it to where it belongs.` : 'Move it to where it belongs.',
        edits: meant ? [{ type: 'set', path: [...path, 'kind'], value: meant }] : undefined,
      })
      return
    }
    if (type.anything) return this.#anything(value, path)
    if (type.kinds.size === 0 || this.#visitor.runs?.(kind)) return
    this.#findings.add({
      severity: 'warning',
      code: 'ElementNotSupported',
      path: [...path, 'kind'],
      message: `"${kind}" is not a kind we know. It is kept as it is and does not run.`,
      fix: meant ? `Did you mean "${meant}"?` : 'Check the spelling, or replace it with something that runs here.',
      edits: meant ? [{ type: 'set', path: [...path, 'kind'], value: meant }] : undefined,
    })
  }

  #scalar(type: PlaceType, value: unknown, path: Path) {
    const isText = typeof value === 'string'
    if (isText && type.template) return this.#visitor.template?.(value, path)
    if (isText && value.startsWith('=') && (type.expression || type.anything)) return this.#visitor.expression?.(value, path, type)
    if (type.anything) return
    if (type.values) return this.#enumeration(type, type.values, words(value), path)
    if (type.kinds.size > 0 && type.text) {
      // Short for an element that has no properties but its kind.
      if (!type.kinds.has(words(value)))
        this.#findings.add({ code: 'UnknownEnumValue', path, message: `"${value}" is not one of the kinds that can stand here.`, ...meantFix(words(value), type.kinds, path) })
      return
    }
    if (type.text || type.template) return
    if (type.boolean && (typeof value === 'boolean' || /^(true|false)$/i.test(words(value)))) return
    if (type.number && (typeof value === 'number' || (isText && value.trim() !== '' && Number.isFinite(Number(value))))) return
    // One value where a list of such is meant is a common shorthand.
    if (type.list && !hasElements(type.list)) return this.place(type.list, value, path)
    if (type.unnamed !== undefined && !type.list) return
    // The name of a kind is enough where the kind needs nothing else.
    if (isText && type.kinds.has(value) && ![...(propertiesOf(value)?.values() ?? [])].some(({ required }) => required)) return
    if (hasShape(type)) this.#wrong(path, describe(value), type)
  }

  #enumeration(type: PlaceType, values: ReadonlySet<string>, value: string, path: Path) {
    if (values.has(value)) return
    if (type.text || (type.boolean && /^(true|false)$/.test(value))) return
    this.#findings.add({ code: 'UnknownEnumValue', path, message: `"${value}" is not one of the values "${path.at(-1)}" can have.`, ...meantFix(value, values, path) })
  }

  /** Values without a type of their own: only their expressions are looked at. */
  #anything(value: unknown, path: Path) {
    if (typeof value === 'string') {
      if (value.startsWith('=')) this.#visitor.expression?.(value, path, undefined)
    } else if (Array.isArray(value)) value.forEach((item, index) => this.#anything(item, [...path, index]))
    else if (isRecord(value)) for (const [key, member] of Object.entries(value)) this.#anything(member, [...path, key])
  }

  #wrong(path: Path, found: string, type: PlaceType, edits?: Edit[]) {
    const name = path.findLast((step) => typeof step === 'string') ?? ''
    const forgotten = type.expression && found.startsWith('"')
    this.#findings.add({
      code: 'InvalidValue',
      path,
      message: `${typeof path.at(-1) === 'number' ? 'An item of ' : ''}"${name}" takes ${wanted(type)}, not ${found}.`,
      fix: forgotten ? 'If it is a formula, start it with "=".' : type.kinds.has(found.slice(1, -1)) ? `Write "kind: ${found.slice(1, -1)}" and its properties.` : `Write ${wanted(type)}.`,
      edits: edits ?? (forgotten && looksLikeFormula(found.slice(1, -1)) ? [{ type: 'replace', path, offset: 0, length: 0, text: '=' }] : undefined),
    })
  }
}

function hasShape(type: PlaceType): boolean {
  return type.kinds.size > 0 || type.unnamed !== undefined || type.text || type.template || type.boolean || type.number || type.expression || type.values !== undefined || type.list !== undefined || type.map !== undefined
}

function hasElements(type: PlaceType): boolean {
  return type.kinds.size > 0 || type.unnamed !== undefined
}

/** What a place takes, in words. */
export function wanted(type: PlaceType): string {
  const words = [
    ...(type.list ? ['a list'] : []),
    ...(type.map || hasElements(type) ? ['properties'] : []),
    ...(type.text || type.template ? ['text'] : []),
    ...(type.boolean ? ['true or false'] : []),
    ...(type.number ? ['a number'] : []),
    ...(type.values ? [`one of ${[...type.values].slice(0, 8).join(', ')}`] : []),
    ...(type.expression ? ['a formula that starts with "="'] : []),
  ]
  return words.join(' or ') || 'something else'
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  return isRecord(value) ? 'properties' : `"${words(value).slice(0, 60)}"`
}

/** The unknown property an author may have meant as this one. */
function misspelt(name: string, value: Record<string, unknown>, properties: ReadonlyMap<string, unknown>): string | undefined {
  return nearest(name, Object.keys(value).filter((key) => key !== 'kind' && !properties.has(key)))
}

/** A rule of its own tells when these are missing. */
const ownRules = new Set(['ClosedListItem.displayName'])

const isEmptyObject = (type: PlaceType) => type.unnamed === 'Record' && type.kinds.size === 0

const looksLikeFormula = (text: string) => /^(Topic|Global|System|Env)\.|^[A-Z][A-Za-z]+\(/.test(text) && text.length < 60

function meantFix(value: string, candidates: ReadonlySet<string>, path: Path): Pick<Finding, 'fix' | 'edits'> {
  const meant = nearest(value, candidates)
  if (meant) return { fix: `Write "${meant}".`, edits: [{ type: 'set', path, value: meant }] }
  return { fix: `Choose one of ${[...candidates].slice(0, 12).join(', ')}${candidates.size > 12 ? ', …' : ''}.` }
}
