/**
 * Loops over the processor's vector instructions, which JavaScript has no words for: several times as fast as the same
 * loops over typed arrays. They are so small that their bytes are put together here, without another language and its
 * compiler. What they work on lies in the program's memory and is named by byte addresses.
 */
export type VectorProgram = {
  memory: WebAssembly.Memory
  /**
   * Adds the products of four rows with many to four rows of `target`, which lie `stride` bytes apart; in numbers of 64
   * bits. In `a` and `b` four rows lie interleaved: the first number of each, the second of each, `depth` times; `b` is as
   * many such fours as `fours` says, one after the other.
   */
  addProducts(a: number, b: number, target: number, stride: number, depth: number, fours: number): void
  /**
   * Adds rows to a sum, each multiplied with a factor; in numbers of 32 bits. From `list` to `end` stand the address of a row
   * and its factor, row by row. Rows and sum are `bytes` long, which divides by `RUN`.
   */
  addRows(list: number, end: number, sum: number, bytes: number): void
  /** The other way round: adds a row to those that are listed, multiplied with the factor of each. */
  addToRows(list: number, end: number, row: number, bytes: number): void
}

/** Bytes that are in the processor's registers together. */
export const RUN = 128

const PAGE = 65_536
let compiled: WebAssembly.Module | undefined

/** A program with a memory of its own. */
export function vectorProgram(bytes: number): VectorProgram {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) })
  compiled ??= new WebAssembly.Module(Uint8Array.from(moduleOf([addProducts(), addRows(), addToRows()])))
  const { exports } = new WebAssembly.Instance(compiled, { program: { memory } })
  return { memory, ...(exports as Omit<VectorProgram, 'memory'>) }
}

/** Instructions as the WebAssembly specification 2.0 numbers them (chapter 5, binary format). */
type Code = readonly number[]
/** Locals are numbered: the parameters, then other whole numbers, then vectors. */
type Loop = { name: string; parameters: number; numbers: number; vectors: number; code: Code }

const get = (local: number): Code => [0x20, local]
const set = (local: number, ...value: Code[]): Code => [...value.flat(), 0x21, local]
const number = (value: number): Code => [0x41, ...signed(value)]
const plus = (a: Code, b: Code): Code => [...a, ...b, 0x6a]
const times = (a: Code, b: Code): Code => [...a, ...b, 0x6c]
const less = (a: Code, b: Code): Code => [...a, ...b, 0x49]
/** Runs the body, and again while the condition holds. */
const loopWhile = (condition: Code, ...body: Code[]): Code => [0x03, 0x40, ...body.flat(), ...condition, 0x0d, 0, 0x0b]

const loadNumber = (address: Code): Code => [...address, 0x28, 2, 0]

const vector = (op: number): Code => [0xfd, ...unsigned(op)]
const zeros: Code = [...vector(12), ...new Array<number>(16).fill(0)]
const load = (address: Code, offset: number): Code => [...address, ...vector(0), 4, ...unsigned(offset)]
const store = (address: Code, offset: number, value: Code): Code => [...address, ...value, ...vector(11), 4, ...unsigned(offset)]
/** One number in all places of a vector. */
const spread64 = (address: Code, offset: number): Code => [...address, ...vector(10), 3, ...unsigned(offset)]
const spread32 = (address: Code, offset: number): Code => [...address, ...vector(9), 2, ...unsigned(offset)]
const plus64 = (a: Code, b: Code): Code => [...a, ...b, ...vector(0xf0)]
const times64 = (a: Code, b: Code): Code => [...a, ...b, ...vector(0xf2)]
const plus32 = (a: Code, b: Code): Code => [...a, ...b, ...vector(0xe4)]
const times32 = (a: Code, b: Code): Code => [...a, ...b, ...vector(0xe6)]

/** The 16 sums stay in 8 vectors while two vectors of `b` and one of `a` are fetched for each place. */
function addProducts(): Loop {
  const [a, b, target, stride, depth, fours, at, end, firstSum, left, right, one] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 16, 17, 18]
  const rows = [0, 1, 2, 3]
  const sum = (row: number, half: number) => firstSum + 2 * row + half
  const grow = (local: number, by: Code) => set(local, plus(get(local), by))
  const addTo = (local: number, more: number) => set(local, plus64(get(local), times64(get(one), get(more))))
  const addToTarget = (local: number, offset: number) => store(get(at), offset, plus64(get(local), load(get(at), offset)))
  const code = [
    set(end, plus(get(a), times(get(depth), number(32)))),
    loopWhile(
      get(fours),
      set(at, get(a)),
      ...rows.flatMap((row) => [set(sum(row, 0), zeros), set(sum(row, 1), zeros)]),
      loopWhile(
        less(get(at), get(end)),
        set(left, load(get(b), 0)),
        set(right, load(get(b), 16)),
        ...rows.flatMap((row) => [set(one, spread64(get(at), 8 * row)), addTo(sum(row, 0), left), addTo(sum(row, 1), right)]),
        grow(b, number(32)),
        grow(at, number(32)),
      ),
      set(at, get(target)),
      ...rows.flatMap((row) => [addToTarget(sum(row, 0), 0), addToTarget(sum(row, 1), 16), grow(at, get(stride))]),
      grow(target, number(32)),
      grow(fours, number(-1)),
    ),
  ]
  return { name: 'addProducts', parameters: 6, numbers: 2, vectors: 11, code: code.flat() }
}

const addRows = () => alongList('addRows', (held, factor, row, offset) => set(held, plus32(get(held), times32(get(factor), load(get(row), offset)))), store)

const addToRows = () => alongList('addToRows', (held, factor, row, offset) => store(get(row), offset, plus32(load(get(row), offset), times32(get(factor), get(held)))), () => [])

type ForEach = (held: number, factor: number, row: number, offset: number) => Code

/** Goes through the list once for every run of the single row, which is held in registers meanwhile. */
function alongList(name: string, forEach: ForEach, atLast: typeof store): Loop {
  const [list, end, single, bytes, done, at, row, firstHeld, factor] = [0, 1, 2, 3, 4, 5, 6, 7, 15]
  const held = Array.from({ length: RUN / 16 }, (_, i) => ({ local: firstHeld + i, offset: 16 * i }))
  const code = loopWhile(
    less(get(done), get(bytes)),
    ...held.map(({ local, offset }) => set(local, load(get(single), offset))),
    set(at, get(list)),
    loopWhile(
      less(get(at), get(end)),
      set(row, plus(loadNumber(get(at)), get(done))),
      set(factor, spread32(get(at), 4)),
      ...held.map(({ local, offset }) => forEach(local, factor, row, offset)),
      set(at, plus(get(at), number(8))),
    ),
    ...held.map(({ local, offset }) => atLast(get(single), offset, get(local))),
    set(single, plus(get(single), number(RUN))),
    set(done, plus(get(done), number(RUN))),
  )
  return { name, parameters: 4, numbers: 3, vectors: 9, code }
}

/** The binary form of a module that exports the loops and takes its memory from outside. */
function moduleOf(loops: readonly Loop[]): number[] {
  const [i32, v128] = [0x7f, 0x7b]
  const types = loops.map(({ parameters }) => [0x60, parameters, ...new Array<number>(parameters).fill(i32), 0])
  const bodies = loops.map(({ numbers, vectors, code }) => sized([2, numbers, i32, vectors, v128, ...code, 0x0b]))
  return [
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, types),
    ...section(2, [[...text('program'), ...text('memory'), 2, 0, 1]]),
    ...section(3, loops.map((_, i) => [i])),
    ...section(7, loops.map(({ name }, i) => [...text(name), 0, i])),
    ...section(10, bodies),
  ]
}

const section = (id: number, entries: readonly Code[]): Code => [id, ...sized([entries.length, ...entries.flat()])]
const sized = (code: Code): Code => [...unsigned(code.length), ...code]
const text = (name: string): Code => sized([...name].map((letter) => letter.charCodeAt(0)))

/** Whole numbers take seven bits a byte, the lowest first. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)]
}

function signed(value: number): number[] {
  return value >= -64 && value < 64 ? [value & 127] : [(value & 127) | 128, ...signed(value >> 7)]
}
