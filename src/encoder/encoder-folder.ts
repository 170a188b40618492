import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Tokenizer } from '@huggingface/tokenizers'
import type { InferenceSession, Tensor } from 'onnxruntime-web'
import { z } from 'zod'
import { BatonError } from '../platform/index.ts'
import type { Runtime } from './onnx/runtime.ts'
import type { LocalEncoder, OpenEncoder } from './sentence-encoder.ts'
import { padded } from './vectors.ts'

/** Where exports of sentence encoders keep the model, the most usual first. */
const MODELS = ['model.onnx', 'onnx/model.onnx', 'model_quantized.onnx', 'onnx/model_quantized.onnx']
/** Where a large model keeps its weights, behind its own name. */
const BESIDE_MODEL = ['_data', '.data']
/** What else the vectors depend on. */
const SETTINGS = ['tokenizer.json', 'tokenizer_config.json', '1_Pooling/config.json', 'sentence_bert_config.json', 'config_sentence_transformers.json']
/** Read by attention, which costs its square: customers' messages and phrases are short. */
const MOST_PIECES = 512
/** What stands for a text of which nothing is known: the first of a vocabulary fills up or is unknown. */
const NOTHING = 0
/** More numbers a sentence than any encoder gives. */
const WIDEST = 8_192

/** What sentence-transformers writes beside a model; other keys do not matter here. */
const poolingFile = z.object({ pooling_mode_cls_token: z.boolean().optional(), pooling_mode_max_tokens: z.boolean().optional(), pooling_mode_lasttoken: z.boolean().optional() })
const limitFile = z.object({ max_seq_length: z.number().int().positive().nullable().optional() })
const modulesFile = z.array(z.object({ type: z.string() }))
const promptsFile = z.object({ prompts: z.record(z.string(), z.string()).optional(), default_prompt_name: z.string().nullable().optional() })
const tokenizerFile = z.object({ model: z.object({}).loose() }).loose()

/**
 * A sentence encoder that was exported as ONNX, in the layout of Hugging Face and sentence-transformers: `tokenizer.json`
 * and `model.onnx` (or `onnx/model.onnx`), and if they are there `tokenizer_config.json`, `1_Pooling/config.json`,
 * `sentence_bert_config.json`, `config_sentence_transformers.json`. It is named by its content, so that vectors of
 * another are never compared with its own. Throws when the folder holds no such thing.
 */
export async function describeFolder(folder: string): Promise<LocalEncoder> {
  const model = await modelIn(folder)
  const files = [model, ...BESIDE_MODEL.map((ending) => model + ending), ...SETTINGS.map((name) => path.join(folder, name))]
  if (!(await exists(path.join(folder, 'tokenizer.json')))) throw new BatonError('SETTING_UNUSABLE', `${folder} has no tokenizer.json. ${ADVICE}`)
  const hash = createHash('sha256')
  for (const file of files) if (await exists(file)) await pipeline(createReadStream(file), hash, { end: false })
  return { name: `folder ${hash.digest('base64url')}`, views: [1], folder }
}

const ADVICE = 'BATON_ENCODER_FOLDER names a folder with model.onnx and tokenizer.json, as sentence encoders are exported with optimum or published for transformers.js.'

async function modelIn(folder: string): Promise<string> {
  for (const name of MODELS) if (await exists(path.join(folder, name))) return path.join(folder, name)
  throw new BatonError('SETTING_UNUSABLE', `${folder} has none of ${MODELS.join(', ')}. ${ADVICE}`)
}

const exists = async (file: string) => (await stat(file).catch(() => undefined))?.isFile() === true

export async function openFolder(folder: string, runtime: Runtime): Promise<OpenEncoder> {
  const read = async <T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> => {
    const at = path.join(folder, file)
    if (!(await exists(at))) return undefined
    try {
      return schema.parse(JSON.parse(await readFile(at, 'utf8')))
    } catch (error) {
      throw new Error(`${at} cannot be read: ${error instanceof z.ZodError ? z.prettifyError(error) : String(error)}`)
    }
  }
  const [words, settings, pooling, limit, modules, prompts] = await Promise.all([
    read('tokenizer.json', tokenizerFile),
    read('tokenizer_config.json', z.object({}).loose()),
    read('1_Pooling/config.json', poolingFile),
    read('sentence_bert_config.json', limitFile),
    read('modules.json', modulesFile),
    read('config_sentence_transformers.json', promptsFile),
  ])
  const tokenizer = new Tokenizer(words as never, (settings ?? {}) as never)
  const session = await openModel(await modelIn(folder), runtime)
  const output = outputOf(session, folder, modules?.some(({ type }) => type.endsWith('.Dense')) ?? false)
  const most = Math.min(MOST_PIECES, limit?.max_seq_length ?? MOST_PIECES)
  const prompt = prompts?.prompts?.[prompts.default_prompt_name ?? ''] ?? ''
  return {
    piecesOf(text) {
      // What some vocabularies do not know has no number.
      const pieces = tokenizer.encode(prompt + (text.trim() || '?')).ids.filter((id) => id !== undefined)
      if (pieces.length === 0) return [NOTHING]
      // The last one often says that the text ends.
      return pieces.length > most ? [...pieces.slice(0, most - 1), pieces.at(-1) as number] : pieces
    },
    async vectorsOf(texts) {
      const length = Math.max(1, ...texts.map((pieces) => pieces.length))
      const shape = [texts.length, length]
      const ids = new BigInt64Array(texts.length * length)
      const mask = new BigInt64Array(ids.length)
      texts.forEach((pieces, row) =>
        pieces.forEach((piece, place) => {
          ids[row * length + place] = BigInt(piece)
          mask[row * length + place] = 1n
        }),
      )
      const known: Record<string, BigInt64Array> = { input_ids: ids, attention_mask: mask, token_type_ids: new BigInt64Array(ids.length) }
      const made = await session.run(Object.fromEntries(session.inputNames.map((name) => [name, runtime.tensor('int64', known[name] as BigInt64Array, shape)])), [output])
      const vectors = vectorsIn(made[output] as Tensor, texts, pooling)
      if (vectors.some((vector) => vector.length > WIDEST || !vector.every(Number.isFinite))) throw new Error(`the model in ${folder} gives no usable vectors`)
      return vectors.map((vector) => padded(vector))
    },
  }
}

async function openModel(file: string, runtime: Runtime): Promise<InferenceSession> {
  let session: InferenceSession
  try {
    session = await runtime.open(file)
  } catch (error) {
    throw new Error(`${file} is no model that ONNX Runtime can open: ${error instanceof Error ? error.message : String(error)}`)
  }
  const strange = session.inputNames.filter((name) => !['input_ids', 'attention_mask', 'token_type_ids'].includes(name))
  if (strange.length > 0) throw new Error(`${file} asks for ${strange.join(', ')}, which a sentence encoder does not. ${ADVICE}`)
  return session
}

/** A finished sentence vector where there is one, or else what became of each piece. */
function outputOf(session: InferenceSession, folder: string, dense: boolean): string {
  const finished = session.outputNames.find((name) => name === 'sentence_embedding')
  if (finished !== undefined) return finished
  if (dense) throw new Error(`${folder} needs a layer behind the model (modules.json: Dense). Export it with the whole model, so that it has an output "sentence_embedding".`)
  return session.outputNames.find((name) => name === 'last_hidden_state' || name === 'token_embeddings') ?? (session.outputNames[0] as string)
}

function vectorsIn({ data, dims }: Tensor, texts: readonly number[][], pooling: z.infer<typeof poolingFile> | undefined): Float32Array[] {
  const numbers = data as Float32Array
  const width = dims.at(-1) ?? 0
  if (!(numbers instanceof Float32Array) || dims[0] !== texts.length || width === 0 || dims.length > 3) throw new Error(`the encoder's model gives [${dims.join(', ')}] instead of one vector a text or a piece`)
  if (dims.length === 2) return texts.map((_, row) => numbers.slice(row * width, (row + 1) * width))
  const length = dims[1] as number
  return texts.map((pieces, row) => {
    const piece = (place: number) => numbers.subarray((row * length + place) * width, (row * length + place + 1) * width)
    if (pooling?.pooling_mode_cls_token) return piece(0).slice()
    if (pooling?.pooling_mode_lasttoken) return piece(pieces.length - 1).slice()
    const pooled = new Float32Array(width).fill(pooling?.pooling_mode_max_tokens ? -Infinity : 0)
    for (let place = 0; place < pieces.length; place++) {
      const of = piece(place)
      for (let i = 0; i < width; i++) {
        if (pooling?.pooling_mode_max_tokens) pooled[i] = Math.max(pooled[i] as number, of[i] as number)
        else pooled[i]! += (of[i] as number) / pieces.length
      }
    }
    return pooled
  })
}
