import { casesOf } from './characters.ts'
import type { Compiled, Instruction, Program } from './program.ts'

/** Where a match or a group begins and ends, in code points. */
type Span = { start: number; end: number }

/** Instructions that searching a text may take, and for each character of it: a few tens of milliseconds for an answer. */
const MAX_STEPS = 1_000_000
const MAX_STEPS_OF_CHARACTER = 50
/** Bytes that remembering which places were tried may take. */
const MAX_MEMORY = 64 << 20

export class TooManySteps extends Error {}

/**
 * Searches as .NET does: the leftmost match, and of several there the one its alternatives and quantifiers prefer.
 * A place in the pattern that failed at a place in the text is never tried there again, so that time grows with pattern
 * times text and never exponentially. With references to groups that memory would be wrong; then only the steps are counted.
 */
export class Matcher {
  private steps = 0
  private readonly maxSteps: number
  private readonly registers: Int32Array
  /** By look-around and atomic group: where it ended when tried at a place, FAILED, or 0 for not tried yet. */
  private readonly slots: (Int32Array | undefined)[]
  private readonly tried = new Map<Program, Tried>()
  private readonly compiled: Compiled
  private readonly text: readonly number[]

  constructor(compiled: Compiled, text: readonly number[]) {
    this.compiled = compiled
    this.text = text
    this.maxSteps = MAX_STEPS + MAX_STEPS_OF_CHARACTER * text.length
    this.registers = new Int32Array(compiled.registers)
    this.slots = new Array<Int32Array | undefined>(compiled.slots).fill(undefined)
  }

  /** The first match at or after a place, with its groups. Throws `TooManySteps`. */
  search(from: number): (Span & { captures: (Span | undefined)[] }) | undefined {
    this.registers.fill(-1)
    const { first } = this.compiled
    for (let start = from; start <= this.text.length; start++) {
      if (first) while (start < this.text.length && !first(this.text[start] as number)) start++
      const end = this.run(this.compiled.program, start)
      if (end >= 0) return { start, end, captures: Array.from({ length: this.compiled.captures }, (_, index) => this.captured(index)) }
    }
    return undefined
  }

  private captured(index: number): Span | undefined {
    const [start = -1, end = -1] = [this.registers[index * 2], this.registers[index * 2 + 1]]
    return start < 0 || end < 0 ? undefined : { start, end }
  }

  /**
   * Where the program ends when it begins at a place, or -1. What is left to try is a stack, not recursion; what was
   * written to registers on the way to the end is handed to `undo`, for whoever goes back behind the beginning.
   */
  private run(program: Program, start: number, undo?: number[]): number {
    const tried = this.triedOf(program)
    const stack: number[] = [0, start]
    while (stack.length > 0) {
      let at = stack.pop() as number
      let pc = stack.pop() as number
      if (pc < 0) {
        this.registers[-pc - 1] = at
        continue
      }
      for (;;) {
        this.spend(1)
        const instruction = program.code[pc] as Instruction
        if (tried && !tried.isNew(pc, at)) break
        if (instruction.op === 'match') {
          // What was tried on the way here did not all fail.
          if (tried) this.spend(tried.forget(Math.min(start, at), Math.max(start, at)))
          if (undo) keepWrites(stack, undo)
          return at
        }
        if (instruction.op === 'split') {
          stack.push(instruction.second, at)
          pc = instruction.first
          continue
        }
        if (instruction.op === 'jump') {
          pc = instruction.to
          continue
        }
        const next = instruction.op === 'several' ? this.several(instruction, { pc, at, step: program.step }, stack) : this.step(instruction, program.step, at, stack)
        if (next < 0) break
        at = next
        pc++
      }
    }
    return -1
  }

  private spend(steps: number) {
    this.steps += steps
    if (this.steps > this.maxSteps) throw new TooManySteps()
  }

  private triedOf(program: Program): Tried | undefined {
    if (this.compiled.hasReferences) return undefined
    const known = this.tried.get(program)
    if (known) return known
    const fresh = new Tried(program.code.length, this.text.length + 1)
    this.tried.set(program, fresh)
    return fresh
  }

  /** The place after the instruction, or -1. */
  private step(instruction: Exclude<Instruction, { op: 'match' | 'split' | 'jump' | 'several' }>, step: 1 | -1, at: number, stack: number[]): number {
    switch (instruction.op) {
      case 'atom': {
        const code = this.text[step === 1 ? at : at - 1]
        return code !== undefined && instruction.matches(code) ? at + step : -1
      }
      case 'assert':
        return instruction.holds(this.text, at) ? at : -1
      case 'mark':
        return this.write(instruction.register, at, at, stack)
      case 'copy':
        return this.write(instruction.to, this.registers[instruction.from] ?? -1, at, stack)
      case 'moved':
        return this.registers[instruction.register] === at ? -1 : at
      case 'look':
        return this.look(instruction, at, stack)
      case 'atomic':
        return this.inner(instruction, at, stack)
      case 'reference':
        return this.reference(instruction, step, at)
    }
  }

  /** Goes on behind the longest run that is allowed, or the shortest, and leaves the others on the stack. */
  private several({ matches, min, max, lazy }: Extract<Instruction, { op: 'several' }>, { pc, at, step }: { pc: number; at: number; step: 1 | -1 }, stack: number[]): number {
    const first = step === 1 ? at : at - 1
    let count = 0
    while (count < max) {
      const code = this.text[first + count * step]
      if (code === undefined || !matches(code)) break
      count++
    }
    this.spend(count)
    if (count < min) return -1
    if (lazy) for (let length = count; length > min; length--) stack.push(pc + 1, at + length * step)
    else for (let length = min; length < count; length++) stack.push(pc + 1, at + length * step)
    return at + (lazy ? min : count) * step
  }

  private write(register: number, value: number, at: number, stack: number[]): number {
    stack.push(-register - 1, this.registers[register] ?? -1)
    this.registers[register] = value
    return at
  }

  /** What a look-around that must not be there captured on the way is taken back. */
  private look(instruction: Extract<Instruction, { op: 'look' }>, at: number, stack: number[]): number {
    const undo: number[] = instruction.negative ? [] : stack
    const found = this.inner(instruction, at, undo) >= 0
    if (instruction.negative) while (undo.length > 0) this.takeBack(undo)
    return found !== instruction.negative ? at : -1
  }

  private takeBack(undo: number[]) {
    const value = undo.pop() as number
    const register = -(undo.pop() as number) - 1
    this.registers[register] = value
  }

  /** Its end is remembered, unless what it captures on the way is wanted. */
  private inner({ program, slot }: { program: Program; slot: number }, at: number, undo: number[]): number {
    if (this.compiled.captures > 0) return this.run(program, at, undo)
    const known = (this.slots[slot] ??= new Int32Array(this.text.length + 1))
    const before = known[at] ?? 0
    if (before !== 0) return before - FOUND
    const end = this.run(program, at)
    known[at] = end + FOUND
    return end
  }

  private reference({ index, ignoreCase }: Extract<Instruction, { op: 'reference' }>, step: 1 | -1, at: number): number {
    const span = this.captured(index)
    if (!span) return -1
    const length = span.end - span.start
    const start = step === 1 ? at : at - length
    if (start < 0 || start + length > this.text.length) return -1
    this.spend(length)
    for (let i = 0; i < length; i++) {
      const [wanted, found] = [this.text[span.start + i] ?? 0, this.text[start + i] ?? 0]
      if (wanted !== found && !(ignoreCase && casesOf(wanted).includes(found))) return -1
    }
    return step === 1 ? at + length : start
  }
}

/** Ends are kept above zero, -1 included. */
const FOUND = 2

/** Of what is left on a stack only what a register held before. */
function keepWrites(stack: readonly number[], undo: number[]) {
  for (let i = 0; i < stack.length; i += 2) if ((stack[i] as number) < 0) undo.push(stack[i] as number, stack[i + 1] as number)
}

/** Which instructions were tried at which places of the text: a row of bits a place. */
class Tried {
  private readonly rowBytes: number
  private readonly bits: Uint8Array

  constructor(instructions: number, places: number) {
    this.rowBytes = (instructions + 7) >> 3
    if (this.rowBytes * places > MAX_MEMORY) throw new TooManySteps()
    this.bits = new Uint8Array(this.rowBytes * places)
  }

  /** Whether an instruction is tried there for the first time; from now on it is not. */
  isNew(pc: number, at: number): boolean {
    const index = at * this.rowBytes + (pc >> 3)
    const byte = this.bits[index] as number
    const bit = 1 << (pc & 7)
    this.bits[index] = byte | bit
    return (byte & bit) === 0
  }

  /** Forgets all from a place to another, and tells what that is worth in steps. */
  forget(from: number, to: number): number {
    const [start, end] = [from * this.rowBytes, (to + 1) * this.rowBytes]
    this.bits.fill(0, start, end)
    return (end - start) >> 6
  }
}
