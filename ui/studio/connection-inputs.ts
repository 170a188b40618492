import type { Connection } from './connections-api.ts'

/** The operations of a connector, or tools of an MCP server, that the copilot's nodes name. */
export const operationsOf = (connection: Connection): string[] => [...new Set(connection.uses.map((use) => use.operation).filter(Boolean))]

/** Sample inputs to start from: what nodes bind for this operation. Dotted names are objects in objects, as a node sends them. */
export function sampleInputs(connection: Connection, operation: string): string {
  const names = connection.uses.filter((use) => use.operation === operation || use.operation === '').flatMap((use) => use.inputs)
  const inputs: Record<string, unknown> = {}
  for (const name of new Set(names)) place(inputs, connection.kind === 'flow' ? [name] : (name.match(/'[^']*'|[^./']+/g) ?? [name]).map((part) => part.replace(/^'(.*)'$/, '$1')))
  return JSON.stringify(inputs, undefined, 2)
}

function place(into: Record<string, unknown>, [name = '', ...rest]: string[]) {
  if (rest.length === 0) {
    into[name] ??= ''
    return
  }
  const inner = into[name]
  const next = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {}
  into[name] = next
  place(next, rest)
}

/** The inputs of a test as they were typed, or what is wrong with them. */
export function readInputs(text: string): { inputs: Record<string, unknown> } | { problem: string } {
  if (text.trim() === '') return { inputs: {} }
  try {
    const inputs: unknown = JSON.parse(text)
    if (typeof inputs === 'object' && inputs !== null && !Array.isArray(inputs)) return { inputs: inputs as Record<string, unknown> }
    return { problem: 'Write an object: {"name": "value"}.' }
  } catch (error) {
    return { problem: `This is not JSON: ${error instanceof Error ? error.message : String(error)}` }
  }
}

/** A body for the eyes: JSON with line breaks, anything else as it is. */
export function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2)
  } catch {
    return body
  }
}
