import { z } from 'zod'

const path = z.array(z.union([z.string(), z.number()])).readonly()
/** One change of a document, as `editDocument` of src/topics applies it. */
const edit = z.discriminatedUnion('type', [
  z.object({ type: z.literal('set'), path, value: z.unknown() }),
  z.object({ type: z.literal('insert'), path, value: z.unknown() }),
  z.object({ type: z.literal('remove'), path }),
  z.object({ type: z.literal('rename'), path, key: z.string() }),
  z.object({ type: z.literal('replace'), path, offset: z.number(), length: z.number(), text: z.string() }),
])

export const diagnostic = z.object({
  severity: z.enum(['error', 'warning', 'information']),
  code: z.string(),
  file: z.string(),
  line: z.number(),
  column: z.number(),
  message: z.string(),
  nodeId: z.string().optional(),
  fix: z.string().optional(),
  /** The fix as changes of the document, where it is mechanical. */
  edits: z.array(edit).optional(),
})

/** GET /api/studio/copilots. POST {name} creates one from the blank template (standard system topics). */
export const copilotSummary = z.object({
  id: z.string(),
  name: z.string(),
  schemaName: z.string(),
  topics: z.number(),
  publishedVersion: z.number().nullable(),
  publishedAt: z.string().nullable(),
  changedAt: z.string(),
  /** The draft differs from the published version. */
  unpublishedChanges: z.boolean(),
  connected: z.boolean(),
})
export const createCopilot = z.object({ name: z.string().trim().min(1).max(100) })

/** GET /api/studio/copilots/:id. PATCH {name}. DELETE. */
export const copilotDetail = copilotSummary.extend({
  language: z.string(),
  components: z.array(
    z.object({
      schemaName: z.string(),
      kind: z.string(),
      name: z.string(),
      /** Trigger kind of a topic, e.g. OnRecognizedIntent. */
      trigger: z.string().nullable(),
      state: z.enum(['on', 'off']),
      errors: z.number(),
      warnings: z.number(),
      changedAt: z.string(),
    }),
  ),
})

/**
 * GET/PUT/DELETE /api/studio/copilots/:id/components/:schemaName; POST …/components {kind: topic, entity or variable, name, text}.
 * `revision` is the optimistic lock: a PUT names the one it read, else CHANGED_MEANWHILE. A draft with errors can be
 * saved; it cannot be published. POST …/check {text} checks without saving.
 */
export const component = z.object({
  schemaName: z.string(),
  kind: z.string(),
  name: z.string(),
  state: z.enum(['on', 'off']),
  text: z.string(),
  revision: z.number().int(),
  diagnostics: z.array(diagnostic),
})
export const saveComponent = z.object({ text: z.string().max(1_000_000), revision: z.number().int(), name: z.string().max(200).optional(), state: z.enum(['on', 'off']).optional() })
export const createComponent = z.object({ kind: z.enum(['topic', 'entity', 'variable']), name: z.string().trim().min(1).max(200), text: z.string().max(1_000_000) })

/**
 * POST …/components/:schemaName/complete {text, offset}: what could be written there, with the text as it is being typed.
 * Null where nothing can be said. `items` are all that fit the place, whatever letters stand between `start` and `end`.
 */
export const completeText = z.object({ text: z.string().max(1_000_000), offset: z.number().int().min(0) })
export const completions = z.object({
  place: z.enum(['formula', 'document']),
  start: z.number(),
  end: z.number(),
  items: z.array(z.object({ label: z.string(), insert: z.string(), kind: z.enum(['function', 'variable', 'field', 'enum', 'member', 'property', 'value', 'topic']), detail: z.string() })),
  /** The function whose arguments the caret is in; `active` counts its parameters from 0. */
  signature: z.object({ name: z.string(), about: z.string(), parameters: z.array(z.string()), active: z.number() }).optional(),
})
export const completionAnswer = z.object({ completions: completions.nullable() })

/** POST /api/studio/copilots/:id/publish -> 200, or 422 COPILOT_HAS_ERRORS with `diagnostics`. GET …/diagnostics -> {diagnostics}. */
export const published = z.object({ version: z.number().int(), publishedAt: z.string() })

/** POST /api/studio/import, body: the zip's bytes (application/zip, at most 50 MB). 201. */
export const importReport = z.object({
  copilots: z.array(z.object({ id: z.string(), name: z.string(), schemaName: z.string(), components: z.number() })),
  diagnostics: z.array(diagnostic),
  /** Parts we do not run but keep for export: path and why. */
  preserved: z.array(z.object({ path: z.string(), reason: z.string() })),
})

/** GET /api/studio/copilots/:id/agent-transfers; POST …/connect, …/disconnect answer the same shape. */
export const agentTransfers = z.object({
  hubInstalled: z.boolean(),
  published: z.boolean(),
  nameLength: z.number(),
  /** Why Connect would be refused now, or a caution, in words. */
  problem: z.string().nullable(),
  warning: z.string().nullable(),
  connection: z
    .object({ enabled: z.boolean(), applicationUserId: z.string(), connectedAt: z.string(), disconnectedAt: z.string().nullable(), workstreams: z.array(z.object({ id: z.string(), name: z.string() })) })
    .nullable(),
  /** Where "View in Omnichannel" goes. */
  hubUrl: z.string(),
})

/** POST /api/studio/copilots/:id/test-conversation -> Direct Line token for the saved draft. */
export const testConversation = z.object({ token: z.string(), conversationId: z.string(), directLineUrl: z.string() })

/** GET /api/studio/copilots/:id/channels: the studio's own embed code (no person can be reached there) and the Direct Line secret's state. POST …/channels/secret makes a new secret and shows it once. */
export const copilotChannels = z.object({ embedCode: z.string(), demoUrl: z.string(), directLineUrl: z.string(), tokenUrl: z.string(), secretCreatedAt: z.string().nullable(), secret: z.string().optional() })

/** How a copilot's phrases are learnt. `words`: there is nothing to tell apart yet. */
export const recognizerState = z.object({
  stage: z.enum(['words', 'learning', 'learnt', 'failed']),
  topics: z.number(),
  phrases: z.number(),
  /** Sentences encoded so far, while learning. */
  encoded: z.object({ done: z.number(), of: z.number() }).nullable(),
  /** Sentences are understood by what they mean; otherwise by words and characters alone. */
  meaning: z.boolean(),
  /** The share of its own phrases that it would recognise had they not been trained. */
  accuracy: z.number().nullable(),
  problem: z.string().nullable(),
})
const topicReference = z.object({ schemaName: z.string(), name: z.string() })
export const phraseFinding = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('looks-like'), topic: topicReference, phrase: z.string(), looksLike: topicReference, confidence: z.number() }),
  z.object({ kind: z.literal('same-phrase'), topic: topicReference, phrase: z.string(), looksLike: topicReference }),
  z.object({ kind: z.literal('few-phrases'), topic: topicReference, phrases: z.number() }),
])
/** GET /api/studio/copilots/:id/recognition. `findings` are null while the draft is learnt; ask again in a second. */
export const recognition = z.object({
  published: z.object({ version: z.number(), state: recognizerState }).nullable(),
  draft: recognizerState,
  findings: z.array(phraseFinding).nullable(),
})

/** POST /api/studio/copilots/:id/recognition/explain {text}: what the draft makes of it, layer by layer; the last one answered. */
export const explainUtterance = z.object({ text: z.string().trim().min(1).max(1_000) })
export const explanation = z.object({
  decision: z.enum(['starts', 'asks', 'fallback']),
  topics: z.array(topicReference),
  tiers: z.array(
    z.object({
      tier: z.enum(['same-words', 'words-and-characters', 'meaning']),
      sure: z.number(),
      ranked: z.array(z.object({ topic: topicReference, score: z.number() })),
      nearest: z.array(z.object({ topic: topicReference, phrase: z.string(), likeness: z.number(), name: z.boolean() })),
    }),
  ),
})

/** GET /api/studio/copilots/:id/misses: what customers said and no topic was for, alike together, the most frequent first. */
export const misses = z.object({
  groups: z.array(
    z.object({
      times: z.number(),
      nearest: topicReference.extend({ score: z.number() }).nullable(),
      misses: z.array(z.object({ id: z.string(), said: z.string(), times: z.number(), lastAt: z.string() })),
    }),
  ),
  /** There is more than is shown. */
  more: z.boolean(),
})
const missIds = z.array(z.string().max(100)).min(1).max(1_000)
/** POST …/misses/add {ids, topic}: the texts become phrases of the topic in the draft and leave the list. */
export const addMisses = z.object({ ids: missIds, topic: z.string().max(1_000) })
export const addedMisses = z.object({ added: z.array(z.string()), topic: topicReference })
/** POST …/misses/forget {ids}, or {ids: "all"}. */
export const forgetMisses = z.object({ ids: z.union([missIds, z.literal('all')]) })
