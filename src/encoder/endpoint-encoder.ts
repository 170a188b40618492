import { z } from 'zod'
import { parseJson } from '../platform/index.ts'
import { padded } from './vectors.ts'
import type { RemoteEncoder } from './sentence-encoder.ts'

/** Sends one request; never throws. main.ts gives the one that every outgoing request goes through. */
export type Send = (request: { url: string; headers: Record<string, string>; body: string; timeoutMs: number }) => Promise<{ status: number; body: string } | { failed: string }>

export type Endpoint = {
  /** With or without `/embeddings` at its end. */
  url: string
  key: string | undefined
  model: string | undefined
}

/** A customer's sentence does not wait longer; phrases come in portions and may. */
const TIMEOUT_MS = 3_000
const PORTION_TIMEOUT_MS = 30_000
/** After a failure it is left alone for so long, so that not every message waits in vain. */
const REST_MS = 30_000
/** Requests under way at once; others wait for their turn. */
const AT_ONCE = 4
/** More numbers a sentence than any encoder gives. */
const WIDEST = 8_192

const answer = z.object({ data: z.array(z.object({ index: z.number().int().optional(), embedding: z.array(z.number()).min(1).max(WIDEST) })) })

/**
 * Sentence vectors from an endpoint that speaks OpenAI's embeddings API: OpenAI itself, or a server of one's own (Ollama,
 * llama.cpp, vLLM, text-embeddings-inference). Throws when it does not answer; recognition then goes by words.
 */
export function endpointEncoder({ url, key, model }: Endpoint, send: Send, now: () => number = Date.now): RemoteEncoder {
  const address = /\/embeddings\/?$/.test(new URL(url).pathname) ? url : `${url.replace(/\/$/, '')}/embeddings`
  const turns = semaphore(AT_ONCE)
  let restUntil = 0

  const ask = async (texts: readonly string[]): Promise<Float32Array[]> => {
    const outcome = await send({
      url: address,
      headers: { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) },
      body: JSON.stringify({ input: texts, encoding_format: 'float', ...(model ? { model } : {}) }),
      timeoutMs: texts.length === 1 ? TIMEOUT_MS : PORTION_TIMEOUT_MS,
    })
    if ('failed' in outcome) throw new Error(`the embeddings endpoint does not answer: ${outcome.failed}`)
    if (outcome.status !== 200) throw new Error(`the embeddings endpoint answered ${outcome.status}. Check BATON_EMBEDDINGS_URL, BATON_EMBEDDINGS_KEY and BATON_EMBEDDINGS_MODEL`)
    return vectorsIn(outcome.body, texts.length)
  }

  return {
    name: `${address} ${model ?? ''}`,
    views: [1],
    async encode(texts) {
      if (now() < restUntil) throw new Error('the embeddings endpoint failed a moment ago')
      const done = await turns()
      try {
        return await ask(texts)
      } catch (error) {
        restUntil = now() + REST_MS
        throw error
      } finally {
        done()
      }
    },
  }
}

function vectorsIn(body: string, count: number): Float32Array[] {
  const parsed = answer.safeParse(parseJson(body))
  if (!parsed.success) throw new Error('the embeddings endpoint answered something else than embeddings. Check BATON_EMBEDDINGS_URL')
  const sorted = parsed.data.data.map((each, i) => ({ at: each.index ?? i, vector: Float32Array.from(each.embedding) })).sort((a, b) => a.at - b.at)
  const width = sorted[0]?.vector.length ?? 0
  if (sorted.length !== count || sorted.some(({ at, vector }, i) => at !== i || vector.length !== width || !vector.every(Number.isFinite))) {
    throw new Error('the embeddings endpoint answered other embeddings than it was asked for')
  }
  return sorted.map(({ vector }) => padded(vector))
}

/** Resolves with what ends the turn. */
function semaphore(most: number): () => Promise<() => void> {
  let busy = 0
  const waiting: (() => void)[] = []
  const done = () => {
    const next = waiting.shift()
    if (next) next()
    else busy--
  }
  return async () => {
    if (busy < most) busy++
    else await new Promise<void>((resolve) => waiting.push(resolve))
    return done
  }
}
