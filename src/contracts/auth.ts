import { z } from 'zod'

export const role = z.enum(['agent', 'supervisor', 'maker', 'administrator'])
export type Role = z.infer<typeof role>

/** As people write one; whether it exists is seen when it is used. */
export const emailAddress = z.string().trim().max(254).regex(/^[^\s@]+@[^\s@]+$/, 'Write the address like ana@example.org.')

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

/** GET /api/auth/ways: how one can sign in here. `openId`: the name of the provider that a button leads to. */
export const waysToSignIn = z.object({ development: z.boolean(), openId: z.string().nullable(), /** Nobody administers this installation yet. */ needsFirstAdministrator: z.boolean() })
export type WaysToSignIn = z.infer<typeof waysToSignIn>

const password = z.string().max(256, 'A password has at most 256 characters.')
/** POST /api/auth/sign-in sets the session cookie. 401 WRONG_CREDENTIALS; 429 TOO_MANY_REQUESTS with retry-after. */
export const passwordSignIn = z.object({ email: z.string().trim().min(1).max(254), password: password.min(1) })

/** POST /api/auth/links/look {token}: what a link is for. 410 LINK_GONE. */
export const linkToken = z.object({ token: z.string().min(1).max(100) })
export const linkAbout = z.object({ purpose: z.enum(['first-administrator', 'invitation', 'reset']), name: z.string(), email: z.string(), expiresAt: z.string() })
export type LinkAbout = z.infer<typeof linkAbout>
/** POST /api/auth/links/use sets the password and the session cookie. The first administrator gives name and e-mail. 422 PASSWORD_REFUSED. */
export const linkUse = linkToken.extend({
  password,
  name: z.string().trim().min(1).max(100).optional(),
  email: emailAddress.optional(),
})

/** GET /api/auth/account: of whoever asks. POST /api/auth/account/sign-out ends all their sessions. */
export const ownAccount = z.object({ name: z.string(), email: z.string(), hasPassword: z.boolean() })
/** PUT /api/auth/account/password ends the other sessions. 422 WRONG_PASSWORD, PASSWORD_REFUSED. */
export const passwordChange = z.object({ current: password, wanted: password })

/** Every error answer of /api. */
export const apiError = z.object({ error: z.object({ code: z.string(), message: z.string() }) })
