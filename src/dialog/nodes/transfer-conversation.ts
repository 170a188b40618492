import { z } from 'zod'
import { defineNode } from '../define-node.ts'
import { context, phone, transfer } from './transfer.ts'

/** The older form of the same node. */
export const transferConversation = defineNode({
  kind: 'TransferConversation',
  title: 'Transfer the conversation',
  partly: 'no channel can dial: a transfer to a telephone number is requested, and not carried out',
  schema: z.looseObject({ messageToAgent: z.unknown().optional(), context, telephoneNumber: z.unknown().optional() }),
  run(node, turn) {
    const target = node.telephoneNumber === undefined || node.telephoneNumber === null ? ({ kind: 'agent' } as const) : phone(turn, node.telephoneNumber, undefined)
    transfer(turn, node.messageToAgent, node.context, target)
  },
})
