/** Whose conversation a call is made for; the host finds documents, prompts and what was said before by it. */
export type CallOrigin = { conversationId: string; environmentId: string; copilotId: string; inTestMode: boolean; locale: string }

/** A question to what the copilot knows. */
export type KnowledgeCall = {
  type: 'knowledge'
  callId: string
  /** An answer in words, or the passages as they are. */
  want: 'answer' | 'passages'
  question: string
  scope: KnowledgeScope
  /** What a search of the makers' own brought; nothing means there was none. */
  given?: Finding[]
  /** How a model, where one is connected, is to word the answer. */
  wording: Wording
  origin: CallOrigin
  timeoutMs: number
}

/** Where to look; nothing said means everywhere. */
export type KnowledgeScope = {
  /** Knowledge sources by schema name. */
  sources?: string[]
  /** Files by schema name; false: none. Nothing said: as `sources`. */
  files?: string[] | false
  /** Sources whose condition does not hold now, by schema name. */
  except?: string[]
  /** Addresses of websites; only what was fetched of them can be found. */
  sites?: string[]
}

export type Wording = {
  /** The copilot's instructions and those of the node, in the order they count. */
  instructions: string[]
  /** How careful the model has to be. */
  moderation: 'Minimum' | 'Low' | 'Medium' | 'High' | 'Maximum'
  /** Messages of the customer before this one to take along. */
  history: number
  /** It may answer from what it knows itself when the documents do not say. */
  ownKnowledge: boolean
}

/** A passage that was found. */
export type Finding = { title: string; content: string; location: string; source: string; kind: 'file' | 'site' | 'custom' }

export type KnowledgeResult = {
  type: 'knowledge'
  /** `model`: a model worded it. `extractive`: the documents' own sentences. `none`: no answer was found. */
  mode: 'model' | 'extractive' | 'none'
  /** With `[1]` where a citation belongs. */
  text?: string
  citations: { title: string; text: string; url?: string; source: string }[]
  findings: Finding[]
  /** How sure the search is that the best passage answers, 0..1. */
  confidence: number
  /** For makers: why there is no answer, or why no model worded it. */
  note?: string
}

export type ModelMessage = { role: 'system' | 'user' | 'assistant'; content: string }

/** Something a planner may choose. `inputs` are JSON schema properties. */
export type ModelTool = { name: string; description: string; inputs: Record<string, { type: string; description?: string; enum?: string[] }>; required: string[] }

/** A question to the language model. */
export type ModelCall = {
  type: 'model'
  callId: string
  /** What it is to read; or a prompt of the installation with its inputs. */
  messages?: ModelMessage[]
  prompt?: { modelId: string; inputs: Record<string, unknown> }
  tools?: ModelTool[]
  /** Messages of the customer before this one to take along. */
  history: number
  options?: { temperature?: number; topP?: number; maxTokens?: number; stop?: string[] }
  origin: CallOrigin
  timeoutMs: number
}

export type ModelResult = { type: 'model'; text: string; choices?: { tool: string; inputs: Record<string, unknown> }[] }

/** What an agent's makers tell its model (GptComponentMetadata), and what the configuration says about it. */
export type AgentInstructions = { instructions: string; responseInstructions: string; moderation: Wording['moderation']; ownKnowledge: boolean }
