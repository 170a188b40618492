import type { InferenceSession, Tensor, TypedTensor } from 'onnxruntime-web'
import { WEIGHTS_FILE } from './format.ts'

/** ONNX Runtime, native or compiled to WebAssembly: both speak alike. */
export type Runtime = {
  kind: 'native' | 'wasm'
  /** A file, or a model with its large constants beside it. */
  open(model: string | { graph: Uint8Array; weights?: Uint8Array }): Promise<InferenceSession>
  tensor<T extends 'int64' | 'float32'>(type: T, values: T extends 'int64' ? BigInt64Array : Float32Array, shape: readonly number[]): TypedTensor<T>
}

type Library = { InferenceSession: { create(model: Uint8Array | string, options: InferenceSession.SessionOptions): Promise<InferenceSession> }; Tensor: typeof Tensor }

/** One thread: a second one would take the processor from those who answer customers. */
const options: InferenceSession.SessionOptions = { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential', logSeverityLevel: 3, enableMemPattern: false }

/** The native library is four times as fast, but there is none for every machine. */
export async function loadRuntime(kinds: readonly Runtime['kind'][] = ['native', 'wasm']): Promise<Runtime> {
  const problems: string[] = []
  for (const kind of kinds) {
    try {
      return runtimeOf(kind, await load[kind]())
    } catch (error) {
      problems.push(`${kind}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  throw new Error(`ONNX Runtime cannot be loaded. ${problems.join('; ')}`)
}

const load: Record<Runtime['kind'], () => Promise<Library>> = {
  native: () => import('onnxruntime-node'),
  async wasm() {
    const library = await import('onnxruntime-web')
    library.env.wasm.numThreads = 1
    return library
  },
}

const runtimeOf = (kind: Runtime['kind'], { InferenceSession, Tensor }: Library): Runtime => ({
  kind,
  open(model) {
    if (typeof model === 'string') return InferenceSession.create(model, options)
    const { graph, weights } = model
    return InferenceSession.create(graph, weights ? { ...options, externalData: [{ path: WEIGHTS_FILE, data: weights }] } : options)
  },
  tensor: (type, values, shape) => new Tensor(type, values as never, shape) as never,
})
