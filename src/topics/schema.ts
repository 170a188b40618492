import { enums, objects, unions } from './schema-table.ts'

/** What may stand in one place of a document. */
export type PlaceType = {
  /** Kinds an object may name. */
  kinds: ReadonlySet<string>
  /** The kind an object has that names none. */
  unnamed: string | undefined
  text: boolean
  /** Text with {expressions}. */
  template: boolean
  boolean: boolean
  number: boolean
  expression: boolean
  anything: boolean
  values: ReadonlySet<string> | undefined
  list: PlaceType | undefined
  map: PlaceType | undefined
}

type Property = { type: PlaceType; required: boolean }

const properties = new Map<string, ReadonlyMap<string, Property>>()
const places = new Map<string, PlaceType>()

/** The properties of a kind; undefined for a kind the schema does not know. */
export function propertiesOf(kind: string): ReadonlyMap<string, Property> | undefined {
  const known = properties.get(kind)
  if (known) return known
  const text = Object.hasOwn(objects, kind) ? objects[kind] : undefined
  if (text === undefined) return undefined
  const read = new Map<string, Property>()
  properties.set(kind, read)
  for (const property of text.split(' ').filter(Boolean)) {
    const required = property.endsWith('*')
    const [name = '', type = ''] = (required ? property.slice(0, -1) : property).split(/:(.*)/s)
    read.set(name, { type: placeType(type), required })
  }
  for (const name of unlisted[kind] ?? []) read.set(name, { type: placeType('x'), required: false })
  return read
}

/** Properties that real exports carry and the published schema does not list. */
const unlisted: Record<string, string[]> = {
  ConditionItem: ['displayName'],
  GptComponentMetadata: ['displayName', 'description'],
  ExternalTriggerConfiguration: ['extensionData'],
  // The document of a global variable may be the whole component, flattened.
  Variable: ['description', 'schemaName'],
}

export function isKnownKind(kind: string): boolean {
  return Object.hasOwn(objects, kind)
}

/** The kinds an action may have: what a topic's node can be. */
export function actionKinds(): ReadonlySet<string> {
  return placeType('@DialogAction').kinds
}

export function triggerKinds(): ReadonlySet<string> {
  return placeType('@TriggerBase').kinds
}

function placeType(text: string): PlaceType {
  const known = places.get(text)
  if (known) return known
  const kinds = new Set<string>()
  const place: PlaceType = {
    kinds,
    unnamed: undefined,
    text: false,
    template: false,
    boolean: false,
    number: false,
    expression: false,
    anything: false,
    values: undefined,
    list: undefined,
    map: undefined,
  }
  places.set(text, place)
  for (const alternative of text.split('|')) widen(place, kinds, alternative)
  return place
}

function widen(place: PlaceType, kinds: Set<string>, alternative: string) {
  const rest = alternative.slice(1)
  switch (alternative[0]) {
    case 's':
      place.text = true
      break
    case 't':
      place.template = true
      break
    case 'b':
      place.boolean = true
      break
    case 'n':
      place.number = true
      break
    case '=':
      place.expression = true
      break
    case 'x':
      place.anything = true
      break
    case '#':
      kinds.add(rest)
      break
    case '~':
      place.unnamed = rest
      break
    case '[':
      place.list = placeType(rest)
      break
    case '{':
      place.map = placeType(rest)
      break
    case '@': {
      const values = Object.hasOwn(enums, rest) ? enums[rest] : undefined
      if (values !== undefined) place.values = new Set(values.split(' '))
      else for (const inner of (unions[rest] ?? 'x').split('|')) widen(place, kinds, inner)
    }
  }
}
