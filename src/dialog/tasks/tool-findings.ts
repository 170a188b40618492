import type { Diagnostic } from '../../topics/types.ts'
import type { ToolUse } from './tool-uses.ts'

/** What has to be connected before it runs: a package cannot say where it is, and whoever imports it should know. */
export function toolFindings(uses: readonly ToolUse[]): Diagnostic[] {
  return uses.map(({ tool, nodeId, file, line, column }) => ({
    severity: 'warning',
    code: tool.kind === 'flow' ? 'FlowNotFound' : 'ConnectionNotSet',
    file,
    line,
    column,
    nodeId,
    message: `${nameOf(tool)} is not in the package: until somebody says where it is, the node fails.`,
    fix: 'Connect it on the Connections page of the copilot’s settings once it is imported. Offline, say with "baton chat --flows" what it answers.',
  }))
}

function nameOf(tool: ToolUse['tool']): string {
  if (tool.kind === 'flow') return `The flow ${tool.flowId}`
  return tool.kind === 'connector' ? `The connection ${tool.connectionReference} (operation ${tool.operationId})` : `The MCP server ${tool.server}`
}
