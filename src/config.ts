import path from 'node:path'
import { z } from 'zod'
import type { OpenIdSettings } from './accounts/index.ts'
import { BatonError } from './platform/index.ts'

const variables = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(3978),
  /** Listen only here. The default is every address, because customers' pages must reach it. */
  BATON_HOST: z.string().default('0.0.0.0'),
  BATON_ENV: z.enum(['development', 'production']).default('development'),
  BATON_DATA: z.string().default('data'),
  DATABASE_URL: z.string().startsWith('postgres').optional(),
  /** The address people use, when it is not http://localhost:PORT (behind a proxy). */
  BATON_PUBLIC_URL: z.url().optional(),
  /** host or host:port, comma separated, that topics' HTTP requests may reach although they are inside the network. */
  BATON_ALLOWED_HOSTS: z.string().default(''),
  /** Mixed into the key that stored secrets are encrypted with, so that a copy of the database alone cannot be read. */
  BATON_SECRET_KEY: z.string().min(16, 'give at least 16 characters').optional(),
  /** A language model that speaks the chat completions of OpenAI, e.g. http://localhost:11434/v1. Without it, answers are the documents' own sentences. */
  BATON_MODEL_URL: z.url().optional(),
  BATON_MODEL_KEY: z.string().optional(),
  /** What the service calls the model. */
  BATON_MODEL_NAME: z.string().optional(),
  /** An endpoint of OpenAI's embeddings API that takes the place of the built-in encoder of English sentences. */
  BATON_EMBEDDINGS_URL: z.url({ protocol: /^https?$/ }).optional(),
  BATON_EMBEDDINGS_KEY: z.string().optional(),
  BATON_EMBEDDINGS_MODEL: z.string().optional(),
  /** A folder with a sentence encoder as ONNX (model.onnx, tokenizer.json) that takes the place of the built-in one. */
  BATON_ENCODER_FOLDER: z.string().optional(),
  /** An OpenID Connect provider that the people who work here may sign in at, e.g. https://login.example.org/realms/shop. */
  BATON_OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  BATON_OIDC_CLIENT_ID: z.string().optional(),
  BATON_OIDC_CLIENT_SECRET: z.string().optional(),
  /** What the sign-in button calls it; without it the issuer's host. */
  BATON_OIDC_NAME: z.string().max(60).optional(),
  /** How long the steps of a conversation can be shown again, and logged events are kept. */
  BATON_KEEP_STEPS_DAYS: z.coerce.number().int().min(1).max(3650).default(30),
  /** Requests a second one address may make on public routes; 0 switches the limit off. */
  BATON_RATE_LIMIT: z.coerce.number().min(0).default(50),
})

export type Config = {
  port: number
  host: string
  environment: 'development' | 'production'
  dataFolder: string
  databaseUrl: string | undefined
  publicUrl: string | undefined
  allowedHosts: string[]
  encoder: { url: string; key: string | undefined; model: string | undefined } | { folder: string } | undefined
  secretKey?: string | undefined
  openId?: OpenIdSettings | undefined
  model?: { url: string; key: string | undefined; name: string } | undefined
  keepStepsDays?: number
  rateLimit: number
}

/** Reads the environment once; a value that cannot be used ends the start with a sentence that names it. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = variables.safeParse(set)
  if (!parsed.success) {
    const words = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new BatonError('SETTING_UNUSABLE', words.join('; '))
  }
  const values = parsed.data
  return {
    port: values.PORT,
    host: values.BATON_HOST,
    environment: values.BATON_ENV,
    dataFolder: path.resolve(values.BATON_DATA),
    databaseUrl: values.DATABASE_URL,
    publicUrl: values.BATON_PUBLIC_URL?.replace(/\/$/, ''),
    secretKey: values.BATON_SECRET_KEY,
    encoder: encoderOf(values),
    allowedHosts: values.BATON_ALLOWED_HOSTS.split(',').map((host) => host.trim()).filter(Boolean),
    openId: openIdOf(values),
    model: modelOf(values),
    keepStepsDays: values.BATON_KEEP_STEPS_DAYS,
    rateLimit: values.BATON_RATE_LIMIT,
  }
}

function encoderOf({ BATON_EMBEDDINGS_URL: url, BATON_EMBEDDINGS_KEY: key, BATON_EMBEDDINGS_MODEL: model, BATON_ENCODER_FOLDER: folder }: z.infer<typeof variables>): Config['encoder'] {
  if (url !== undefined && folder !== undefined) throw new BatonError('SETTING_UNUSABLE', 'BATON_EMBEDDINGS_URL and BATON_ENCODER_FOLDER: an encoder is in one place, choose one of them')
  if (folder !== undefined) return { folder: path.resolve(folder) }
  return url === undefined ? undefined : { url, key, model }
}

function modelOf({ BATON_MODEL_URL: url, BATON_MODEL_KEY: key, BATON_MODEL_NAME: name }: z.infer<typeof variables>): Config['model'] {
  if (url && !name) throw new BatonError('SETTING_UNUSABLE', 'BATON_MODEL_NAME: say which model of BATON_MODEL_URL to use')
  return url && name ? { url, key, name } : undefined
}

function openIdOf({ BATON_OIDC_ISSUER: issuer, BATON_OIDC_CLIENT_ID: clientId, BATON_OIDC_CLIENT_SECRET: clientSecret, BATON_OIDC_NAME: name }: z.infer<typeof variables>): Config['openId'] {
  if (issuer === undefined && clientId === undefined && clientSecret === undefined) return undefined
  if (issuer === undefined) throw new BatonError('SETTING_UNUSABLE', 'BATON_OIDC_ISSUER: say which OpenID provider BATON_OIDC_CLIENT_ID is registered at')
  if (clientId === undefined) throw new BatonError('SETTING_UNUSABLE', 'BATON_OIDC_CLIENT_ID: say how BATON_OIDC_ISSUER calls this installation')
  return { issuer, clientId, clientSecret, name: name ?? new URL(issuer).host }
}
