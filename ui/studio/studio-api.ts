import { z } from 'zod'
import * as studio from '../../src/contracts/studio.ts'
import { api, callApi } from '../kit/api.ts'

export type Diagnostic = z.infer<typeof studio.diagnostic>
export type CopilotSummary = z.infer<typeof studio.copilotSummary>
export type CopilotDetail = z.infer<typeof studio.copilotDetail>
export type ComponentSummary = CopilotDetail['components'][number]
export type StudioComponent = z.infer<typeof studio.component>
export type ImportReport = z.infer<typeof studio.importReport>
export type AgentTransfers = z.infer<typeof studio.agentTransfers>
export type CopilotChannels = z.infer<typeof studio.copilotChannels>
export type TestConversation = z.infer<typeof studio.testConversation>

const copilots = '/api/studio/copilots'
export const copilotPath = (id: string) => `${copilots}/${encodeURIComponent(id)}`
const componentPath = (id: string, schemaName: string) => `${copilotPath(id)}/components/${encodeURIComponent(schemaName)}`
const withDiagnostics = z.object({ diagnostics: z.array(studio.diagnostic) })

export const listCopilots = (signal: AbortSignal) => api(z.array(studio.copilotSummary), copilots, { signal })
export const createCopilot = (name: string) => api(studio.copilotSummary, copilots, { body: { name } })
export const loadCopilot = (id: string, signal?: AbortSignal) => api(studio.copilotDetail, copilotPath(id), signal ? { signal } : {})
export const renameCopilot = (id: string, name: string) => callApi(copilotPath(id), { method: 'PATCH', body: { name } })
export const deleteCopilot = (id: string) => callApi(copilotPath(id), { method: 'DELETE' })

export const loadComponent = (id: string, schemaName: string, signal?: AbortSignal) => api(studio.component, componentPath(id, schemaName), signal ? { signal } : {})
export const createComponent = (id: string, kind: 'topic' | 'entity' | 'variable', name: string, text: string) => api(studio.component, `${copilotPath(id)}/components`, { body: { kind, name, text } })
export const createTopic = (id: string, name: string, text: string) => createComponent(id, 'topic', name, text)
export const saveComponent = (id: string, schemaName: string, body: z.infer<typeof studio.saveComponent>) => api(studio.component, componentPath(id, schemaName), { method: 'PUT', body })
export const deleteComponent = (id: string, schemaName: string) => callApi(componentPath(id, schemaName), { method: 'DELETE' })
export const checkComponent = async (id: string, schemaName: string, text: string, signal: AbortSignal) =>
  (await api(withDiagnostics, `${componentPath(id, schemaName)}/check`, { body: { text }, signal })).diagnostics

export type Completions = z.infer<typeof studio.completions>
export type Completion = Completions['items'][number]
export const completeComponent = async (id: string, schemaName: string, text: string, offset: number, signal: AbortSignal) =>
  (await api(studio.completionAnswer, `${componentPath(id, schemaName)}/complete`, { body: { text, offset }, signal })).completions

export const publishCopilot = (id: string) => api(studio.published, `${copilotPath(id)}/publish`, { method: 'POST' })
export const loadDiagnostics = async (id: string, signal?: AbortSignal) => (await api(withDiagnostics, `${copilotPath(id)}/diagnostics`, signal ? { signal } : {})).diagnostics

export const loadTransfers = (id: string, signal?: AbortSignal) => api(studio.agentTransfers, `${copilotPath(id)}/agent-transfers`, signal ? { signal } : {})
export const connectHub = (id: string) => api(studio.agentTransfers, `${copilotPath(id)}/agent-transfers/connect`, { method: 'POST' })
export const disconnectHub = (id: string) => api(studio.agentTransfers, `${copilotPath(id)}/agent-transfers/disconnect`, { method: 'POST' })

export const loadChannels = (id: string, signal?: AbortSignal) => api(studio.copilotChannels, `${copilotPath(id)}/channels`, signal ? { signal } : {})
export const makeSecret = (id: string) => api(studio.copilotChannels, `${copilotPath(id)}/channels/secret`, { method: 'POST' })

export const startTestConversation = (id: string) => api(studio.testConversation, `${copilotPath(id)}/test-conversation`, { method: 'POST' })

export type Recognition = z.infer<typeof studio.recognition>
export type RecognizerState = z.infer<typeof studio.recognizerState>
export type PhraseFinding = z.infer<typeof studio.phraseFinding>
export type Explanation = z.infer<typeof studio.explanation>
export type MissGroup = z.infer<typeof studio.misses>['groups'][number]
export const loadRecognition = (id: string, signal?: AbortSignal) => api(studio.recognition, `${copilotPath(id)}/recognition`, signal ? { signal } : {})
export const explainUtterance = (id: string, text: string) => api(studio.explanation, `${copilotPath(id)}/recognition/explain`, { body: { text } })
export const loadMisses = (id: string, signal?: AbortSignal) => api(studio.misses, `${copilotPath(id)}/misses`, signal ? { signal } : {})
export const addMisses = (id: string, ids: string[], topic: string) => api(studio.addedMisses, `${copilotPath(id)}/misses/add`, { body: { ids, topic } })
export const forgetMisses = (id: string, ids: string[] | 'all') => callApi(`${copilotPath(id)}/misses/forget`, { body: { ids } })

/** The findings an error answer carries (COPILOT_HAS_ERRORS), wherever in it they are. */
export function diagnosticsIn(body: unknown): Diagnostic[] {
  const shapes = z.union([withDiagnostics, z.object({ error: withDiagnostics }).transform(({ error }) => error)]).safeParse(body)
  return shapes.success ? shapes.data.diagnostics : []
}
