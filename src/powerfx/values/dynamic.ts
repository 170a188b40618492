import { JsonNumber, type JsonNode } from './json-node.ts'

export function sameNode(a: JsonNode, b: JsonNode): boolean {
  if (a instanceof JsonNumber && b instanceof JsonNumber) return Number(a.text) === Number(b.text)
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => sameNode(item, b[i] ?? null))
  if (a instanceof Map && b instanceof Map) {
    return a.size === b.size && [...a].every(([key, value]) => b.has(key) && sameNode(value, b.get(key) ?? null))
  }
  return a === b
}
