import { z } from 'zod'
import { holds } from '../conditions.ts'
import { defineNode } from '../define-node.ts'
import type { Label, Lowering } from '../lower.ts'

const branch = z.looseObject({ id: z.string().optional(), condition: z.unknown().optional(), actions: z.array(z.unknown()).nullish() })

/** The first branch whose condition holds; else the other actions; else nothing. */
export const conditionGroup = defineNode({
  kind: 'ConditionGroup',
  title: 'Branch on a condition',
  schema: z.looseObject({ id: z.string(), conditions: z.array(branch).nullish(), elseActions: z.array(z.unknown()).nullish() }),
  lower: (node, into) => lowerBranches(into, { id: node.id, kind: 'ConditionGroup', branches: node.conditions ?? [], otherwise: node.elseActions ?? [] }),
})

/** Older files write a single branch as a node of its own. */
export const ifCondition = defineNode({
  kind: 'IfCondition',
  title: 'Branch on a condition',
  schema: z.looseObject({ id: z.string(), condition: z.unknown().optional(), actions: z.array(z.unknown()).nullish(), elseActions: z.array(z.unknown()).nullish() }),
  lower: (node, into) => lowerBranches(into, { id: node.id, kind: 'IfCondition', branches: [node], otherwise: node.elseActions ?? [] }),
})

type Branches = { id: string; kind: string; branches: { id?: string | undefined; condition?: unknown; actions?: unknown[] | null | undefined }[]; otherwise: unknown[] }

function lowerBranches(into: Lowering, { id, kind, branches, otherwise }: Branches) {
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
