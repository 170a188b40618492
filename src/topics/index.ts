export { addCount, checkCopilot, checkDocuments, copilotChecker, type CheckOptions, type CheckResult } from './check-copilot.ts'
export { editDocument, type Edit } from './edit-document.ts'
export { parseDocument, type ParsedDocument, type Path, type Position } from './parse-document.ts'
export type { Component, ComponentKind, CopilotDefinition, Diagnostic } from './types.ts'
