import type { TriggerKind } from '../define-trigger.ts'

/** Started by src/dialog/sign-in.ts: when customers have to sign in, and before a node that needs it. */
export const onSignIn = { kind: 'OnSignIn', title: 'The customer has to sign in' } satisfies TriggerKind
