import type { Edit } from './edit-document.ts'

/** What a component of a copilot is, whatever package it came in. Dispatch is by the YAML root kind, then the schema name's infix, then the type code. */
export type ComponentKind =
  | 'topic'
  | 'entity'
  | 'variable'
  | 'gpt'
  | 'knowledge'
  | 'file'
  | 'translation'
  | 'skill'
  | 'action'
  | 'agent'
  | 'settings'
  | 'trigger'
  | 'test'
  | 'unknown'

/** One document or file of a copilot. `text` and `blob` are what the package held, byte for byte; nothing else is the truth. */
export type Component = {
  /** Full schema name, e.g. `cree9_agent.topic.Greeting`. Unique in a copilot; references inside YAML use it. */
  schemaName: string
  kind: ComponentKind
  /** Display name, without which the last part of the schema name is shown. */
  name: string
  description: string
  /** Where it was found, relative to the package root, with `/`. Diagnostics name it. */
  path: string
  /** The YAML body. Absent for a pure file. */
  text?: string
  /** The file's bytes. Absent for a document. */
  blob?: Uint8Array
  /** Off topics are published but never run. */
  state: 'on' | 'off'
  /** Neighbouring package parts that belong to it (botcomponent.xml …), kept for a later export: path -> bytes as text. */
  parts: Record<string, string>
}

/** A whole copilot as its makers wrote it: the draft in the studio, the content of a published version, an imported package. */
export type CopilotDefinition = {
  schemaName: string
  name: string
  /** Windows locale id, 1033 = en-US. */
  language: number
  /** BCP 47 tag of `language`, e.g. `en-US`. */
  locale: string
  /** `default-2.1.0` topic based, `cliagent-1.0.0` the newer shape (kept, not run). */
  template: string
  authenticationMode: 'None' | 'Integrated' | 'CustomAzureActiveDirectory' | 'GenericOAuth2' | 'Unspecified'
  /** When a manual mode signs customers in; without it, as needed. */
  authenticationTrigger?: 'AsNeeded' | 'Always'
  /** configuration.json / settings `configuration`, as plain JSON. */
  configuration: Record<string, unknown>
  components: Component[]
  /** Environment variables the package defines: schema name -> definition and current value. */
  environmentVariables: { schemaName: string; displayName: string; type: string; defaultValue?: string; value?: string; secret: boolean }[]
}

/** A finding about a document. Lines and columns count from 1. */
export type Diagnostic = {
  severity: 'error' | 'warning' | 'information'
  /** One of the published checker codes where one applies, e.g. `DuplicateActionId`; else ours, in the same style. */
  code: string
  file: string
  line: number
  column: number
  message: string
  /** The node (action or trigger id) it is about. */
  nodeId?: string
  /** What to try. */
  fix?: string
  /** The fix as changes of this document, where it is mechanical: `editDocument(text, edits)` mends it. */
  edits?: Edit[]
}
