import type { Label, Lowering } from '../lower.ts'
import { holds } from '../conditions.ts'

type Branches = { id: string; kind: string; branches: { id?: string | undefined; condition?: unknown; actions?: unknown[] | null | undefined }[]; otherwise: unknown[] }

/** A test in front, then one stretch of instructions for each branch. */
export function lowerBranches(into: Lowering, { id, kind, branches, otherwise }: Branches) {
  const targets = branches.map((entry) => ({ condition: entry.condition, to: into.label() }))
  const elseAt = into.label()
  const end = into.label()
  into.emit(id, kind, (turn) => turn.goTo((targets.find((target) => holds(target.condition, turn))?.to ?? elseAt).at))
  branches.forEach((entry, index) => lowerBranch(into, targets[index]?.to ?? elseAt, end, entry))
  into.place(elseAt)
  into.actions(otherwise)
  into.place(end)
}

function lowerBranch(into: Lowering, start: Label, end: Label, entry: Branches['branches'][number]) {
  if (entry.id && !into.at.has(entry.id)) into.at.set(entry.id, into.instructions.length)
  into.place(start)
  into.actions(entry.actions)
  into.jump(end)
}
