import type { CallResult, ModelCall, ModelMessage } from '../../dialog/index.ts'
import { ModelFailure, promptMessages, type ModelProvider } from '../../models/index.ts'
import type { Log } from '../../platform/index.ts'
import { withoutLast } from './knowledge-calls.ts'
import type { StoredPrompt } from './knowledge-ports.ts'

export type ModelCallDeps = {
  model?: ModelProvider | undefined
  prompt(environmentId: string, modelId: string): Promise<StoredPrompt | undefined>
  history(conversationId: string, messages: number): Promise<ModelMessage[]>
  log: Log
}

/** Answers model calls. Never throws. */
export function modelCalls({ model, prompt, history, log }: ModelCallDeps) {
  return async (call: ModelCall, signal?: AbortSignal): Promise<CallResult> => {
    try {
      if (!model) throw new ModelFailure('AIModelActionBadRequest', 'no language model is connected. An administrator connects one with BATON_MODEL_URL, BATON_MODEL_NAME and BATON_MODEL_KEY.')
      const { text, choices } = await model.ask({ messages: await messagesOf(call), ...(call.tools ? { tools: call.tools } : {}), options: call.options, timeoutMs: call.timeoutMs, signal })
      return { type: 'model', text, ...(choices.length > 0 ? { choices } : {}) }
    } catch (failure) {
      if (failure instanceof ModelFailure) return { type: 'failed', code: failure.code, message: failure.message }
      log.error('the language model could not be asked', failure)
      return { type: 'failed', code: 'SystemError', message: 'the language model could not be asked; the log of the service says why' }
    }
  }

  async function messagesOf(call: ModelCall): Promise<ModelMessage[]> {
    if (call.prompt) {
      const stored = await prompt(call.origin.environmentId, call.prompt.modelId)
      if (!stored) throw new ModelFailure('AIModelActionBadRequest', `the prompt ${call.prompt.modelId} has no words here, because packages hold only its id. Enter them on the copilot's Knowledge page, under Prompts.`)
      return promptMessages(stored.text, call.prompt.inputs)
    }
    const messages = call.messages ?? []
    if (call.history <= 0) return messages
    const question = messages.findLast(({ role }) => role === 'user')?.content ?? ''
    const before = withoutLast(await history(call.origin.conversationId, call.history), question)
    const at = messages.findIndex(({ role }) => role !== 'system')
    return at < 0 ? [...messages, ...before] : [...messages.slice(0, at), ...before, ...messages.slice(at)]
  }
}
