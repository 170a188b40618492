import { z } from 'zod'
import { FxRecord, FxTable } from '../../powerfx/index.ts'
import { defineNode } from '../define-node.ts'
import { ContentFailure } from '../failure.ts'
import { fromJson, toJson } from '../fx.ts'
import type { FxValue } from '../fx.ts'
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
  if (turn.frame) turn.frame.loops = { ...turn.frame.loops, [id]: { rows: rowsOf(table).map(toJson), next: 0 } }
}

function rowsOf(table: FxValue): readonly FxValue[] {
  if (table === null) return []
  if (table instanceof FxTable) return table.rows
  throw new ContentFailure('ContentError', 'Only a table can be looped through.')
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

export const breakLoop = defineNode({
  kind: 'BreakLoop',
  title: 'Leave the loop',
  schema: z.looseObject({ id: z.string() }),
  lower(node, into) {
    const loop = into.currentLoop()
    into.emit(node.id, 'BreakLoop', (turn) => turn.goTo((loop ?? outside(node.id)).onBreak.at))
  },
})

export const continueLoop = defineNode({
  kind: 'ContinueLoop',
  title: 'Go on with the next row',
  schema: z.looseObject({ id: z.string() }),
  lower(node, into) {
    const loop = into.currentLoop()
    into.emit(node.id, 'ContinueLoop', (turn) => turn.goTo((loop ?? outside(node.id)).onContinue.at))
  },
})

function outside(id: string): never {
  throw new ContentFailure('InvalidContent', `The node ${id} is not inside a loop.`)
}

export const actionScope = defineNode({
  kind: 'ActionScope',
  title: 'Group',
  schema: z.looseObject({ actions: z.array(z.unknown()).nullish() }),
  lower: (node, into) => into.actions(node.actions),
})

/** Nodes that lie on the canvas without a connection never run. */
export const disconnectedNodes = defineNode({
  kind: 'DisconnectedNodeContainer',
  title: 'Unconnected nodes',
  schema: z.looseObject({}),
  lower() {},
})
