import { isRecord } from '../platform/index.ts'
import { words } from './findings.ts'
import type { Position } from './parse-document.ts'
import type { Component, Diagnostic } from './types.ts'

export type Phrase = Position & { text: string }

/** Topics that share trigger phrases: whoever says one is asked which topic is meant. */
export function checkSharedPhrases(topics: { component: Component; phrases: Phrase[] }[]): Diagnostic[] {
  const owners = new Map<string, Component>()
  const found: Diagnostic[] = []
  for (const { component, phrases } of topics) {
    if (component.kind !== 'topic' || component.state === 'off') continue
    const shared = new Map<Component, Phrase[]>()
    for (const phrase of phrases) {
      const owner = owners.get(phrase.text)
      if (!owner) owners.set(phrase.text, component)
      else if (owner !== component) shared.set(owner, [...(shared.get(owner) ?? []), phrase])
    }
    for (const [owner, [first, ...others]] of shared) {
      if (!first || first.text === '') continue
      const more = others.length === 0 ? 'triggers' : `and ${others.length} more of these phrases trigger`
      found.push({
        severity: 'information',
        code: 'DuplicateItem',
        file: component.path,
        line: first.line,
        column: first.column,
        message: `"${first.text}" ${more} the topic "${owner.name}" too, so the customer is asked which one is meant.`,
        fix: 'Keep a phrase in one topic.',
      })
    }
  }
  return found
}

/** Trigger phrases in lower case, in order. */
export function phrasesOf(topic: unknown): string[] {
  const begin = isRecord(topic) ? topic.beginDialog : undefined
  const intent = isRecord(begin) && isRecord(begin.intent) ? begin.intent : undefined
  const phrases: unknown[] = intent && Array.isArray(intent.triggerQueries) ? intent.triggerQueries : []
  return phrases.map((phrase) => words(phrase).trim().toLowerCase())
}
