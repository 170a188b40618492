import type { Component } from '../topics/types.ts'

/** A component's YAML as plain data. */
export type Document = Record<string, unknown>
export type Parsed = { component: Component; document: Document }

export const isDocument = (value: unknown): value is Document => typeof value === 'object' && value !== null && !Array.isArray(value)
export const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

/** A topic's one trigger; the schema allows a list as well. */
export function triggerDocument(document: Document): Document {
  const begin = document['beginDialog'] ?? (Array.isArray(document['triggers']) ? document['triggers'][0] : undefined)
  return isDocument(begin) ? begin : {}
}
