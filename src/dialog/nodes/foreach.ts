import { z } from 'zod'
import { FxRecord } from '../../powerfx/index.ts'
import { defineNode } from '../define-node.ts'
import { fromJson, toJson } from '../fx.ts'
import type { Json } from '../state.ts'
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

type Loop = { rows: Json[]; next: number }

function start(turn: Turn, id: string, items: unknown) {
  keep(turn, id, { rows: tableRows(turn.value(items), 'looped through').map(toJson), next: 0 })
}

function advance(turn: Turn, node: { id: string; value: string; index?: string | undefined }): boolean {
  const loop = turn.frame?.loops?.[node.id]
  if (!loop || loop.next >= loop.rows.length) {
    keep(turn, node.id, undefined)
    return false
  }
  const row = fromJson(loop.rows[loop.next] ?? null)
  turn.set(node.value, row instanceof FxRecord && row.fields.size === 1 && row.fields.has('Value') ? row.get('Value') : row)
  if (node.index) turn.set(node.index, fromJson(loop.next))
  keep(turn, node.id, { rows: loop.rows, next: loop.next + 1 })
  return true
}

function keep({ frame }: Turn, id: string, loop: Loop | undefined) {
  if (!frame) return
  const { [id]: _, ...others } = frame.loops ?? {}
  frame.loops = loop ? { ...others, [id]: loop } : Object.keys(others).length > 0 ? others : undefined
}
