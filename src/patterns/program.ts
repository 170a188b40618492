import { rememberAscii } from './characters.ts'
import type { CharacterTest, PatternNode, PatternTree, PlaceTest } from './tree.ts'
import { PatternProblem } from './tree.ts'

/** A pattern as instructions for the matcher. */
export type Instruction =
  | { op: 'atom'; matches: CharacterTest }
  /** So many of one kind of character. */
  | { op: 'several'; matches: CharacterTest; min: number; max: number; lazy: boolean }
  | { op: 'assert'; holds: PlaceTest }
  /** Goes on at `first`, and at `second` when that fails. */
  | { op: 'split'; first: number; second: number }
  | { op: 'jump'; to: number }
  /** Remembers the place in a register: captures hold two, loops one. */
  | { op: 'mark'; register: number }
  | { op: 'copy'; from: number; to: number }
  /** A loop whose body took nothing ends. */
  | { op: 'moved'; register: number }
  | { op: 'look'; program: Program; negative: boolean; slot: number }
  | { op: 'atomic'; program: Program; slot: number }
  | { op: 'reference'; index: number; ignoreCase: boolean }
  | { op: 'match' }

/** `step` is -1 for look-behinds, which read from right to left as .NET does. */
export type Program = { code: Instruction[]; step: 1 | -1 }
/** `captures` is 0 where nobody reads them; `first` is what every match begins with, where that is known. */
export type Compiled = { program: Program; first: CharacterTest | undefined; captures: number; registers: number; slots: number; hasReferences: boolean }

const LARGEST = 8_000

/** Counted repeats of groups are written out, which is what keeps matching linear; a pattern too large for that is refused. */
export function compileProgram({ node, captures, hasReferences }: PatternTree, { keepCaptures = false } = {}): Compiled {
  return new Compiler(keepCaptures || hasReferences ? captures : 0, hasReferences).whole(node)
}

class Compiler {
  private registers: number
  private slots = 0
  private size = 0
  private readonly captures: number
  private readonly hasReferences: boolean

  constructor(captures: number, hasReferences: boolean) {
    this.captures = captures
    this.registers = captures * 2
    this.hasReferences = hasReferences
  }

  whole(node: PatternNode): Compiled {
    const program = this.program(node, 1)
    return { program, first: firstOf(program.code), captures: this.captures, registers: this.registers, slots: this.slots, hasReferences: this.hasReferences }
  }

  private program(node: PatternNode, step: 1 | -1): Program {
    const program: Program = { code: [], step }
    this.emit(node, program)
    this.add(program, { op: 'match' })
    return program
  }

  private add({ code }: Program, instruction: Instruction): number {
    if (++this.size > LARGEST) throw new PatternProblem('The pattern is too large: its counted repeats, {n,m}, multiply to more than can be searched quickly. Use smaller counts.', 0)
    return code.push(instruction) - 1
  }

  private emit(node: PatternNode, into: Program): void {
    switch (node.kind) {
      case 'atom':
        this.add(into, { op: 'atom', matches: node.matches })
        return
      case 'assert':
        this.add(into, { op: 'assert', holds: node.holds })
        return
      case 'sequence':
        for (const item of into.step === 1 ? node.items : node.items.toReversed()) this.emit(item, into)
        return
      case 'choice':
        return this.emitChoice(node.branches, into)
      case 'repeat':
        return this.emitRepeat(node, into)
      case 'capture':
        return this.emitCapture(node, into)
      case 'look':
        this.add(into, { op: 'look', program: this.program(node.body, node.behind ? -1 : 1), negative: node.negative, slot: this.slots++ })
        return
      case 'atomic':
        this.add(into, { op: 'atomic', program: this.program(node.body, into.step), slot: this.slots++ })
        return
      case 'reference':
        this.add(into, { op: 'reference', index: node.index, ignoreCase: node.ignoreCase })
    }
  }

  private emitChoice(branches: readonly PatternNode[], into: Program) {
    const ends: number[] = []
    branches.forEach((branch, index) => {
      if (index === branches.length - 1) return this.emit(branch, into)
      const split = this.add(into, { op: 'split', first: into.code.length + 1, second: 0 })
      this.emit(branch, into)
      ends.push(this.add(into, { op: 'jump', to: 0 }))
      into.code[split] = { op: 'split', first: split + 1, second: into.code.length }
    })
    for (const end of ends) into.code[end] = { op: 'jump', to: into.code.length }
  }

  private emitRepeat({ body, min, max, lazy }: Extract<PatternNode, { kind: 'repeat' }>, into: Program) {
    if (body.kind === 'atom' && max > 1 && (max < Infinity || min > 1)) {
      this.add(into, { op: 'several', matches: body.matches, min, max: max === Infinity ? min : max, lazy })
      return max === Infinity ? this.emitLoop(body, lazy, into) : undefined
    }
    const before = into.code.length
    for (let i = 0; i < min; i++) {
      this.emit(body, into)
      // However often nothing is repeated, it is nothing.
      if (into.code.length === before) return
    }
    if (max === Infinity) return this.emitLoop(body, lazy, into)
    const splits: number[] = []
    for (let i = min; i < max; i++) {
      splits.push(this.add(into, { op: 'split', first: 0, second: 0 }))
      this.emit(body, into)
    }
    for (const split of splits) into.code[split] = splitTo(split + 1, into.code.length, lazy)
  }

  /** A body that takes nothing must not loop for ever; the memory of places sees to it, where there is one. */
  private emitLoop(body: PatternNode, lazy: boolean, into: Program) {
    const register = this.hasReferences ? this.registers++ : undefined
    const split = this.add(into, { op: 'split', first: 0, second: 0 })
    if (register !== undefined) this.add(into, { op: 'mark', register })
    this.emit(body, into)
    if (register !== undefined) this.add(into, { op: 'moved', register })
    this.add(into, { op: 'jump', to: split })
    into.code[split] = splitTo(split + 1, into.code.length, lazy)
  }

  private emitCapture({ index, body }: Extract<PatternNode, { kind: 'capture' }>, into: Program) {
    if (this.captures === 0) return this.emit(body, into)
    const [before, after] = into.step === 1 ? [0, 1] : [1, 0]
    // Until a group is complete its old place counts, so the first mark goes to a register of its own.
    const open = this.registers++
    this.add(into, { op: 'mark', register: open })
    this.emit(body, into)
    this.add(into, { op: 'mark', register: index * 2 + after })
    this.add(into, { op: 'copy', from: open, to: index * 2 + before })
  }
}

const splitTo = (inside: number, behind: number, lazy: boolean): Instruction => (lazy ? { op: 'split', first: behind, second: inside } : { op: 'split', first: inside, second: behind })

/** Undefined where a match may be empty or begins with what is not one character. */
function firstOf(code: readonly Instruction[]): CharacterTest | undefined {
  const tests: CharacterTest[] = []
  const seen = new Set<number>()
  const left = [0]
  while (left.length > 0) {
    const pc = left.pop() as number
    const instruction = code[pc]
    if (seen.has(pc) || instruction === undefined) continue
    seen.add(pc)
    if (instruction.op === 'match' || instruction.op === 'atomic' || instruction.op === 'reference') return undefined
    if (instruction.op === 'split') left.push(instruction.first, instruction.second)
    else if (instruction.op === 'jump') left.push(instruction.to)
    else if (instruction.op === 'atom' || instruction.op === 'several') tests.push(instruction.matches)
    else left.push(pc + 1)
    if (instruction.op === 'several' && instruction.min === 0) left.push(pc + 1)
  }
  return rememberAscii((code) => tests.some((test) => test(code)))
}
