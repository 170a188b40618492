import type { Views } from '../recognition/index.ts'
import { closedAndBare } from './closed-and-bare.ts'
import { openFolder } from './encoder-folder.ts'
import { loadRuntime, type Runtime } from './onnx/runtime.ts'
import { MOST_PIECES, universalSentenceEncoder } from './universal-sentence-encoder.ts'

/** Turns sentences into vectors that lie close together when they mean the same. */
export type SentenceEncoder = { encode(texts: readonly string[]): Promise<Float32Array[]> }

/** What is known of an encoder before it is loaded: the vectors of another `name` are no match. */
export type LocalEncoder = { name: string; views: Views; folder: string | undefined }

/** An encoder somewhere else: nothing is loaded here. */
export type RemoteEncoder = { name: string; views: Views; encode(texts: readonly string[]): Promise<Float32Array[]> }

/** English only. A vector is both views of a sentence, one after the other: see `universalSentenceEncoder` and `closedAndBare`. */
export const builtIn: LocalEncoder = { name: 'use-lite 0.2, two views, closed and bare, onnx', views: [0.7, 0.3], folder: undefined }

/** Loads the encoder of a folder, or else the built-in one. Nothing is fetched. `kinds` is for tests. */
export async function loadSentenceEncoder(folder?: string, kinds?: readonly Runtime['kind'][]): Promise<SentenceEncoder> {
  const runtime = await loadRuntime(kinds)
  if (folder !== undefined) return inBatches(await openFolder(folder, runtime))
  return closedAndBare(inBatches(await openBuiltIn(runtime)), builtIn.views.length)
}

/** An encoder that is open: a text as numbers of pieces of words, and what it makes of several at once. */
export type OpenEncoder = { piecesOf(text: string): number[]; vectorsOf(texts: readonly number[][]): Promise<Float32Array[]> }

/** What comes after so many characters is not read. */
const LONGEST = 2_000
/** Pieces at once, with what fills up shorter texts: enough to keep the processor busy, few enough to let others pass. */
const BATCH_PIECES = 512

/** A batch takes as long as its longest text: texts of one length go together. */
function inBatches({ piecesOf, vectorsOf }: OpenEncoder): SentenceEncoder {
  return {
    async encode(texts) {
      const pieces = texts.map((text) => piecesOf(text.slice(0, LONGEST)))
      const order = [...texts.keys()].sort((a, b) => (pieces[a] as number[]).length - (pieces[b] as number[]).length)
      const vectors: Float32Array[] = []
      for (let from = 0; from < order.length; ) {
        let end = from + 1
        while (end < order.length && (end + 1 - from) * (pieces[order[end] as number] as number[]).length <= BATCH_PIECES) end++
        const batch = order.slice(from, end)
        const made = await vectorsOf(batch.map((at) => pieces[at] as number[]))
        batch.forEach((at, row) => (vectors[at] = made[row] as Float32Array))
        from = end
      }
      return vectors
    },
  }
}

/** Added to what attends to a place where a text has ended. */
const NEVER = -1e9

async function openBuiltIn(runtime: Runtime): Promise<OpenEncoder> {
  const { model, tokenizer } = await universalSentenceEncoder()
  const session = await runtime.open(model)
  return {
    piecesOf(text) {
      const pieces = tokenizer.encode(inUsualCase(text).replace(/\s+/gu, ' ').trim() || '?', { add_special_tokens: false }).ids
      return pieces.slice(0, MOST_PIECES)
    },
    async vectorsOf(texts) {
      const length = Math.max(...texts.map((pieces) => pieces.length))
      const cells = texts.length * length
      const [pieces, ignored, share] = [new BigInt64Array(cells), new Float32Array(cells).fill(NEVER), new Float32Array(cells)]
      texts.forEach((text, row) =>
        text.forEach((piece, place) => {
          pieces[row * length + place] = BigInt(piece)
          ignored[row * length + place] = 0
          share[row * length + place] = 1 / text.length
        }),
      )
      const { views } = await session.run({
        pieces: runtime.tensor('int64', pieces, [texts.length, length]),
        places: runtime.tensor('int64', BigInt64Array.from({ length }, (_, place) => BigInt(place)), [length]),
        ignored: runtime.tensor('float32', ignored, [texts.length, 1, 1, length]),
        share: runtime.tensor('float32', share, [texts.length, 1, length]),
      })
      const all = views?.data as Float32Array
      return texts.map((_, row) => all.slice((row * all.length) / texts.length, ((row + 1) * all.length) / texts.length))
    },
  }
}

/** The built-in encoder reads capitals letter by letter: whoever shouts is heard as if they spoke. */
function inUsualCase(text: string): string {
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const capitals = text.match(/\p{Lu}/gu)?.length ?? 0
  return letters > 8 && capitals * 2 > letters ? text.toLowerCase() : text
}
