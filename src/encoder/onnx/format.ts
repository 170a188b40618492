/**
 * Models in the exchange format of https://onnx.ai (a protocol buffer), as far as our own encoder needs it: what computes
 * what, and the numbers that were learnt.
 */
export type Graph = { inputs: readonly Input[]; outputs: readonly string[]; nodes: readonly Node[]; constants: readonly Constant[] }

/** A dimension that is not known beforehand has a name. */
export type Input = { name: string; type: NumberType; shape: readonly (number | string)[] }
export type Node = { op: string; inputs: readonly string[]; outputs: readonly string[]; attributes: Readonly<Record<string, Attribute>> }
export type Constant = { name: string; shape: readonly number[] } & Numbers
/** Few are in the model; many lie at a place, in bytes, of a file beside it, in 32 bits each. */
export type Numbers = { values: Float32Array | BigInt64Array } | { place: number }
/** A whole number (also as a bigint), a list of them, or a fraction. */
export type Attribute = bigint | readonly number[] | { fraction: number }

type NumberType = 'float32' | 'int64'
const typeCode = { float32: 1, int64: 7 }

/** What the model calls the file beside it. */
export const WEIGHTS_FILE = 'weights'

/** Versions of the format and of the operators: the newest that LayerNormalization needs, old enough for every runtime. */
const FORMAT = 8n
const OPERATORS = 17n

export function modelBytes({ inputs, outputs, nodes, constants }: Graph): Uint8Array {
  const graph = [
    ...text(2, 'encoder'),
    ...nodes.flatMap((node) => message(1, nodeParts(node))),
    ...constants.flatMap((constant) => message(5, constantParts(constant))),
    ...inputs.flatMap((input) => message(11, inputParts(input))),
    ...outputs.flatMap((name) => message(12, text(1, name))),
  ]
  return joined([...whole(1, FORMAT), ...message(8, [...text(1, ''), ...whole(2, OPERATORS)]), ...message(7, graph)])
}

/** Pieces that are joined only once, because the weights among them are large. */
type Parts = readonly Uint8Array[]

const nodeParts = ({ op, inputs, outputs, attributes }: Node): Parts => [
  ...inputs.flatMap((name) => text(1, name)),
  ...outputs.flatMap((name) => text(2, name)),
  ...text(4, op),
  ...Object.entries(attributes).flatMap(([name, value]) => message(5, [...text(1, name), ...attributeParts(value)])),
]

function attributeParts(value: Attribute): Parts {
  if (typeof value === 'bigint') return [...whole(3, value), ...whole(20, 2n)]
  if ('fraction' in value) return [...fraction(2, value.fraction), ...whole(20, 1n)]
  return [...value.flatMap((each) => whole(8, BigInt(each))), ...whole(20, 7n)]
}

function constantParts(constant: Constant): Parts {
  const { name, shape } = constant
  const about = [...shape.flatMap((size) => whole(1, BigInt(size))), ...text(8, name)]
  if ('values' in constant) {
    const { values } = constant
    return [...about, ...whole(2, BigInt(typeCode[values instanceof Float32Array ? 'float32' : 'int64'])), ...bytes(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength))]
  }
  const length = shape.reduce((product, size) => product * size, Float32Array.BYTES_PER_ELEMENT)
  const where = { location: WEIGHTS_FILE, offset: constant.place, length }
  const entries = Object.entries(where).flatMap(([key, value]) => message(13, [...text(1, key), ...text(2, String(value))]))
  return [...about, ...whole(2, BigInt(typeCode.float32)), ...entries, ...whole(14, 1n)]
}

const inputParts = ({ name, type, shape }: Input): Parts => [
  ...text(1, name),
  ...message(2, message(1, [...whole(1, BigInt(typeCode[type])), ...message(2, shape.flatMap((size) => message(1, typeof size === 'number' ? whole(1, BigInt(size)) : text(2, size))))])),
]

const words = new TextEncoder()

const text = (field: number, value: string): Parts => bytes(field, words.encode(value))
const bytes = (field: number, value: Uint8Array): Parts => message(field, [value])
const message = (field: number, parts: Parts): Parts => [varint(BigInt(field << 3) | 2n), varint(BigInt(sizeOf(parts))), ...parts]
const whole = (field: number, value: bigint): Parts => [varint(BigInt(field << 3)), varint(BigInt.asUintN(64, value))]

function fraction(field: number, value: number): Parts {
  const number = new DataView(new ArrayBuffer(4))
  number.setFloat32(0, value, true)
  return [varint(BigInt(field << 3) | 5n), new Uint8Array(number.buffer)]
}

/** Seven bits a byte, the lowest first; the eighth says that more follow. */
function varint(value: bigint): Uint8Array {
  const out: number[] = []
  let rest = value
  for (; rest > 127n; rest >>= 7n) out.push(Number(rest & 127n) | 128)
  out.push(Number(rest))
  return Uint8Array.from(out)
}

const sizeOf = (parts: Parts) => parts.reduce((sum, part) => sum + part.length, 0)

function joined(parts: Parts): Uint8Array {
  const all = new Uint8Array(sizeOf(parts))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
