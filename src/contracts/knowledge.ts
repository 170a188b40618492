import { z } from 'zod'

/** GET /api/studio/copilots/:id/knowledge: what the draft knows from, and how each source is. */
export const knowledgePage = z.object({
  sources: z.array(
    z.object({
      schemaName: z.string(),
      name: z.string(),
      kind: z.enum(['file', 'site', 'other']),
      /** `reading`: being read or fetched now. `not-fetched`: a website nobody has fetched yet. `not-searched`: of a kind that cannot be searched here. */
      state: z.enum(['indexed', 'reading', 'failed', 'not-fetched', 'not-searched']),
      problem: z.string().nullable(),
      passages: z.number(),
      /** Of a file. */
      bytes: z.number().nullable(),
      /** Of a website. */
      address: z.string().nullable(),
      fetchedAt: z.string().nullable(),
      pages: z.array(z.object({ url: z.string(), title: z.string(), problem: z.string().nullable() })),
    }),
  ),
  /** Some topic that is on asks the knowledge, or the planner does: without, nobody gets an answer from it. */
  asked: z.boolean(),
  /** The connected language model; null: answers are sentences of the documents. */
  model: z.string().nullable(),
  /** Prompts that topics run by their id, and those that are entered. */
  prompts: z.array(z.object({ modelId: z.string(), name: z.string(), text: z.string(), usedBy: z.array(z.string()) })),
  readable: z.array(z.string()),
  maxBytes: z.number(),
})

/** POST …/knowledge/files?name=Guide.pdf, body: the bytes (application/octet-stream). A file of the same name is replaced. 201, knowledgePage. */
export const uploadQuery = z.object({ name: z.string().trim().min(1).max(200).regex(/^[^/\\\0]+$/, 'a file name without slashes') })
/** POST …/knowledge/sites. 201, knowledgePage; the website is fetched in the background. */
export const addSite = z.object({ address: z.url({ protocol: /^https?$/ }).max(2_000), name: z.string().trim().max(100).optional(), subPages: z.boolean().default(true) })
/** POST …/knowledge/fetch {schemaName} fetches a website anew, in the background. 202. */
export const fetchSource = z.object({ schemaName: z.string().max(1_000) })

/** POST …/knowledge/try: what the draft would answer, and from which passages. */
export const tryQuestion = z.object({ question: z.string().trim().min(1).max(1_000) })
export const triedQuestion = z.object({
  mode: z.enum(['model', 'extractive', 'none']),
  text: z.string().nullable(),
  citations: z.array(z.object({ title: z.string(), url: z.string().nullable(), text: z.string() })),
  note: z.string().nullable(),
  /** Best first. */
  passages: z.array(
    z.object({
      title: z.string(),
      url: z.string().nullable(),
      heading: z.string(),
      text: z.string(),
      page: z.number().nullable(),
      /** How likely it is that the passage answers, 0..1; an answer needs `threshold`. */
      confidence: z.number(),
      /** Rank by words and by meaning, from 1. */
      lexicalRank: z.number().nullable(),
      vectorRank: z.number().nullable(),
      /** Share of the question's telling words that occur, 0..1. */
      coverage: z.number(),
      similarity: z.number(),
    }),
  ),
  threshold: z.number(),
})

/** PUT …/knowledge/prompts/:modelId. DELETE forgets it. Both answer knowledgePage. */
export const savePrompt = z.object({ name: z.string().trim().min(1).max(200), text: z.string().trim().min(1).max(20_000) })
