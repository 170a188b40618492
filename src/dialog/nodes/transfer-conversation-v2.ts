import { z } from 'zod'
import { defineNode } from '../define-node.ts'
import { context, phone, transfer } from './transfer.ts'

export const transferConversationV2 = defineNode({
  kind: 'TransferConversationV2',
  title: 'Transfer the conversation',
  partly: 'no channel can dial: a transfer to a telephone number is requested, and not carried out',
  schema: z.looseObject({
    transferType: z.looseObject({ kind: z.string().optional(), messageToAgent: z.unknown().optional(), context, phoneNumber: z.unknown().optional(), sipUuiHeader: z.unknown().optional() }).nullish(),
  }),
  run(node, turn) {
    const type = node.transferType
    if (type?.kind === 'TransferToPhoneNumber') return transfer(turn, type.messageToAgent, type.context, phone(turn, type.phoneNumber, type.sipUuiHeader))
    transfer(turn, type?.messageToAgent, type?.context, { kind: 'agent' })
  },
})
