import type { z } from 'zod'
import { authentication, type Authentication, type saveSignIn, type saveSkill } from '../../src/contracts/authentication.ts'
import { api } from '../kit/api.ts'
import { copilotPath } from './studio-api.ts'

export type { Authentication }
export type SkillSettings = Authentication['skills'][number]

const path = (copilotId: string) => `${copilotPath(copilotId)}/authentication`

export const loadAuthentication = (copilotId: string, signal?: AbortSignal) => api(authentication, path(copilotId), signal ? { signal } : {})
export const saveSignInSettings = (copilotId: string, body: z.input<typeof saveSignIn>) => api(authentication, `${path(copilotId)}/sign-in`, { method: 'PUT', body })
export const switchSignInOff = (copilotId: string) => api(authentication, `${path(copilotId)}/sign-in`, { method: 'DELETE' })
export const saveSkillSettings = (copilotId: string, skillId: string, body: z.input<typeof saveSkill>) => api(authentication, `${path(copilotId)}/skills/${encodeURIComponent(skillId)}`, { method: 'PUT', body })
