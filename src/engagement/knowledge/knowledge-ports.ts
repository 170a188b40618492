import type { Passage } from '../../knowledge/index.ts'

/** A document that was read, by the hash of its bytes. */
export type StoredReading = { hash: string; title: string; problem: string | undefined; passages: number; /** The encoder its vectors are of. */ encoder: string | undefined }
export type ReadingBody = { hash: string; passages: Passage[]; vectors: Uint8Array | undefined; encoder: string | undefined }

/** A website of a copilot, as it was last fetched. */
export type StoredSite = {
  /** As the copilot writes it. */
  address: string
  problem: string | undefined
  fetchedAt: Date | undefined
  /** `problem`: why this page holds nothing. */
  pages: StoredPage[]
}
export type StoredPage = { url: string; title: string; hash: string; problem: string | undefined }

/** The words of a prompt that packages name by id. */
export type StoredPrompt = { modelId: string; name: string; text: string; changedAt: Date }

/** What is kept of a copilot's knowledge. All of it goes with the copilot. */
export type KnowledgeStore = {
  readings(copilotId: string, hashes: readonly string[]): Promise<StoredReading[]>
  bodies(copilotId: string, hashes: readonly string[]): Promise<ReadingBody[]>
  putReading(copilotId: string, reading: { hash: string; title: string; passages: Passage[]; problem?: string | undefined }): Promise<void>
  putVectors(copilotId: string, hash: string, vectors: Uint8Array, encoder: string): Promise<void>
  /** All but these, unless they were read after `before`: what was read just now may be about to be used. */
  forgetReadings(copilotId: string, except: readonly string[], before: Date): Promise<void>
  sites(copilotId: string): Promise<StoredSite[]>
  putSite(copilotId: string, site: StoredSite): Promise<void>
  deleteSite(copilotId: string, address: string): Promise<void>
  prompts(environmentId: string): Promise<StoredPrompt[]>
  prompt(environmentId: string, modelId: string): Promise<StoredPrompt | undefined>
  putPrompt(environmentId: string, prompt: { modelId: string; name: string; text: string }, by: string): Promise<void>
  deletePrompt(environmentId: string, modelId: string): Promise<boolean>
}
