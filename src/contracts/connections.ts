import { z } from 'zod'

export const toolKind = z.enum(['flow', 'connector', 'mcp'])
export type ToolKind = z.infer<typeof toolKind>

/** A node or tool of a copilot that needs it. `operation`: of a connector, or the tool of an MCP server. */
export const connectionUse = z.object({
  copilotId: z.string(),
  copilotName: z.string(),
  component: z.string(),
  componentName: z.string(),
  nodeId: z.string(),
  operation: z.string(),
  inputs: z.array(z.string()),
  outputs: z.array(z.string()),
})

/** Where it is. Secret and header value are never told again. */
export const connectionAddress = z.object({
  name: z.string(),
  url: z.string(),
  privateHost: z.boolean(),
  enabled: z.boolean(),
  headerName: z.string().nullable(),
  secretMadeAt: z.string(),
  /** False when the installation's key has changed: secret and header have to be entered again. */
  readable: z.boolean(),
  changedAt: z.string(),
  changedBy: z.string(),
})

/** `target`: flow id, logical name of the connection reference, schema name of the MCP server. */
export const connection = z.object({
  kind: toolKind,
  target: z.string(),
  name: z.string(),
  state: z.enum(['missing', 'off', 'ready', 'unreadable']),
  uses: z.array(connectionUse),
  address: connectionAddress.nullable(),
})
export type Connection = z.infer<typeof connection>

/**
 * GET /api/studio/copilots/:id/connections: what the draft uses, and what it is mapped to. GET /api/admin/connections: the
 * same for all copilots of the environment, with mappings that none uses any more. Mappings belong to the environment.
 */
export const connections = z.object({ connections: z.array(connection), mayAllowPrivate: z.boolean() })
export type Connections = z.infer<typeof connections>

const headerName = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, 'A header name has letters, digits and hyphens.')
  .refine((name) => !/^(host|content-.*|transfer-encoding|connection|webhook-.*|idempotency-key|accept|mcp-.*)$/i.test(name), 'This header is set by Baton itself.')

/** PUT …/connections/<kind>/<target>. `secret` in the answer is shown this once. DELETE removes the mapping. */
export const saveConnection = z.object({
  name: z.string().trim().max(200).default(''),
  url: z.string().trim().max(2000),
  privateHost: z.boolean().default(false),
  enabled: z.boolean().default(true),
  /** Without `value` the stored one stays, as long as the address is on the same server. */
  header: z.object({ name: headerName, value: z.string().max(8000).regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'A header value is one line.').optional() }).nullable().default(null),
})

/** Answer of PUT, and of POST …/connections/<kind>/<target>/secret, which makes a new one. */
export const savedConnection = z.object({ address: connectionAddress, secret: z.string().optional() })

/** POST …/connections/<kind>/<target>/test: calls what is saved, with sample inputs. */
export const testConnection = z.object({ operation: z.string().max(300).default(''), inputs: z.record(z.string(), z.unknown()).default({}) })
export const testedConnection = z.object({
  milliseconds: z.number(),
  /** The body that was sent. */
  sent: z.string(),
  /** Status and body of the answer; null when there was none. */
  status: z.number().nullable(),
  body: z.string(),
  /** Why a topic would fail on it, or null: then `body` holds its outputs. */
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
})
