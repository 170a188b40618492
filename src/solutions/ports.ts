import type { Component, CopilotDefinition } from '../topics/types.ts'
import type { PreservedPart } from './package-contents.ts'

/** A copilot without its components. */
export type CopilotHeader = Omit<CopilotDefinition, 'components'>

export type StoredCopilot = {
  id: string
  environmentId: string
  header: CopilotHeader
  publishedVersion: number | null
  publishedAt: Date | null
  changedAt: Date
  /** Changes with every change of the draft. */
  draft: string
  unpublishedChanges: boolean
  connected: boolean
  topics: number
}

export type StoredComponent = Component & { revision: number; changedAt: Date }

/** What the catalogue of copilots needs from a database. Every method that writes is one transaction or part of one. */
export type CopilotStore = {
  list(environmentId: string): Promise<StoredCopilot[]>
  find(environmentId: string, copilotId: string): Promise<StoredCopilot | undefined>
  /** Without `blob`s: files can be large, and pages and checks do not look into them. */
  components(copilotId: string): Promise<StoredComponent[]>
  component(copilotId: string, schemaName: string): Promise<StoredComponent | undefined>
  /** All or nothing. The callback's store writes in the transaction. */
  inTransaction<T>(work: (store: CopilotWriter) => Promise<T>): Promise<T>
  loadDraft(copilotId: string): Promise<CopilotDefinition | undefined>
  loadVersion(copilotId: string, version: number): Promise<CopilotDefinition | undefined>
  preserved(copilotId: string): Promise<PreservedPart[]>
}

export type CopilotWriter = {
  /** Locks the copilot of this name, or the name while there is none, until the transaction ends. */
  lockBySchemaName(environmentId: string, schemaName: string): Promise<StoredCopilot | undefined>
  /** The same by id: makers of one copilot take turns. */
  lock(environmentId: string, copilotId: string): Promise<StoredCopilot | undefined>
  insert(copilot: { id: string; environmentId: string; header: CopilotHeader }): Promise<void>
  updateHeader(copilotId: string, header: CopilotHeader): Promise<void>
  /** Inserts or overwrites; the revision grows when something differs. Returns how many changed. */
  putComponents(copilotId: string, components: Component[]): Promise<number>
  /** Only when the stored revision is `revision`; undefined otherwise. */
  updateComponent(copilotId: string, schemaName: string, revision: number, change: { name?: string; text?: string; state?: 'on' | 'off'; kind?: string }): Promise<number | undefined>
  deleteComponent(copilotId: string, schemaName: string): Promise<boolean>
  /** The draft differs from what it was. */
  touch(copilotId: string): Promise<void>
  /** With everything. */
  components(copilotId: string): Promise<StoredComponent[]>
  component(copilotId: string, schemaName: string): Promise<StoredComponent | undefined>
  /** Customers (not the test pane) are in a conversation with it. */
  hasOpenConversations(copilotId: string): Promise<boolean>
  putPreserved(copilotId: string, parts: PreservedPart[]): Promise<void>
  addVersion(copilotId: string, publishedBy: string, definition: CopilotDefinition): Promise<{ version: number; publishedAt: Date }>
  delete(copilotId: string): Promise<void>
}
