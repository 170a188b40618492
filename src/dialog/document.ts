import { triggersOf } from '../topics/index.ts'
import type { Component } from '../topics/types.ts'

/** A component's YAML as plain data. */
export type Document = Record<string, unknown>
export type Parsed = { component: Component; document: Document }

export const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

/** A topic's triggers; one that does nothing where there is none. */
export function triggerDocuments(document: Document): Document[] {
  const triggers = triggersOf(document).map(({ value }) => value)
  return triggers.length > 0 ? triggers : [{}]
}

/** What names the trigger in option sets and in the customer's choice among topics. */
export const triggerId = (trigger: Document) => textOf(trigger['id']) || 'main'
