import { isRecord } from '../platform/index.ts'
import { T, recordType, tableType, type FxType } from '../powerfx/index.ts'

/** Declared data types (`schema: DataType`) that are one type of formulas. Anything else may hold any value. */
const simple = new Map<string, FxType>(Object.entries({
  String: T.Text,
  Hyperlink: T.Text,
  Number: T.Decimal,
  Float: T.Number,
  Boolean: T.Boolean,
  Date: T.Date,
  DateTime: T.DateTime,
  DateTimeNoTimeZone: T.DateTime,
  Time: T.Time,
  Guid: T.Guid,
  Color: T.Color,
}))

/** `String`, `{kind: Record, properties}`, and the property form `{displayName, type: String}`; undeclared members are Any. */
export function typeOfSchema(schema: unknown, fallback = 'Any'): FxType {
  if (typeof schema === 'string') return simple.get(schema) ?? T.Any
  if (!isRecord(schema)) return T.Any
  const kind = typeof schema.kind === 'string' && schema.kind !== 'PropertyInfo' ? schema.kind : undefined
  if (kind === undefined && schema.type !== undefined) return typeOfSchema(schema.type)
  const { properties } = schema
  switch (kind ?? (isRecord(properties) ? 'Record' : fallback)) {
    case 'Record':
      return isRecord(properties) && Object.keys(properties).length > 0 ? recordType(typesOfProperties(properties)) : T.Any
    case 'Table':
      return isRecord(properties) && Object.keys(properties).length > 0 ? tableType(typesOfProperties(properties)) : T.Any
    case 'ClosedListOptionSet':
      return typeof schema.schemaName === 'string' ? { kind: 'OptionSet', name: schema.schemaName } : T.Any
    case 'SystemOptionSet':
      return typeof schema.name === 'string' ? { kind: 'OptionSet', name: schema.name } : T.Any
    default:
      return simple.get(kind ?? '') ?? T.Any
  }
}

function typesOfProperties(properties: Record<string, unknown>): Map<string, FxType> {
  return new Map(Object.entries(properties).map(([name, schema]) => [name, typeOfSchema(schema)]))
}

const numberEntities = ['Age', 'Money', 'Number', 'Ordinal', 'Percentage', 'Speed', 'Temperature', 'Weight']
const textEntities = ['String', 'City', 'Color', 'Continent', 'CountryOrRegion', 'Email', 'Event', 'Language', 'Organization', 'PersonName', 'PhoneNumber', 'PointOfInterest', 'State', 'StreetAddress', 'URL', 'ZipCode']

const entityTypes = new Map<string, FxType>(Object.entries({
  ...Object.fromEntries(numberEntities.map((name) => [`${name}PrebuiltEntity`, T.Decimal])),
  ...Object.fromEntries(textEntities.map((name) => [`${name}PrebuiltEntity`, T.Text])),
  BooleanPrebuiltEntity: T.Boolean,
  DatePrebuiltEntity: T.Date,
  DateTimePrebuiltEntity: T.DateTime,
  DateTimeNoTimeZonePrebuiltEntity: T.DateTime,
  RegexEntityReference: T.Text,
}))

/**
 * What a question that asks for this entity puts into its variable. `optionSet` is the name an embedded list gets. A list
 * with a short name of its own is compared by either name, so its choices are Any.
 */
export function typeOfEntity(entity: unknown, optionSet: string): FxType {
  if (typeof entity === 'string') return entityTypes.get(entity) ?? T.Any
  if (!isRecord(entity) || entity.includeMetadata === true || entity.allowMultipleValues === true) return T.Any
  if (entity.kind === 'ClosedListEntityReference') return typeof entity.entityId === 'string' ? { kind: 'OptionSet', name: entity.entityId } : T.Any
  if (entity.kind === 'EmbeddedEntity' && isRecord(entity.definition)) {
    const { kind, optionSetName } = entity.definition
    if (kind === 'RegexEntity') return T.Text
    return kind === 'ClosedListEntity' && optionSetName === undefined ? { kind: 'OptionSet', name: optionSet } : T.Any
  }
  return (typeof entity.kind === 'string' ? entityTypes.get(entity.kind) : undefined) ?? T.Any
}
