import { readFileSync, writeFileSync } from 'node:fs'

/**
 * Writes src/topics/schema-table.ts from the published authoring schema:
 *   npx tsx src/cli/generate-schema-table.ts ../shared/schema/copilot-studio-authoring.schema.json
 * Only what the checker needs is taken: which kinds there are, their properties, which are required, and enumerations.
 */
type Schema = {
  $ref?: string
  $role?: string
  type?: string
  pattern?: string
  const?: unknown
  title?: string
  oneOf?: Schema[]
  anyOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  additionalProperties?: boolean | Schema
  required?: string[]
}

const [source = '', target = 'src/topics/schema-table.ts'] = process.argv.slice(2)
const { definitions } = JSON.parse(readFileSync(source, 'utf8')) as { definitions: Record<string, Schema> }

const roots = ['AdaptiveDialog', 'TaskDialog', 'AgentDialog', 'Entity', 'Variable', 'GptComponentMetadata', 'KnowledgeSourceConfiguration', 'KnowledgeSource', 'ExternalTriggerConfiguration', 'BotSettingsBase', 'SkillDefinition', 'TestDefinitionBase', 'BotComponentBase', 'DialogComponent', 'BotEntity', 'BotDefinition']
const objects = new Map<string, { required: string[]; properties: [string, string][] }>()
const unions = new Map<string, string>()
const enums = new Map<string, string[]>()
const base = (name: string) => name.replace(/(NoKind|OptionalKind)$/, '')

for (const root of roots) if (definitions[root]) reference(root)
writeFileSync(target, print())

/** The type of a definition, which is written down on the way. */
function reference(name: string): string {
  const schema = definitions[name]
  if (!schema) return 'x'
  if (/^TemplateLine/.test(name)) return 't'
  if (schema.properties) return object(base(name), schema, !name.endsWith('NoKind') && 'kind' in schema.properties)
  const alternatives = schema.oneOf ?? schema.anyOf
  if (!alternatives) return schema.type === 'object' ? 'x' : typeOf(schema)
  if (alternatives.every((each) => each.const !== undefined)) {
    enums.set(name, alternatives.map((each) => String(each.const)))
    return `@${name}`
  }
  const inline = alternatives.map((each) => (each.properties ? object(base(each.title && !each.title.includes('$') ? each.title : name), each, 'kind' in each.properties) : each.$ref ? '' : typeOf(each)))
  if (alternatives.every((each) => !each.$ref) && inline.length < 6) return inline.map((type) => (type === 's' && /Message/.test(name) ? 't' : type)).join('|')
  if (!unions.has(name)) {
    unions.set(name, '')
    unions.set(name, [...new Set(alternatives.map((each, index) => (each.$ref ? typeOf(each) : (inline[index] ?? 'x'))))].join('|'))
  }
  return `@${name}`
}

/** `#X`: an object of kind X; `~X`: its members without a kind. */
function object(name: string, schema: Schema, hasKind: boolean): string {
  const optional = hasKind && !schema.required?.includes('kind')
  const kind = typeof schema.properties?.kind?.const === 'string' ? schema.properties.kind.const : name
  if (!objects.has(kind)) {
    const held = { required: (schema.required ?? []).filter((each) => each !== 'kind'), properties: [] as [string, string][] }
    objects.set(kind, held)
    for (const [property, type] of Object.entries(schema.properties ?? {})) if (property !== 'kind') held.properties.push([property, typeOf(type)])
  }
  return optional ? `#${kind}|~${kind}` : `${hasKind ? '#' : '~'}${kind}`
}

function typeOf(schema: Schema): string {
  const expression = schema.$role === 'expression' ? '=|' : ''
  if (schema.$ref) return `${expression}${reference(schema.$ref.replace('#/definitions/', ''))}`
  const alternatives = schema.oneOf ?? schema.anyOf
  if (alternatives) {
    const types = new Set(alternatives.filter((each) => each.const === undefined).flatMap((each) => typeOf(each).split('|')))
    return [...types].join('|') || 'x'
  }
  if (schema.properties) return object(base(schema.title ?? 'Anonymous'), schema, 'kind' in schema.properties)
  if (schema.pattern === '=.*') return '='
  switch (schema.type) {
    case 'string':
      return 's'
    case 'boolean':
      return 'b'
    case 'number':
      return 'n'
    case 'array': {
      const items = schema.items ? typeOf(schema.items) : 'x'
      return `[${/[|]/.test(items) ? wrap(items) : items}`
    }
    case 'object': {
      if (typeof schema.additionalProperties !== 'object') return 'x'
      const members = typeOf(schema.additionalProperties)
      return `{${/[|]/.test(members) ? wrap(members) : members}`
    }
    default:
      return 'x'
  }
}

/** A union inside an array gets a name, so that a type is always a flat list of alternatives. */
function wrap(type: string): string {
  const name = `Any_${type.replace(/\W+/g, '_')}`
  unions.set(name, type)
  return `@${name}`
}

function print(): string {
  const line = ([key, value]: [string, string]) => `  ${/^[A-Za-z]\w*$/.test(key) ? key : JSON.stringify(key)}: ${JSON.stringify(value)},`
  const simplify = (type: string) => (type.split('|').includes('x') ? (type.includes('=') ? '=|x' : 'x') : [...new Set(type.split('|'))].join('|'))
  return [
    '// Written by src/cli/generate-schema-table.ts from the published authoring schema. Not edited by hand.',
    '',
    '/**',
    ' * Kind -> its properties as `name:type`, separated by blanks; a required one ends in `*`. A type lists alternatives: `s` text,',
    ' * `t` text with {expressions}, `b` true or false, `n` number, `=` an expression, `x` anything, `#K` an object of kind K,',
    ' * `~K` the same without naming its kind, `@N` an enumeration or union of that name, `[T` a list, `{T` a map.',
    ' */',
    'export const objects: Record<string, string> = {',
    ...[...objects]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([kind, { required, properties }]) => line([kind, properties.map(([name, type]) => `${name}:${simplify(type)}${required.includes(name) ? '*' : ''}`).join(' ')])),
    '}',
    '',
    'export const unions: Record<string, string> = {',
    ...[...unions].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, type]) => line([name, simplify(type)])),
    '}',
    '',
    'export const enums: Record<string, string> = {',
    ...[...enums].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, values]) => line([name, values.join(' ')])),
    '}',
    '',
  ].join('\n')
}
