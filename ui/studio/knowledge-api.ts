import type { z } from 'zod'
import * as knowledge from '../../src/contracts/knowledge.ts'
import { api } from '../kit/api.ts'
import { copilotPath } from './studio-api.ts'

export type Knowledge = z.infer<typeof knowledge.knowledgePage>
export type KnowledgeSource = Knowledge['sources'][number]
export type Prompt = Knowledge['prompts'][number]
export type Tried = z.infer<typeof knowledge.triedQuestion>

const base = (id: string) => `${copilotPath(id)}/knowledge`
const page = knowledge.knowledgePage

export const loadKnowledge = (id: string, signal?: AbortSignal) => api(page, base(id), signal ? { signal } : {})
export const uploadFile = (id: string, file: File) => api(page, `${base(id)}/files?name=${encodeURIComponent(file.name)}`, { body: new Blob([file], { type: 'application/octet-stream' }) })
export const addSite = (id: string, body: z.input<typeof knowledge.addSite>) => api(page, `${base(id)}/sites`, { body })
export const fetchSite = (id: string, schemaName: string) => api(page, `${base(id)}/fetch`, { body: { schemaName } })
export const removeSource = (id: string, schemaName: string) => api(page, `${base(id)}/sources/${encodeURIComponent(schemaName)}`, { method: 'DELETE' })
export const tryQuestion = (id: string, question: string) => api(knowledge.triedQuestion, `${base(id)}/try`, { body: { question } })
export const savePrompt = (id: string, { modelId, name, text }: Pick<Prompt, 'modelId' | 'name' | 'text'>) => api(page, `${base(id)}/prompts/${encodeURIComponent(modelId)}`, { method: 'PUT', body: { name, text } })
