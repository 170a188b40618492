import { z } from 'zod'

/** What one step of a copilot's turn did, for makers in the test pane and for supervisors: never for customers. */
const turnStep = z.object({
  /** Number of the turn within the conversation's versions; steps of one turn share it. */
  turn: z.number(),
  at: z.string(),
  /** What happened: `said`, `event`, `card`, `start`, `inactivity`, `answer` of a call, `other`; `text` in words. */
  event: z.object({ kind: z.enum(['start', 'said', 'card', 'event', 'inactivity', 'answer', 'other']), text: z.string() }),
  recognized: z.array(
    z.object({
      verdict: z.enum(['one', 'several', 'none', 'answer']),
      intents: z.array(z.object({ topic: z.string(), name: z.string(), score: z.number(), phrase: z.string().optional() })),
    }),
  ),
  triggers: z.array(z.object({ topic: z.string(), name: z.string(), trigger: z.string(), reason: z.string(), score: z.number().optional() })),
  nodes: z.array(z.object({ topic: z.string(), name: z.string(), nodeId: z.string(), nodeKind: z.string() })),
  /** Net changes; values as JSON text, shortened. `name` of the topic for `Topic.` variables. */
  changes: z.array(z.object({ variable: z.string(), topic: z.string().optional(), before: z.string(), after: z.string() })),
  errors: z.array(z.object({ code: z.string(), message: z.string(), topic: z.string().optional(), nodeId: z.string().optional() })),
  /** Where generated answers came from, in words. */
  answers: z.array(z.string()).optional(),
  said: z.array(z.string()),
  logged: z.array(z.object({ name: z.string(), properties: z.string() })),
  /** The outside that was asked. */
  call: z.string().nullable(),
})
export type TurnStep = z.infer<typeof turnStep>

export const turnSteps = z.object({
  steps: z.array(turnStep),
  /** Why the steps may not be what happened: the record is incomplete, or running it again said something else. */
  caveat: z.string().nullable(),
})
export type TurnSteps = z.infer<typeof turnSteps>

/** What a topic logged (LogCustomTelemetryEvent, the survey). */
export const loggedEvents = z.object({
  names: z.array(z.object({ name: z.string(), times: z.number() })),
  events: z.array(z.object({ id: z.number(), at: z.string(), name: z.string(), properties: z.unknown(), conversationId: z.string(), channel: z.string() })),
})
export type LoggedEvents = z.infer<typeof loggedEvents>
