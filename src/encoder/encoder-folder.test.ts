import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { describeFolder } from './encoder-folder.ts'
import { encodingWith } from './local-learner.ts'
import { modelBytes, type Graph } from './onnx/format.ts'
import { loadSentenceEncoder } from './sentence-encoder.ts'
import { workerLearner } from './worker-learner.ts'

const words = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'where', 'is', 'my', 'parcel', 'hello']
const WIDTH = 3
/** What a word means: its number, its square, and 1. */
const meaningOf = (word: string) => [words.indexOf(word), words.indexOf(word) ** 2, 1]

const tokenizer = {
  version: '1.0',
  added_tokens: words.slice(0, 4).map((content, id) => ({ id, content, special: true, single_word: false, lstrip: false, rstrip: false, normalized: false })),
  normalizer: { type: 'Lowercase' },
  pre_tokenizer: { type: 'Whitespace' },
  post_processor: { type: 'TemplateProcessing', single: ['[CLS]', 'A', '[SEP]'].map((id) => (id === 'A' ? { Sequence: { id, type_id: 0 } } : { SpecialToken: { id, type_id: 0 } })), pair: [], special_tokens: Object.fromEntries(['[CLS]', '[SEP]'].map((id) => [id, { id, ids: [words.indexOf(id)], tokens: [id] }])) },
  decoder: null,
  model: { type: 'WordPiece', vocab: Object.fromEntries(words.map((word, id) => [word, id])), unk_token: '[UNK]', continuing_subword_prefix: '##', max_input_chars_per_word: 100 },
}

/** A model that only looks words up. */
const lookUp = (inputs = ['input_ids', 'attention_mask']): Graph => ({
  inputs: inputs.map((name) => ({ name, type: 'int64', shape: ['texts', 'length'] })),
  outputs: ['last_hidden_state'],
  nodes: [{ op: 'Gather', inputs: ['meanings', 'input_ids'], outputs: ['last_hidden_state'], attributes: {} }],
  constants: [{ name: 'meanings', shape: [words.length, WIDTH], values: Float32Array.from(words.flatMap(meaningOf)) }],
})

/** The same, with an output that is one vector a text already: the greatest of its words. */
const finished = (): Graph => {
  const graph = lookUp()
  return { ...graph, outputs: ['last_hidden_state', 'sentence_embedding'], nodes: [...graph.nodes, { op: 'ReduceMax', inputs: ['last_hidden_state'], outputs: ['sentence_embedding'], attributes: { axes: [1], keepdims: 0n } }] }
}

let folder: string
const folders: string[] = []
const put = (file: string, content: unknown) => {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
  writeFileSync(path.join(folder, file), content instanceof Uint8Array ? content : typeof content === 'string' ? content : JSON.stringify(content))
}
beforeEach(() => {
  folders.push((folder = mkdtempSync(path.join(os.tmpdir(), 'baton-encoder-'))))
  put('model.onnx', modelBytes(lookUp()))
  put('tokenizer.json', tokenizer)
})
afterAll(() => folders.forEach((each) => rmSync(each, { recursive: true, force: true })))

const mean = (...each: string[]) => [0, 1, 2].map((i) => each.reduce((sum, word) => sum + (meaningOf(word)[i] as number), 0) / each.length)
/** But for what is lost in 32 bits. */
const like = (...numbers: number[]) => [...numbers, 0].map((number) => expect.closeTo(number, 5))
const encode = async (...texts: string[]) => (await (await loadSentenceEncoder(folder)).encode(texts)).map((vector) => [...vector])

describe('an encoder in a folder', () => {
  it('gives the mean of all pieces, of each text apart however long its neighbours are', async () => {
    const [long, short, unknown] = await encode('Where is my parcel', 'hello', 'quux')
    expect(long).toEqual(like(...mean('[CLS]', 'where', 'is', 'my', 'parcel', '[SEP]')))
    expect(short).toEqual(like(...mean('[CLS]', 'hello', '[SEP]')))
    expect(unknown).toEqual(like(...mean('[CLS]', '[UNK]', '[SEP]')))
  })

  it.each([
    ['pooling_mode_cls_token', meaningOf('[CLS]')],
    ['pooling_mode_max_tokens', meaningOf('hello')],
    ['pooling_mode_lasttoken', meaningOf('[SEP]')],
  ])('pools as 1_Pooling/config.json says: %s', async (mode, expected) => {
    put('1_Pooling/config.json', { word_embedding_dimension: WIDTH, [mode]: true })
    expect(await encode('hello')).toEqual([like(...expected)])
  })

  it('prefers a sentence vector that the model finishes itself', async () => {
    put('model.onnx', modelBytes(finished()))
    expect(await encode('hello')).toEqual([like(...meaningOf('hello'))])
  })

  it('finds the model where exports put it, and gives it the types of pieces if it asks for them', async () => {
    rmSync(path.join(folder, 'model.onnx'))
    put('onnx/model.onnx', modelBytes(lookUp(['input_ids', 'attention_mask', 'token_type_ids'])))
    expect(await encode('hello')).toEqual([like(...mean('[CLS]', 'hello', '[SEP]'))])
  })

  it('reads as many pieces as the model was made for, and its end', async () => {
    put('sentence_bert_config.json', { max_seq_length: 4 })
    expect(await encode('where is my parcel')).toEqual([like(...mean('[CLS]', 'where', 'is', '[SEP]'))])
  })

  it('puts before each text what the model was trained with', async () => {
    put('config_sentence_transformers.json', { prompts: { query: 'my ', passage: 'is ' }, default_prompt_name: 'query' })
    expect(await encode('parcel')).toEqual([like(...mean('[CLS]', 'my', 'parcel', '[SEP]'))])
  })

  it('takes a text of which the vocabulary knows nothing, beside others', async () => {
    put('tokenizer.json', { ...tokenizer, post_processor: null, model: { ...tokenizer.model, unk_token: 'not in the vocabulary' } })
    put('1_Pooling/config.json', { pooling_mode_lasttoken: true })
    expect(await encode('hello', 'quux')).toEqual([like(...meaningOf('hello')), like(...meaningOf('[PAD]'))])
  })

  it('takes an empty text', async () => {
    expect((await encode(' '))[0]).toHaveLength(4)
  })

  it('runs in the worker that recognises, instead of the built-in one', async () => {
    const learner = workerLearner({ encoder: await describeFolder(folder) })
    expect([...((await learner.encode('hello')) as Float32Array)]).toEqual(like(...mean('[CLS]', 'hello', '[SEP]')))
    await learner.stop()
  })
})

describe('the name of a folder', () => {
  it('changes with its content, not with its place', async () => {
    const first = await describeFolder(folder)
    const moved = folder
    folders.push((folder = mkdtempSync(path.join(os.tmpdir(), 'baton-encoder-'))))
    put('model.onnx', modelBytes(lookUp()))
    put('tokenizer.json', tokenizer)
    expect(await describeFolder(folder)).toEqual({ ...first, folder })
    put('1_Pooling/config.json', { pooling_mode_cls_token: true })
    expect((await describeFolder(folder)).name).not.toBe((await describeFolder(moved)).name)
  })

  it.each(['model.onnx_data', 'model.onnx.data', 'tokenizer_config.json', 'sentence_bert_config.json'])('changes with %s, which changes the vectors', async (file) => {
    const { name } = await describeFolder(folder)
    put(file, { max_seq_length: 4 })
    expect((await describeFolder(folder)).name).not.toBe(name)
  })
})

describe('a folder that holds no encoder', () => {
  it('is refused with what is missing', async () => {
    rmSync(path.join(folder, 'tokenizer.json'))
    await expect(describeFolder(folder)).rejects.toThrow(/has no tokenizer\.json.*BATON_ENCODER_FOLDER names a folder with/)
    rmSync(path.join(folder, 'model.onnx'))
    await expect(describeFolder(folder)).rejects.toThrow('has none of model.onnx')
    await expect(describeFolder('/nowhere')).rejects.toThrow('/nowhere has none of')
  })

  it('is opened once it holds one', async () => {
    const encode = encodingWith({ name: 'mended', views: [1], folder })
    put('model.onnx', 'not a model')
    await expect(encode(['hello'])).rejects.toThrow('is no model')
    put('model.onnx', modelBytes(lookUp()))
    expect(await encode(['hello'])).toHaveLength(1)
  })

  it('says which file cannot be read', async () => {
    put('tokenizer.json', '{"version": ')
    await expect(encode('hello')).rejects.toThrow(/tokenizer\.json cannot be read/)
    put('tokenizer.json', { version: '1.0' })
    await expect(encode('hello')).rejects.toThrow(/tokenizer\.json cannot be read.*model/s)
  })

  it('says when the model is none, or asks for something else', async () => {
    put('model.onnx', 'not a model')
    await expect(encode('hello')).rejects.toThrow('model.onnx is no model that ONNX Runtime can open')
    put('model.onnx', modelBytes({ ...lookUp(['input_ids', 'pixel_values']), nodes: [{ op: 'Gather', inputs: ['meanings', 'input_ids'], outputs: ['looked_up'], attributes: {} }, { op: 'Gather', inputs: ['meanings', 'pixel_values'], outputs: ['last_hidden_state'], attributes: {} }] }))
    await expect(encode('hello')).rejects.toThrow('asks for pixel_values')
  })

  it('says when a layer behind the model would be left out', async () => {
    put('modules.json', [{ type: 'sentence_transformers.models.Transformer' }, { type: 'sentence_transformers.models.Dense' }])
    await expect(encode('hello')).rejects.toThrow('Export it with the whole model')
  })
})
