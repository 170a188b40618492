import { z } from 'zod'
import { defineNode } from '../define-node.ts'
import { fromJson } from '../fx.ts'
import type { Turn } from '../turn.ts'

/** Who takes part: in a chat with a copilot these are the customer and the copilot. */
const members = ({ context }: Turn) => [
  { Id: context.customer.id, Name: context.customer.name ?? '', Role: 'user' },
  { Id: context.bot.id, Name: context.bot.name, Role: 'bot' },
]

const membersInto = (kind: string) =>
  defineNode({
    kind,
    title: 'List the members',
    schema: z.looseObject({ variable: z.string().optional() }),
    run(node, turn) {
      if (node.variable) turn.set(node.variable, fromJson(members(turn)))
    },
  })

export const getConversationMembers = membersInto('GetConversationMembers')
export const getActivityMembers = membersInto('GetActivityMembers')
