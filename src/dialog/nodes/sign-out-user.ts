import { z } from 'zod'
import { defineNode } from '../define-node.ts'
import { ContentFailure } from '../failure.ts'
import { requestSignIn, signedIn } from '../sign-in.ts'

export const signOutUser = defineNode({
  kind: 'SignOutUser',
  title: 'Sign the customer out',
  schema: z.looseObject({ id: z.string() }),
  run: (_node, turn) => requestSignIn(turn, { step: 'sign-out' }),
  resume(node, turn, result) {
    if (result.type === 'failed') throw new ContentFailure(result.code, `The node ${node.id} could not sign the customer out: ${result.message}`)
    signedIn(turn, undefined)
  },
})
