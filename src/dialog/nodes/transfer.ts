import { z } from 'zod'
import { isRecord } from '../../platform/index.ts'
import { ContentFailure } from '../failure.ts'
import { transferVariables } from '../transfer-variables.ts'
import type { Turn } from '../turn.ts'
import type { Transfer } from '../types.ts'

export const context = z.looseObject({ kind: z.string().optional(), variables: z.unknown().optional(), value: z.unknown().optional() }).nullish()
type Context = z.infer<typeof context>

/** What both transfer nodes do: the copilot stops here; whether and when a person answers is the hub's business. */
export function transfer(turn: Turn, message: unknown, given: Context, target: Transfer['target']) {
  const messageToAgent = turn.text(message)
  turn.transfer({ target, messageToAgent, variables: { ...variablesOf(turn, given), ...transferVariables(turn, messageToAgent) } })
}

function variablesOf(turn: Turn, given: Context): Record<string, unknown> {
  const which = given?.kind === 'ExpressionTransferContext' ? 'Expression' : given?.variables === undefined || given.variables === null ? 'All' : turn.string(given.variables)
  if (which === 'Expression') {
    const value = turn.plain(given?.value)
    return isRecord(value) ? value : {}
  }
  if (which === 'None') return {}
  return turn.userVariables(which === 'Topic' || which === 'Global' ? which : 'All')
}

export function phone(turn: Turn, number: unknown, header: unknown): Transfer['target'] {
  const phoneNumber = turn.text(number).replace(/[\s()-]/g, '')
  if (!/^\+\d{6,15}$/.test(phoneNumber)) throw new ContentFailure('InvalidContent', `"${phoneNumber}" is not a telephone number to transfer to (InvalidTransferPhoneNumber). It starts with + and the country code.`)
  const sipUuiHeader = header === undefined || header === null ? '' : turn.text(header)
  return sipUuiHeader ? { kind: 'phone', phoneNumber, sipUuiHeader } : { kind: 'phone', phoneNumber }
}
