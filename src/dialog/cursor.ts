import type { Instruction } from './lower.ts'
import type { Frame } from './state.ts'
import type { Turn } from './turn.ts'

/** The instruction a frame waits at, found by its node's id when the content changed meanwhile. */
export function instructionOf(turn: Turn, frame: Frame): Instruction | undefined {
  const { instructions, at } = turn.codeOf(frame)
  if (instructions[frame.pc]?.id === frame.node) return instructions[frame.pc]
  frame.pc = at.get(frame.node ?? '') ?? instructions.length
  return instructions[frame.pc]
}

/** Unless what ran waits or jumps, its topic goes on with the next instruction. */
export function moveOn(turn: Turn, frame: Frame, run: () => void) {
  const at = frame.pc
  turn.jumped = false
  run()
  if (!turn.takeStop() && !turn.jumped) frame.pc = at + 1
}
