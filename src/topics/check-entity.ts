import { isRecord } from '../platform/index.ts'
import { enumNames } from '../powerfx/index.ts'
import { list, words, type Findings } from './findings.ts'
import type { Path } from './parse-document.ts'
import { enums } from './schema-table.ts'

/** Sets of choices every copilot has, and the scopes of variables: no list may be called like them. */
const reserved = new Set([...(enums.SystemOptionSetName ?? '').split(' '), 'ChannelId', 'Language', 'ActivityType', 'UserInputType', 'Topic', 'Global', 'System', 'Env'].map((name) => name.toLowerCase()))
const builtIn = new Set(enumNames.map((name) => name.toLowerCase()))

export function checkClosedList({ items, optionSetName }: Record<string, unknown>, path: Path, findings: Findings) {
  if (Array.isArray(items) && items.length === 0) findings.add({ severity: 'warning', code: 'EmptyCollection', path: [...path, 'items'], atKey: true, message: 'The list has no items, so nothing ever matches.', fix: 'Add an item.' })
  if (typeof optionSetName === 'string') checkSetName(optionSetName, [...path, 'optionSetName'], findings)
  const ids = new Set<string>()
  const taken = new Map<string, { id: string; path: Path }>()
  const keys = new Set<string>()
  for (const [index, item] of list(items).entries()) {
    if (!isRecord(item)) continue
    const at = [...path, 'items', index]
    const id = words(item.id)
    const name = words(item.displayName)
    if (id !== '' && ids.has(id)) findings.add({ code: 'DuplicateItem', path: [...at, 'id'], message: `Another item of this list has the id "${id}" already.`, fix: 'Give this item an id of its own.' })
    ids.add(id)
    if (name === '' && id !== '') findings.add({ severity: 'warning', code: 'MissingDisplayName', path: at, message: `The item "${id}" has no name, so its id is shown.`, fix: `Add "displayName: ${id}", or a better name.`, edits: [{ type: 'set', path: [...at, 'displayName'], value: id }] })
    if (isRecord(item.displayName) || Array.isArray(item.displayName)) findings.add({ code: 'DisplayNameMustBeScalar', path: [...at, 'displayName'], message: 'An item’s name is one text.', fix: 'Write the name as one text.' })
    const key = words(item.dtmfKey)
    if (key !== '' && keys.has(key)) findings.add({ code: 'DuplicateDtmfKey', path: [...at, 'dtmfKey'], message: `Another item of this list has the key ${key} already.`, fix: 'Give this item another key.' })
    keys.add(key)
    checkSynonyms(item, id, name, at, taken, findings)
  }
}

function checkSynonyms(item: Record<string, unknown>, id: string, name: string, at: Path, taken: Map<string, { id: string; path: Path }>, findings: Findings) {
  const { synonyms } = item
  if (synonyms !== undefined && synonyms !== null && (!Array.isArray(synonyms) || synonyms.some((synonym) => typeof synonym === 'object')))
    findings.add({
      code: 'SynonymsMustBeArrayOfScalars',
      path: [...at, 'synonyms'],
      message: 'Synonyms are a list of texts.',
      fix: 'Put each synonym on a line of its own, with a dash.',
      edits: typeof synonyms === 'string' ? [{ type: 'set', path: [...at, 'synonyms'], value: [synonyms] }] : undefined,
    })
  for (const [number, word] of [name, ...list(synonyms)].entries()) {
    const text = words(word).trim().toLowerCase()
    if (text === '') continue
    const place = number === 0 ? [...at, 'displayName'] : [...at, 'synonyms', number - 1]
    const other = taken.get(text)
    if (other !== undefined && other.id !== id)
      findings.add({ severity: 'warning', code: 'SynonymsNotUnique', path: place, message: `"${words(word)}" stands for another item of this list too; the first one wins.`, fix: 'Keep it in one of them.', edits: number === 0 ? undefined : [{ type: 'remove', path: place }] })
    else if (!other) taken.set(text, { id, path: place })
  }
}

function checkSetName(name: string, path: Path, findings: Findings) {
  if (reserved.has(name.toLowerCase())) findings.add({ severity: 'warning', code: 'ReservedOptionSetName', path, message: `"${name}" is the name of something every copilot has.`, fix: 'Give the list a name of its own.' })
  else if (builtIn.has(name.toLowerCase())) findings.add({ severity: 'warning', code: 'OptionSetNameHidesBuiltInName', path, message: `"${name}" is a name of the formula language, which formulas would no longer find.`, fix: 'Give the list another name.' })
}

/** A question that takes one of several entities. */
export function checkOneOf({ entities }: Record<string, unknown>, path: Path, findings: Findings) {
  if (!Array.isArray(entities)) return
  if (entities.length < 2)
    findings.add({ severity: 'warning', code: 'OneOfMultiEntityMinimumSelectedEntities', path: [...path, 'entities'], atKey: true, message: `One of several entities is asked for, and there ${entities.length === 1 ? 'is one' : 'are none'}.`, fix: 'Add entities, or ask for the one itself.' })
  const kinds = new Set<string>()
  const names = new Set<string>()
  const keys = new Map<string, number>()
  for (const [index, choice] of (entities as unknown[]).entries()) {
    if (!isRecord(choice)) continue
    const at = [...path, 'entities', index]
    const name = words(choice.propertyName)
    if (name !== '' && names.has(name)) findings.add({ code: 'DuplicateMultiEntityPropertyName', path: [...at, 'propertyName'], message: `Another entity here is called "${name}" already.`, fix: 'Give this one a name of its own.' })
    names.add(name)
    const entity = isRecord(choice.entity) ? choice.entity : undefined
    const kind = entity ? [words(entity.kind), words(entity.entityId)].join(' ').trim() : words(choice.entity)
    if (kind !== '' && kind !== 'EmbeddedEntity' && kinds.has(kind)) findings.add({ severity: 'warning', code: 'DuplicateMultiEntitySelection', path: [...at, 'entity'], message: `${kind} is asked for twice here; only the first can match.`, fix: 'Delete one of the two.', edits: [{ type: 'remove', path: at }] })
    kinds.add(kind)
    for (const key of dtmfKeys(entity)) {
      if (keys.has(key) && keys.get(key) !== index) findings.add({ severity: 'warning', code: 'SameDTMFKeyAcrossSelectedMultiEntities', path: [...at, 'entity'], message: `The key ${key} stands for an item of another entity here too.`, fix: 'Give one of them another key.' })
      else keys.set(key, index)
    }
  }
}

function dtmfKeys(entity: Record<string, unknown> | undefined): Set<string> {
  const definition = isRecord(entity?.definition) ? entity.definition : undefined
  return new Set([...list(entity?.selectedItems), ...list(definition?.items)].flatMap((item) => (isRecord(item) && typeof item.dtmfKey === 'string' ? [item.dtmfKey] : [])))
}
