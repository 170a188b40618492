import type { ModelCall, ModelMessage, ModelTool } from '../dialog/types.ts'

/** What a model is asked. */
export type ModelRequest = { messages: readonly ModelMessage[]; tools?: readonly ModelTool[]; options?: ModelCall['options']; timeoutMs: number; signal?: AbortSignal | undefined }
/** What it says: words, or the tools it wants to be used. */
export type ModelReply = { text: string; choices: { tool: string; inputs: Record<string, unknown> }[] }

/** A language model somewhere. Rejects with a ModelFailure. */
export type ModelProvider = {
  /** What the service calls the model, for pages and traces. */
  name: string
  ask(request: ModelRequest): Promise<ModelReply>
}

/** With a code of the original product, and words for makers; never with what a customer said. */
export class ModelFailure extends Error {
  override readonly name = 'ModelFailure'
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}
