import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { outgoingHttp } from '../engagement/outgoing-http.ts'
import { layeredRecognizer } from '../recognition/index.ts'
import { endpointEncoder, type Send } from './endpoint-encoder.ts'
import { learnerOn } from './learner.ts'
import { bytesOf } from './learner.ts'
import { learnPhrases } from '../recognition/index.ts'

type Asked = { path: string | undefined; authorization: string | undefined; body: { input: string[]; model?: string } }

let server: http.Server
let url: string
let asked: Asked[]
let reply: (body: Asked['body']) => { status: number; body: string }
/** A server that puts sentences about money and about time apart, in three numbers. */
const meaning = (text: string) => [/money|refund|geld|pay/i.test(text) ? 1 : 0, /open|hours|time|uhr/i.test(text) ? 1 : 0, 0.1]
const honest: typeof reply = ({ input }) => ({ status: 200, body: JSON.stringify({ data: input.map((text, index) => ({ index, embedding: meaning(text) })).reverse() }) })

beforeAll(async () => {
  server = http.createServer((request, response) => {
    let text = ''
    request.on('data', (part: Buffer) => (text += part.toString()))
    request.on('end', () => {
      const body = JSON.parse(text) as Asked['body']
      asked.push({ path: request.url, authorization: request.headers.authorization, body })
      const answer = reply(body)
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
})
beforeEach(() => {
  asked = []
  reply = honest
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

const send: Send = async (request) => {
  const result = await outgoingHttp([new URL(request.url).host])({ type: 'http', callId: 'c', method: 'POST', ...request })
  return result.type === 'http' ? result : { failed: result.type === 'failed' ? result.message : '' }
}
const encoder = (now?: () => number) => endpointEncoder({ url, key: 'secret', model: 'small' }, send, now)

describe('an embeddings endpoint of the maker’s own', () => {
  it('is asked as OpenAI’s is, and its answers are put in order', async () => {
    const vectors = await encoder().encode(['give me money', 'what time is it'])
    expect(asked).toEqual([{ path: '/v1/embeddings', authorization: 'Bearer secret', body: { input: ['give me money', 'what time is it'], encoding_format: 'float', model: 'small' } }])
    // Four numbers at a time are compared: three become four.
    expect(vectors.map((vector) => [...vector].map((value) => Math.round(value * 10) / 10))).toEqual([[1, 0, 0.1, 0], [0, 1, 0.1, 0]])
  })

  it('may be named whole', async () => {
    await endpointEncoder({ url: `${url}/embeddings`, key: undefined, model: undefined }, send).encode(['hello'])
    expect(asked).toMatchObject([{ path: '/v1/embeddings', authorization: undefined, body: { input: ['hello'] } }])
  })

  it.each<[string, typeof reply, RegExp]>([
    ['an error', () => ({ status: 401, body: '{}' }), /answered 401\. Check BATON_EMBEDDINGS_URL/],
    ['something else', () => ({ status: 200, body: '<html>' }), /something else than embeddings/],
    ['too few', ({ input }) => honest({ input: input.slice(1) }), /other embeddings/],
    ['the same one twice', () => ({ status: 200, body: JSON.stringify({ data: [{ index: 0, embedding: [1] }, { index: 0, embedding: [1] }] }) }), /other embeddings/],
    ['different widths', () => ({ status: 200, body: JSON.stringify({ data: [{ index: 0, embedding: [1] }, { index: 1, embedding: [1, 2] }] }) }), /other embeddings/],
  ])('is refused when it answers %s', async (_, broken, problem) => {
    reply = broken
    await expect(encoder().encode(['one', 'two'])).rejects.toThrow(problem)
  })

  it('is left alone for a while after a failure', async () => {
    let time = 0
    const of = encoder(() => time)
    reply = () => ({ status: 500, body: '' })
    await expect(of.encode(['one'])).rejects.toThrow('500')
    reply = honest
    await expect(of.encode(['one'])).rejects.toThrow('a moment ago')
    expect(asked).toHaveLength(1)
    time = 31_000
    expect(await of.encode(['one'])).toHaveLength(1)
  })

  it('says so when nobody is there', async () => {
    const nobody = endpointEncoder({ url: 'http://127.0.0.1:1', key: undefined, model: undefined }, send)
    await expect(nobody.encode(['one'])).rejects.toThrow('does not answer')
  })

  it('understands a language that the built-in encoder does not, and words decide while it is away', async () => {
    const of = encoder()
    const learner = learnerOn({ encoder: of.name, views: of.views, encode: (texts) => of.encode(texts), fit: async ({ phrases, topics, encoded }) => bytesOf(learnPhrases(phrases, topics, encoded)) })
    const intents = [
      { topic: 'refund', phrases: ['Ich will mein Geld zurück', 'Geld erstatten', 'Kann ich Geld wiederhaben', 'Bitte um Rückgabe von Geld'] },
      { topic: 'hours', phrases: ['Wann öffnet ihr, um wie viel Uhr', 'Bis wie viel Uhr habt ihr auf', 'Uhrzeiten', 'Um welche Uhrzeit schließt ihr'] },
    ]
    const recognizer = layeredRecognizer({ intents }, learner)
    await recognizer.learnt()
    expect(recognizer.state().meaning).toBe(true)
    expect((await recognizer.recognize('where is my refund', 'de-DE'))[0]?.topic).toBe('refund')
    reply = () => ({ status: 500, body: '' })
    expect((await recognizer.recognize('Ich möchte Geld zurück haben bitte', 'de-DE'))[0]?.topic).toBe('refund')
  })
})
