import { z } from 'zod'
import type { ModelTool } from '../dialog/types.ts'
import { parseJson } from '../platform/index.ts'
import { ModelFailure, type ModelProvider, type ModelReply, type ModelRequest } from './types.ts'

type ModelSettings = {
  /** Of the service: with or without `/chat/completions` at the end; a query (`?api-version=`) is kept. */
  url: string
  key: string | undefined
  /** As the service calls the model. */
  name: string
}

const LONGEST_ANSWER = 1_000_000
const LONGEST_WAIT_MS = 3_000

const completion = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({
          content: z.union([z.string(), z.array(z.looseObject({ text: z.string().optional() }))]).nullish(),
          tool_calls: z.array(z.object({ function: z.object({ name: z.string(), arguments: z.string().default('{}') }) })).nullish(),
        }),
      }),
    )
    .min(1),
})
const problem = z.object({
  error: z.union([
    z.string(),
    z.looseObject({ message: z.string().nullish(), code: z.union([z.string(), z.number()]).nullish(), innererror: z.looseObject({ content_filter_result: z.record(z.string(), z.unknown()).nullish() }).nullish() }),
  ]),
})

/** Any service that speaks the chat completions of OpenAI: hosted ones, and servers of one's own such as llama.cpp, vLLM or Ollama. */
export function chatCompletions(settings: ModelSettings): ModelProvider {
  const address = addressOf(settings.url)
  const headers = { 'content-type': 'application/json', accept: 'application/json', ...keyHeader(address, settings.key) }

  const once = async (body: string, until: number, signal: AbortSignal | undefined) => {
    const left = until - Date.now()
    if (left <= 0) throw timedOut(address)
    const limit = AbortSignal.timeout(left)
    try {
      const response = await fetch(address, { method: 'POST', headers, body, redirect: 'error', signal: signal ? AbortSignal.any([signal, limit]) : limit })
      return { response, text: await readBounded(response) }
    } catch (error) {
      if (error instanceof ModelFailure) throw error
      if (limit.aborted) throw timedOut(address)
      const reason = (error as { cause?: { code?: string } }).cause?.code ?? (error as Error).name
      throw new ModelFailure('AIModelActionBadRequest', `The language model at ${address.host} could not be reached (${reason}). Check BATON_MODEL_URL and whether the service runs.`)
    }
  }

  return {
    name: settings.name,
    async ask({ messages, tools = [], options = {}, timeoutMs, signal }: ModelRequest): Promise<ModelReply> {
      const body = JSON.stringify({
        model: settings.name,
        messages,
        ...(options.temperature === undefined ? {} : { temperature: options.temperature }),
        ...(options.topP === undefined ? {} : { top_p: options.topP }),
        ...(options.maxTokens === undefined ? {} : { max_tokens: options.maxTokens }),
        ...(options.stop === undefined ? {} : { stop: options.stop }),
        ...(tools.length === 0 ? {} : { tools: tools.map(toolOf), tool_choice: 'auto' }),
      })
      const until = Date.now() + timeoutMs
      let { response, text } = await once(body, until, signal)
      if ([429, 502, 503].includes(response.status)) {
        const wait = Math.min((Number(response.headers.get('retry-after')) || 1) * 1000, LONGEST_WAIT_MS)
        if (Date.now() + wait < until) {
          await new Promise((resolve) => setTimeout(resolve, wait))
          ;({ response, text } = await once(body, until, signal))
        }
      }
      if (!response.ok) throw failureOf(response.status, text, address)
      return replyOf(text, address)
    },
  }
}

function addressOf(url: string): URL {
  const address = new URL(url)
  if (!address.pathname.endsWith('/chat/completions')) address.pathname = `${address.pathname.replace(/\/$/, '')}/chat/completions`
  return address
}

function keyHeader(address: URL, key: string | undefined): Record<string, string> {
  if (!key) return {}
  return address.hostname.endsWith('.azure.com') ? { 'api-key': key } : { authorization: `Bearer ${key}` }
}

const toolOf = ({ name, description, inputs, required }: ModelTool) => ({ type: 'function', function: { name, description, parameters: { type: 'object', properties: inputs, required } } })

async function readBounded(response: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    size += part.byteLength
    if (size > LONGEST_ANSWER) throw new ModelFailure('TooMuchDataToHandle', `The language model's answer is larger than ${LONGEST_ANSWER} bytes.`)
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

function replyOf(text: string, address: URL): ModelReply {
  const parsed = completion.safeParse(parseJson(text))
  const choice = parsed.success ? parsed.data.choices[0] : undefined
  if (!choice) throw new ModelFailure('AIModelActionBadRequest', `${address.host} did not answer like a chat completions service. Check BATON_MODEL_URL.`)
  if (choice.finish_reason === 'content_filter') throw new ModelFailure('OpenAIHate', 'The language model withheld its answer because of its content filter.')
  const { content, tool_calls: calls } = choice.message
  const words = typeof content === 'string' ? content : (content ?? []).map((part) => part.text ?? '').join('')
  return { text: withoutThoughts(words), choices: (calls ?? []).map((call) => ({ tool: call.function.name, inputs: inputsOf(call.function.arguments) })) }
}

/** Some models of one's own think aloud. */
const withoutThoughts = (text: string) => text.replace(/^\s*<think>[\s\S]*?<\/think>\s*/, '').trim()

function inputsOf(text: string): Record<string, unknown> {
  const parsed = z.record(z.string(), z.unknown()).safeParse(parseJson(text))
  return parsed.success ? parsed.data : {}
}

/** What of Azure's content filter fired, as the original product names it. */
const filters: Record<string, string> = { hate: 'OpenAIHate', jailbreak: 'OpenAIJailBreak', indirect_attack: 'OpenAIndirectAttack', self_harm: 'OpenAISelfHarm', sexual: 'OpenAISexual', violence: 'OpenAIViolence' }

function failureOf(status: number, text: string, address: URL): ModelFailure {
  const parsed = problem.safeParse(parseJson(text))
  const error = parsed.success ? parsed.data.error : undefined
  if (typeof error === 'object' && error.code === 'content_filter') {
    const fired = Object.entries(error.innererror?.content_filter_result ?? {}).find(([, result]) => (result as { filtered?: unknown } | null)?.filtered === true)
    return new ModelFailure(filters[fired?.[0] ?? ''] ?? 'OpenAIHate', `The language model refused what was asked because of its content filter${fired ? ` (${fired[0]})` : ''}.`)
  }
  if (status === 429) return new ModelFailure('OpenAIRateLimitReached', `${address.host} takes no more requests for now (status 429). Try again later, or raise its limit.`)
  if (status === 408 || status === 504) return timedOut(address)
  const advice = status === 401 || status === 403 ? ' Check BATON_MODEL_KEY.' : status === 404 ? ' Check BATON_MODEL_URL and BATON_MODEL_NAME.' : ''
  return new ModelFailure('AIModelActionBadRequest', `${address.host} answered with status ${status}${reasonIn(error)}.${advice}`)
}

/** The service's own words may repeat what a customer said; its code may not. */
const reasonIn = (error: unknown) => (typeof error === 'object' && error !== null && 'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? ` (${error.code})` : '')

const timedOut = (address: URL) => new ModelFailure('AIModelActionRequestTimeout', `The language model at ${address.host} did not answer in time.`)
