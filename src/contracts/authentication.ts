import { z } from 'zod'

const address = z
  .url({ protocol: /^https?$/, error: 'Enter an address that begins with https://.' })
  .max(2000)
const optionalAddress = z.union([z.literal(''), address]).default('')
/** Missing: the stored one stays. Empty: it is forgotten. */
const secret = z.string().max(4000).optional()

/** PUT /api/studio/copilots/:id/authentication/sign-in. DELETE switches sign-in off and signs nobody out. */
export const saveSignIn = z.object({
  connectionName: z.string().trim().min(1, 'Give it a name.').max(100),
  required: z.boolean().default(false),
  authorizationUrl: address,
  tokenUrl: address,
  userInfoUrl: optionalAddress,
  scopes: z.string().trim().max(1000).default(''),
  clientId: z.string().trim().min(1, 'Enter the client id.').max(500),
  clientSecret: secret,
  issuer: z.string().trim().max(2000).default(''),
  keysUrl: optionalAddress,
  exchangeUri: z.string().trim().max(2000).default(''),
})
export type SaveSignIn = z.infer<typeof saveSignIn>

const skillAuthentication = z.enum(['none', 'signed', 'shared-secret', 'client-credentials'])
export type SkillAuthentication = z.infer<typeof skillAuthentication>

/** PUT /api/studio/copilots/:id/authentication/skills/:schemaName. */
export const saveSkill = z
  .object({
    authentication: skillAuthentication,
    expectReplies: z.boolean().default(false),
    secret,
    tokenUrl: optionalAddress,
    clientId: z.string().trim().max(500).default(''),
    scope: z.string().trim().max(1000).default(''),
  })
  .superRefine((skill, context) => {
    if (skill.authentication !== 'client-credentials') return
    if (!skill.tokenUrl) context.addIssue({ code: 'custom', path: ['tokenUrl'], message: 'Enter the token address.' })
    if (!skill.clientId) context.addIssue({ code: 'custom', path: ['clientId'], message: 'Enter the client id.' })
  })
export type SaveSkill = z.infer<typeof saveSkill>

const changed = { changedAt: z.string(), changedBy: z.string().nullable() }

/** GET /api/studio/copilots/:id/authentication; every PUT and DELETE below it answers the same. Secrets never leave. */
export const authentication = z.object({
  /** What its makers chose before it was imported. */
  mode: z.string(),
  trigger: z.string(),
  /** To be entered at the provider. */
  redirectUri: z.string(),
  signIn: saveSignIn.omit({ clientSecret: true }).extend({ hasSecret: z.boolean(), ...changed }).nullable(),
  skills: z.array(
    z.object({
      skillId: z.string(),
      name: z.string(),
      /** Current values of its environment variables, and their names. */
      endpoint: z.object({ variable: z.string(), value: z.string().nullable() }),
      appId: z.object({ variable: z.string(), value: z.string().nullable() }),
      actions: z.array(z.object({ id: z.string(), type: z.string() })),
      authentication: skillAuthentication,
      expectReplies: z.boolean(),
      tokenUrl: z.string(),
      clientId: z.string(),
      scope: z.string(),
      hasSecret: z.boolean(),
      changedAt: z.string().nullable(),
      changedBy: z.string().nullable(),
    }),
  ),
  /** For skills that check our tokens. */
  skillIssuer: z.string(),
})
export type Authentication = z.infer<typeof authentication>
