import { triggerKinds } from '../../dialog/index.ts'
import { tokensOf } from '../../recognition/index.ts'
import { editDocument, parseDocument, type Edit, type Path } from '../../topics/index.ts'

type Node = Record<string, unknown>

const withPhrases = new Set(triggerKinds.filter(({ phrases }) => phrases).map(({ kind }) => kind))

/**
 * A topic's document with more trigger phrases; every other byte stays. `triggerId` chooses among several triggers, else
 * it is the first. Phrases that are there already, whatever their capitals, are not added. Undefined when that trigger
 * has no phrases.
 */
export function addPhrases(text: string, phrases: readonly string[], triggerId?: string): { text: string; added: string[] } | undefined {
  const found = triggersOf(parseDocument(text, '').value).find(({ trigger }) => triggerId === undefined || trigger['id'] === triggerId)
  if (!found || !withPhrases.has(String(found.trigger['kind']))) return undefined
  const intent = isNode(found.trigger['intent']) ? found.trigger['intent'] : {}
  const before: unknown[] = Array.isArray(intent['triggerQueries']) ? intent['triggerQueries'] : []
  const known = new Set(before.map((phrase) => sameWords(String(phrase))))
  const added = phrases.filter((phrase) => {
    const words = sameWords(phrase)
    if (known.has(words)) return false
    known.add(words)
    return true
  })
  if (added.length === 0) return { text, added }
  const list: Path = [...found.path, 'intent', 'triggerQueries']
  const edits: Edit[] = before.length === 0 ? [{ type: 'set', path: list, value: added }] : added.map((phrase, i) => ({ type: 'set', path: [...list, before.length + i], value: phrase }))
  return { text: editDocument(text, edits), added }
}

function triggersOf(document: unknown): { path: Path; trigger: Node }[] {
  if (!isNode(document)) return []
  const listed = Array.isArray(document['triggers']) ? document['triggers'] : []
  const all = [{ path: ['beginDialog'], trigger: document['beginDialog'] }, ...listed.map((trigger: unknown, i) => ({ path: ['triggers', i], trigger }))]
  return all.flatMap(({ path, trigger }) => (isNode(trigger) ? [{ path, trigger }] : []))
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value)
const sameWords = (phrase: string) => tokensOf(phrase).join(' ')
