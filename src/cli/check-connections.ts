import { toolUses } from '../dialog/index.ts'
import type { Component, Diagnostic } from '../topics/index.ts'

/** What has to be connected before it runs: a package cannot say where it is, and whoever imports it should know. */
export function connectionFindings(components: readonly Component[]): Diagnostic[] {
  return toolUses(components).map(({ tool, nodeId, file, line, column }) => {
    const [code, what] =
      tool.kind === 'flow' ? ['FlowNotFound', `The flow ${tool.flowId}`] : tool.kind === 'connector' ? ['ConnectionNotSet', `The connection ${tool.connectionReference} (operation ${tool.operationId})`] : ['ConnectionNotSet', `The MCP server ${tool.server}`]
    return {
      severity: 'warning',
      code,
      file,
      line,
      column,
      nodeId,
      message: `${what} is not in the package: until somebody says where it is, the node fails.`,
      fix: 'Connect it on the Connections page of the copilot’s settings once it is imported. Offline, say with "baton chat --flows" what it answers.',
    }
  })
}

/** A document without a copilot around it. */
export const looseComponent = ({ path, text }: { path: string; text: string }): Component => ({ schemaName: path, kind: 'topic', name: path, description: '', path, text, state: 'on', parts: {} })
