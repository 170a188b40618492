import { describe, expect, it } from 'vitest'
import { loadRuntime } from './onnx/runtime.ts'
import { loadSentenceEncoder } from './sentence-encoder.ts'

const texts = ['where is my parcel please', 'cancel', 'can you tell me the opening hours of the store in town, and whether you are open on Sundays: yes or no?', '日本語', '', 'I NEED MY MONEY BACK']

const cosine = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * (b[i] as number), 0) / (Math.hypot(...a) * Math.hypot(...b))
const finishedOf = (vector: Float32Array) => vector.slice(0, 512)

/** There is no native runtime for every machine. */
const isNative = (await loadRuntime()).kind === 'native'

describe('the built-in encoder', () => {
  const usual = loadSentenceEncoder()
  const wasm = loadSentenceEncoder(undefined, ['wasm'])

  it.runIf(isNative)('gives the same vectors natively and as WebAssembly, for every text alone or together', async () => {
    const together = await (await usual).encode(texts)
    const alone = await Promise.all(texts.map(async (text) => (await (await usual).encode([text]))[0] as Float32Array))
    const portable = await (await wasm).encode(texts)
    texts.forEach((_, i) => {
      expect(together[i]).toHaveLength(1024)
      expect(cosine(together[i] as Float32Array, alone[i] as Float32Array)).toBeGreaterThan(0.999_99)
      expect(cosine(together[i] as Float32Array, portable[i] as Float32Array)).toBeGreaterThan(0.999_99)
    })
  })

  it('puts close together what means the same, also when it is shouted', async () => {
    const [parcel, shipped, weather, money, shouted] = (await (await usual).encode(['where is my parcel', 'has my package been shipped', 'what is the weather like', 'I need my money back', 'I NEED MY MONEY BACK'])).map(finishedOf) as [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array]
    expect(cosine(parcel, shipped)).toBeGreaterThan(cosine(parcel, weather) + 0.2)
    expect(cosine(money, shouted)).toBeGreaterThan(0.9)
  })

  it('reads no more than it was made for of a long text', async () => {
    const [vector] = await (await usual).encode(['parcel '.repeat(5_000)])
    expect(vector?.every(Number.isFinite)).toBe(true)
  })

  it('says what is wrong when no runtime loads', async () => {
    await expect(loadSentenceEncoder(undefined, [])).rejects.toThrow('ONNX Runtime cannot be loaded')
  })
})
