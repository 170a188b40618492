import { z } from 'zod'
import { defineNode } from '../define-node.ts'
import { fromJson } from '../fx.ts'
import { release, sendGenerated } from './generated-answer.ts'
import { historyOf, historyType, modelFailure, originOf } from './model-parts.ts'
import type { ModelMessage } from '../types.ts'

const DEFAULT_TIMEOUT_MS = 30_000

/** A chat completion with the makers' own prompts. (schema: ExternalChatCompletionModelConfiguration) */
export const invokeCustomModel = defineNode({
  kind: 'InvokeCustomModelAction',
  title: 'Run a model',
  partly: 'the connected model takes the place of `connectionReference` and `deployment`; `additionalProperties` has no effect',
  schema: z.looseObject({
    id: z.string(),
    variable: z.string().optional(),
    autoSend: z.unknown().optional(),
    requestTimeoutInMilliseconds: z.unknown().optional(),
    modelConfiguration: z.looseObject({
      prompt: z.unknown().optional(),
      systemPrompt: z.unknown().optional(),
      temperature: z.unknown().optional(),
      topP: z.unknown().optional(),
      maxTokens: z.unknown().optional(),
      stopSequence: z.unknown().optional(),
      historyType,
    }),
    errorHandling: z.looseObject({ kind: z.string().optional(), statusCode: z.string().optional(), errorResponseBody: z.string().optional() }).nullish(),
  }),
  run(node, turn) {
    if (turn.frame?.stage?.node === node.id) return release(turn)
    const { prompt, systemPrompt, temperature, topP, maxTokens, stopSequence, historyType: history } = node.modelConfiguration
    const message = (role: ModelMessage['role'], raw: unknown): ModelMessage[] => {
      const content = turn.text(raw).trim()
      return content ? [{ role, content }] : []
    }
    const messages = [...message('system', systemPrompt), ...message('user', prompt ?? '{System.Activity.Text}')]
    const number = (raw: unknown) => (raw === undefined ? undefined : turn.number(raw, Number.NaN))
    const stop = stopSequence === undefined ? undefined : turn.plain(stopSequence)
    const options = { temperature: number(temperature), topP: number(topP), maxTokens: number(maxTokens), stop: Array.isArray(stop) ? stop.map(String) : undefined }
    turn.request({
      type: 'model',
      messages,
      history: historyOf(turn, history, 0),
      options: Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined && !Number.isNaN(value))),
      origin: originOf(turn),
      timeoutMs: turn.number(node.requestTimeoutInMilliseconds, DEFAULT_TIMEOUT_MS),
    })
  },
  resume(node, turn, result) {
    if (result.type === 'model') {
      if (node.variable) turn.set(node.variable, result.text)
      if (result.text.trim() && turn.boolean(node.autoSend, true)) sendGenerated(turn, node.id, { text: result.text.trim(), citations: [] })
      return
    }
    if (node.errorHandling?.kind !== 'ContinueOnErrorBehavior') throw modelFailure(node.id, result)
    const { statusCode, errorResponseBody } = node.errorHandling
    if (statusCode) turn.set(statusCode, fromJson(0))
    if (errorResponseBody) turn.set(errorResponseBody, result.type === 'failed' ? result.message : null)
  },
})
