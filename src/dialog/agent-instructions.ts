import { isRecord } from '../platform/index.ts'
import { textOf } from './document.ts'
import type { Document, Parsed } from './document.ts'
import type { AgentInstructions, Wording } from './model-types.ts'

const levels: readonly Wording['moderation'][] = ['Minimum', 'Low', 'Medium', 'High', 'Maximum']
export const moderationOf = (value: unknown): Wording['moderation'] => levels.find((level) => level === value) ?? 'High'

/** What the makers tell the model about this copilot. The component that the configuration names wins. (schema: GptComponentMetadata, AISettings) */
export function agentInstructionsOf(documents: readonly Parsed[], configuration: Document): AgentInstructions {
  const gPTSettings = configuration['gPTSettings']
  const preferred = isRecord(gPTSettings) ? textOf(gPTSettings['defaultSchemaName']) : ''
  const agents = documents.filter(({ component, document }) => document['kind'] === 'GptComponentMetadata' || component.kind === 'gpt')
  const document = (agents.find(({ component }) => component.schemaName === preferred) ?? agents[0])?.document ?? {}
  const settings = [document['aISettings'], configuration['aISettings']].filter(isRecord)
  return {
    instructions: templateOf(document['instructions']),
    responseInstructions: templateOf(document['responseInstructions']),
    moderation: moderationOf(settings.find((of) => of['contentModeration'] !== undefined)?.['contentModeration']),
    ownKnowledge: settings.some((of) => of['useModelKnowledge'] === true),
  }
}

/** Knowledge sources that are searched only while a formula holds: schema name -> condition. (schema: KnowledgeSource.triggerCondition) */
export function sourceConditionsOf(documents: readonly Parsed[]): Map<string, unknown> {
  return new Map(
    documents.flatMap(({ component, document }) => {
      const source = isRecord(document['source']) ? document['source'] : document
      const condition = component.kind === 'knowledge' ? source['triggerCondition'] : undefined
      return condition === undefined || condition === null ? [] : [[component.schemaName, condition] as const]
    }),
  )
}

/** A template line: text, or the segments the newer studio writes. */
function templateOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (!isRecord(value)) return ''
  const segments: unknown[] = Array.isArray(value['segments']) ? value['segments'] : []
  return segments.map((segment) => (isRecord(segment) ? textOf(segment['value']) : '')).join('')
}
