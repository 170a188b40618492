import type { Component, CopilotDefinition, Diagnostic } from '../topics/types.ts'

export type PreservedPart = { path: string; reason: string; bytes: Uint8Array }

/** Reusable components that belong to no copilot of their own. */
export type ComponentCollection = { schemaName: string; name: string; description: string; language: number; components: Component[] }

/** Everything a package held: what we understand as copilots, the rest byte for byte in `preserved`. */
export type PackageContents = {
  copilots: CopilotDefinition[]
  collections: ComponentCollection[]
  diagnostics: Diagnostic[]
  preserved: PreservedPart[]
  solution?: { uniqueName: string; name: string; version: string; managed: boolean; publisher: string; prefix: string }
}

export function emptyContents(): PackageContents {
  return { copilots: [], collections: [], diagnostics: [], preserved: [] }
}

/** Text of a file that is UTF-8 without NUL, byte order mark kept; undefined for anything else. */
export function decodeText(bytes: Uint8Array | undefined): string | undefined {
  if (!bytes) return undefined
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return text.includes('\0') ? undefined : text
  } catch {
    return undefined
  }
}

/** Text that a database and a page can hold: no NUL, no half characters. */
export function cleanText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}

export function packageFinding(severity: Diagnostic['severity'], code: string, file: string, message: string, more: Partial<Diagnostic> = {}): Diagnostic {
  return { severity, code, file, line: 1, column: 1, message, ...more }
}
