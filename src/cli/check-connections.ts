import { toolFindings, toolUses } from '../dialog/index.ts'
import type { Component, Diagnostic } from '../topics/index.ts'

/** Flows, connections and MCP servers that somebody has to connect after the import. */
export const connectionFindings = (components: readonly Component[]): Diagnostic[] => toolFindings(toolUses(components))

/** A document without a copilot around it. */
export const looseComponent = ({ path, text }: { path: string; text: string }): Component => ({ schemaName: path, kind: 'topic', name: path, description: '', path, text, state: 'on', parts: {} })
