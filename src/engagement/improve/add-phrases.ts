import { triggerKinds } from '../../dialog/index.ts'
import { isRecord } from '../../platform/index.ts'
import { tokensOf } from '../../recognition/index.ts'
import { editDocument, parseDocument, triggersOf, type Edit, type Path } from '../../topics/index.ts'

const withPhrases = new Set(triggerKinds.filter(({ phrases }) => phrases).map(({ kind }) => kind))

/**
 * A topic's document with more trigger phrases; every other byte stays. `triggerId` chooses among several triggers, else
 * it is the first. Phrases that are there already, whatever their capitals, are not added. Undefined when that trigger
 * has no phrases.
 */
export function addPhrases(text: string, phrases: readonly string[], triggerId?: string): { text: string; added: string[] } | undefined {
  const found = triggersOf(parseDocument(text, '').value).find(({ value }) => triggerId === undefined || value['id'] === triggerId)
  if (!found || !withPhrases.has(String(found.value['kind']))) return undefined
  const intent = isRecord(found.value['intent']) ? found.value['intent'] : {}
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

const sameWords = (phrase: string) => tokensOf(phrase).join(' ')
