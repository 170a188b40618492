import { z } from 'zod'

/** An environment variable that copilots of the environment read as `Env.<schemaName>`. */
export const environmentVariable = z.object({
  schemaName: z.string(),
  displayName: z.string(),
  /** String, Number, Boolean, JSON, Data source, Secret: as the package says it. */
  type: z.string(),
  secret: z.boolean(),
  /** What the packages bring: the current value they were exported with, else the default. Null for a secret. */
  fromPackage: z.string().nullable(),
  /** What an administrator set; null when nothing, and for a secret, which is never shown. */
  current: z.string().nullable(),
  isSet: z.boolean(),
  changedAt: z.string().nullable(),
  changedBy: z.string().nullable(),
  copilots: z.array(z.object({ id: z.string(), name: z.string() })),
})
export type EnvironmentVariable = z.infer<typeof environmentVariable>

export const environmentVariables = z.object({ variables: z.array(environmentVariable) })
export type EnvironmentVariables = z.infer<typeof environmentVariables>

export const setEnvironmentVariable = z.object({ value: z.string().min(1, 'write a value, or remove the one that is set').max(20_000) })
