import { z } from 'zod'
import { FxRecord } from '../../powerfx/index.ts'
import { defineNode } from '../define-node.ts'
import { fromJson, toJson } from '../fx.ts'
import { tableRows } from '../table-rows.ts'
import type { Turn } from '../turn.ts'

/** Runs its actions for each row. A table of plain values hands out the values themselves. */
export const foreach = defineNode({
  kind: 'Foreach',
  title: 'Loop through a list',
  schema: z.looseObject({ id: z.string(), items: z.unknown().optional(), value: z.string(), index: z.string().optional(), actions: z.array(z.unknown()).nullish() }),
  lower(node, into) {
    const next = into.label()
    const end = into.label()
    into.emit(node.id, 'Foreach', (turn) => start(turn, node.id, node.items))
    into.place(next)
    into.emit('', 'next', (turn) => {
      if (!advance(turn, node)) turn.goTo(end.at)
    })
    into.loop({ onBreak: end, onContinue: next }, () => into.actions(node.actions))
    into.jump(next)
    into.place(end)
  },
})

function start(turn: Turn, id: string, items: unknown) {
  const table = turn.value(items)
  if (turn.frame) turn.frame.loops = { ...turn.frame.loops, [id]: { rows: tableRows(table, 'looped through').map(toJson), next: 0 } }
}

function advance(turn: Turn, node: { id: string; value: string; index?: string | undefined }): boolean {
  const loop = turn.frame?.loops?.[node.id]
  if (!loop || loop.next >= loop.rows.length) {
    delete turn.frame?.loops?.[node.id]
    return false
  }
  const row = fromJson(loop.rows[loop.next] ?? null)
  turn.set(node.value, row instanceof FxRecord && row.fields.size === 1 && row.fields.has('Value') ? row.get('Value') : row)
  if (node.index) turn.set(node.index, fromJson(loop.next))
  loop.next++
  return true
}
