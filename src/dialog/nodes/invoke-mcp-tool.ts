import { z } from 'zod'
import { defineNode } from '../define-node.ts'
import { bindAnswer, inputBinding, nested, outputBinding, readInputs } from '../tasks/bindings.ts'
import { callTool, CONNECTOR_TIMEOUT_MS, readAnswer } from '../tasks/tool-call.ts'
import type { Tool } from '../types.ts'

export const invokeMcpTool = defineNode({
  kind: 'InvokeMcpToolAction',
  title: 'Use an MCP tool',
  partly: 'the MCP server is an address connected on the Connections page',
  schema: z.looseObject({ id: z.string(), serverSchemaName: z.string().min(1), toolName: z.string().min(1), displayName: z.string().nullish(), input: inputBinding, output: outputBinding }),
  run(node, turn) {
    callTool(turn, { tool: mcpTool(node), nodeId: node.id, name: node.displayName ?? undefined, inputs: nested(readInputs(turn, node.input)), timeoutMs: CONNECTOR_TIMEOUT_MS })
  },
  resume(node, turn, result) {
    bindAnswer(turn, node.output, readAnswer(mcpTool(node), node.id, result))
  },
})

const mcpTool = ({ serverSchemaName, toolName }: { serverSchemaName: string; toolName: string }): Tool => ({ kind: 'mcp', server: serverSchemaName, tool: toolName })
