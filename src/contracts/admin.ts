import { z } from 'zod'
import { emailAddress, role } from './auth.ts'

const name = z.string().trim().min(1, 'Give it a name.').max(100)

/** A condition on a variable of the conversation (the copilot's variables, va_*, and the page's context). Case-insensitive names. */
const ruleCondition = z.object({
  variable: z.string().trim().min(1).max(200),
  operator: z.enum(['equals', 'not-equals', 'contains', 'starts-with', 'greater', 'less', 'is-set', 'is-not-set']),
  value: z.string().max(1000).default(''),
})
export type RuleCondition = z.infer<typeof ruleCondition>

const routingRule = z.object({
  id: z.string(),
  name,
  match: z.enum(['all', 'any']).default('all'),
  conditions: z.array(ruleCondition).max(20),
  queueId: z.string(),
})
export type RoutingRule = z.infer<typeof routingRule>

/** One intake: its copilot, its rules (first match wins), where to go without one. */
export const workstream = z.object({
  id: z.string(),
  name,
  copilotId: z.string().nullable(),
  rules: z.array(routingRule).max(200),
  fallbackQueueId: z.string(),
  /** Seconds to answer an offer. */
  offerSeconds: z.number().int().min(10).max(600).default(120),
  /** Units of an agent's capacity that one conversation takes. */
  capacityUnits: z.number().int().min(1).max(100).default(1),
  /** Minutes after which wrap-up closes by itself. */
  wrapUpMinutes: z.number().int().min(1).max(1440).default(15),
})
export type Workstream = z.infer<typeof workstream>

export const queue = z.object({
  id: z.string(),
  name,
  /** Smaller wins. */
  priority: z.number().int().min(0).max(1000).default(100),
  memberIds: z.array(z.string()).max(5000),
})
export type Queue = z.infer<typeof queue>

/** GET /api/admin/people: everybody of the environment. POST and PUT take `personWanted`. */
export const personWanted = z.object({
  name,
  email: emailAddress,
  roles: z.array(role).max(10).transform((roles) => [...new Set(roles)]),
  capacity: z.number().int().min(0).max(1000),
  /** Of agents; others serve none. */
  queueIds: z.array(z.string().max(300)).max(1000),
})
export type PersonWanted = z.infer<typeof personWanted>

export const person = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  roles: z.array(role),
  capacity: z.number(),
  queueIds: z.array(z.string()),
  /** Invited: they have no way to sign in yet. */
  status: z.enum(['active', 'invited', 'disabled']),
  hasPassword: z.boolean(),
  lastSignInAt: z.string().nullable(),
  /** The link that was given out for them and not used. */
  link: z.object({ purpose: z.enum(['invitation', 'reset']), expiresAt: z.string(), expired: z.boolean() }).nullable(),
  /** What a change names, so that two administrators do not overwrite each other. */
  revision: z.string(),
})
export type Person = z.infer<typeof person>
export const people = z.object({ people: z.array(person) })
/** POST /api/admin/people and POST /api/admin/people/:id/link: the address to hand over, told this once. */
export const personWithLink = z.object({ person, link: z.object({ url: z.string(), purpose: z.enum(['invitation', 'reset']), expiresAt: z.string() }) })
export type PersonWithLink = z.infer<typeof personWithLink>

export const agentProfile = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  roles: z.array(z.string()),
  capacity: z.number().int().min(0).max(1000),
  queueIds: z.array(z.string()),
})
export type AgentProfile = z.infer<typeof agentProfile>

export const widget = z.object({
  id: z.string(),
  name,
  workstreamId: z.string(),
  title: z.string().trim().min(1).max(80).default('Chat with us'),
  subtitle: z.string().max(160).default(''),
  /** #rrggbb */
  color: z.string().regex(/^#[0-9a-fA-F]{6}$/, 'A colour is # and six hexadecimal digits.').default('#0f6cbd'),
  position: z.enum(['right', 'left']).default('right'),
  /** Origins that may host the widget; empty: any. */
  allowedOrigins: z.array(z.string().max(300)).max(50).default([]),
})
export type Widget = z.infer<typeof widget>

/** An application user that stands for a copilot in the hub. */
const connectedCopilot = z.object({
  copilotId: z.string(),
  copilotName: z.string(),
  applicationUserId: z.string(),
  enabled: z.boolean(),
  connectedAt: z.string(),
  disconnectedAt: z.string().nullable(),
  workstreams: z.array(z.object({ id: z.string(), name: z.string() })),
})

/**
 * GET /api/admin/overview (administrator). Changes: PUT /api/admin/workstreams/:id, POST /api/admin/workstreams,
 * DELETE …; the same for queues and widgets; PUT /api/admin/agents/:id {capacity, queueIds}. A body is the object
 * without id. Answers are the stored object. Embed code of a widget: widgetCode.
 */
export const adminOverview = z.object({
  environment: z.object({ id: z.string(), name: z.string() }),
  workstreams: z.array(workstream),
  queues: z.array(queue),
  agents: z.array(agentProfile),
  widgets: z.array(widget.extend({ embedCode: z.string(), demoUrl: z.string() })),
  copilots: z.array(connectedCopilot),
})
export type AdminOverview = z.infer<typeof adminOverview>
