import { isRecord } from '../../platform/index.ts'
import { parseDocument, type ParsedDocument, type Path } from '../../topics/index.ts'
import type { Component } from '../../topics/types.ts'
import { textOf } from '../document.ts'
import type { Document } from '../document.ts'
import type { Tool } from '../types.ts'

/** A place in a copilot that needs a flow, a connection or an MCP server. */
export type ToolUse = {
  /** Without `operationId` or `tool`: the connection or server as a whole. */
  tool: Tool
  /** What its makers call it; may be empty. */
  name: string
  component: string
  componentName: string
  nodeId: string
  file: string
  line: number
  column: number
  inputs: string[]
  outputs: string[]
}

/** Every flow, connection and MCP server that a copilot's topics and tools name, in the order of its components. */
export function toolUses(components: readonly Component[]): ToolUse[] {
  return components.flatMap((component) => {
    if (component.text === undefined || component.kind === 'translation' || !mayUse.test(component.text)) return []
    const parsed = parseDocument(component.text, component.path)
    return isRecord(parsed.value) ? usesIn(parsed.value, parsed, component) : []
  })
}

/** Most documents use none: they are not worth reading. */
const mayUse = /Invoke(Flow|Connector|McpTool|ExternalAgent)(Task)?Action/

function usesIn(document: Document, { positionOf }: ParsedDocument, component: Component): ToolUse[] {
  const found: ToolUse[] = []
  const visit = (value: unknown, path: Path) => {
    if (Array.isArray(value)) for (const [index, item] of value.entries()) visit(item, [...path, index])
    if (!isRecord(value) || value['disabled'] === true) return
    const tool = toolOf(value, component.schemaName)
    if (tool) found.push({ ...toUse(tool, value, document, component), ...positionOf([...path, 'kind']) })
    else for (const [name, member] of Object.entries(value)) visit(member, [...path, name])
  }
  visit(document, [])
  return found
}

function toolOf(node: Document, schemaName: string): Tool | undefined {
  const text = (name: string) => textOf(node[name])
  switch (node['kind']) {
    case 'InvokeFlowAction':
    case 'InvokeFlowTaskAction':
      return text('flowId') ? { kind: 'flow', flowId: text('flowId') } : undefined
    case 'InvokeConnectorAction':
    case 'InvokeConnectorTaskAction':
      return text('connectionReference') ? { kind: 'connector', connectionReference: text('connectionReference'), operationId: text('operationId') } : undefined
    case 'InvokeMcpToolAction':
      return text('serverSchemaName') ? { kind: 'mcp', server: text('serverSchemaName'), tool: text('toolName') } : undefined
    case 'InvokeExternalAgentTaskAction': {
      const details = isRecord(node['operationDetails']) ? node['operationDetails'] : {}
      return details['kind'] === 'ModelContextProtocolMetadata' ? { kind: 'mcp', server: schemaName, tool: '' } : undefined
    }
    default:
      return undefined
  }
}

function toUse(tool: Tool, node: Document, document: Document, component: Component): Omit<ToolUse, 'line' | 'column'> {
  const isTask = document['kind'] === 'TaskDialog'
  return {
    tool,
    name: textOf(node['displayName']) || (isTask ? textOf(document['modelDisplayName']) || component.name : ''),
    component: component.schemaName,
    componentName: component.name || component.schemaName.split('.').at(-1) || component.schemaName,
    nodeId: textOf(node['id']) || 'action',
    file: component.path,
    inputs: isTask ? namesIn(document['inputs']) : boundNames(node['input']),
    outputs: isTask ? namesIn(document['outputs']) : boundNames(node['output']),
  }
}

const boundNames = (binding: unknown) => (isRecord(binding) && isRecord(binding['binding']) ? Object.keys(binding['binding']) : [])
const namesIn = (list: unknown) => (Array.isArray(list) ? list.filter(isRecord).map((item) => textOf(item['propertyName'])).filter(Boolean) : [])
