import { z } from 'zod'

export const role = z.enum(['agent', 'supervisor', 'maker', 'administrator'])
export type Role = z.infer<typeof role>

const me = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  roles: z.array(role),
  environment: z.object({ id: z.string(), name: z.string(), hubInstalled: z.boolean() }),
  /** False in production: the development sign-in does not exist there. */
  developmentSignIn: z.boolean(),
})
export type Me = z.infer<typeof me>

/** GET /api/auth/me: who is asking; null: nobody that is signed in, which is no error. */
export const identity = z.object({ user: me.nullable() })
export type Identity = z.infer<typeof identity>

/** GET /api/auth/development-users: who can be signed in with one click. 404 when BATON_ENV=production. */
export const developmentUsers = z.array(z.object({ id: z.string(), name: z.string(), email: z.string(), roles: z.array(role), environment: z.string() }))
/** POST /api/auth/development-sign-in {userId} sets the session cookie; POST /api/auth/sign-out clears it. */
export const developmentSignIn = z.object({ userId: z.string().max(100) })

/** Every error answer of /api. */
export const apiError = z.object({ error: z.object({ code: z.string(), message: z.string() }) })
