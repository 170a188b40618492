import { fold } from './characters.ts'
import type { Compiled, Instruction, Program } from './program.ts'

/** Where a match begins and ends, in code points. */
export type Span = { start: number; end: number }

/** Instructions one search may take; a few tens of milliseconds. Only look-arounds and references can come near. */
const MAX_STEPS = 1_000_000

export class TooManySteps extends Error {}

/**
 * Searches as .NET does: the leftmost match, and of several there the one its alternatives and quantifiers prefer.
 * A place in the pattern that failed at a place in the text is never tried there again, so that time grows with pattern
 * times text and never exponentially. With references to groups that memory would be wrong; then only the steps are counted.
 */
export class Matcher {
  private steps = 0
  private readonly registers: Int32Array
  /** By look-around and atomic group: where it ended when tried at a place, FAILED, or 0 for not tried yet. */
  private readonly slots: (Int32Array | undefined)[]
  private readonly failed = new Map<Program, Uint8Array>()
  private readonly compiled: Compiled
  private readonly text: readonly number[]

  constructor(compiled: Compiled, text: readonly number[]) {
    this.compiled = compiled
    this.text = text
    this.registers = new Int32Array(compiled.registers).fill(-1)
    this.slots = new Array<Int32Array | undefined>(compiled.slots).fill(undefined)
  }

  /** The first match at or after a place. Throws `TooManySteps`. */
  search(from: number): Span | undefined {
    for (let start = from; start <= this.text.length; start++) {
      const end = this.run(this.compiled.program, start)
      if (end >= 0) return { start, end }
      if (this.compiled.hasReferences) this.registers.fill(-1)
    }
    return undefined
  }

  /** Where the program ends when it begins at a place, or -1. What is left to try is a stack, not recursion. */
  private run(program: Program, start: number): number {
    const tried = this.triedOf(program)
    const width = this.text.length + 1
    const stack: number[] = [0, start]
    while (stack.length > 0) {
      let at = stack.pop() as number
      let pc = stack.pop() as number
      if (pc < 0) {
        this.registers[-pc - 1] = at
        continue
      }
      for (;;) {
        if (++this.steps > MAX_STEPS) throw new TooManySteps()
        const instruction = program.code[pc] as Instruction
        if (tried) {
          const state = pc * width + at
          if (tried[state] === 1) break
          tried[state] = 1
        }
        if (instruction.op === 'match') {
          // What was tried on the way here did not all fail.
          tried?.fill(0)
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
        const next = this.step(instruction, program.step, at, stack)
        if (next < 0) break
        at = next
        pc++
      }
    }
    return -1
  }

  private triedOf(program: Program): Uint8Array | undefined {
    if (this.compiled.hasReferences) return undefined
    const known = this.failed.get(program)
    if (known) return known
    const fresh = new Uint8Array(program.code.length * (this.text.length + 1))
    this.failed.set(program, fresh)
    return fresh
  }

  /** The place after the instruction, or -1. */
  private step(instruction: Exclude<Instruction, { op: 'match' | 'split' | 'jump' }>, step: 1 | -1, at: number, stack: number[]): number {
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
        return (this.inner(instruction, at) >= 0) !== instruction.negative ? at : -1
      case 'atomic':
        return this.inner(instruction, at)
      case 'reference':
        return this.reference(instruction, step, at)
    }
  }

  private write(register: number, value: number, at: number, stack: number[]): number {
    stack.push(-register - 1, this.registers[register] ?? -1)
    this.registers[register] = value
    return at
  }

  private inner({ program, slot }: { program: Program; slot: number }, at: number): number {
    if (this.compiled.hasReferences) return this.run(program, at)
    const known = (this.slots[slot] ??= new Int32Array(this.text.length + 1))
    const before = known[at] ?? 0
    if (before !== 0) return before - FOUND
    const end = this.run(program, at)
    known[at] = end + FOUND
    return end
  }

  private reference({ index, ignoreCase }: Extract<Instruction, { op: 'reference' }>, step: 1 | -1, at: number): number {
    const [from = -1, to = -1] = [this.registers[index * 2], this.registers[index * 2 + 1]]
    if (from < 0 || to < 0) return -1
    const length = to - from
    const start = step === 1 ? at : at - length
    if (start < 0 || start + length > this.text.length) return -1
    this.steps += length
    for (let i = 0; i < length; i++) {
      const [wanted, found] = [this.text[from + i] ?? 0, this.text[start + i] ?? 0]
      if (wanted !== found && !(ignoreCase && fold(wanted) === fold(found))) return -1
    }
    return step === 1 ? at + length : start
  }
}

/** Ends are kept above zero, -1 included. */
const FOUND = 2
