import { isRecord, parseJson } from '../../platform/index.ts'
import { ContentFailure } from '../failure.ts'
import { isSignedIn } from '../sign-in.ts'
import type { Json } from '../state.ts'
import type { Turn } from '../turn.ts'
import type { CallResult, Tool } from '../types.ts'

/** docs: a flow has to answer within 100 seconds. */
export const FLOW_TIMEOUT_MS = 100_000
export const CONNECTOR_TIMEOUT_MS = 30_000

/** `mode: Invoker`: the connection is the customer's own. (schema: ConnectionProperties) */
export const isInvoker = (properties: unknown): boolean => isRecord(properties) && properties['mode'] === 'Invoker'

type Request = { tool: Tool; nodeId: string; name: string | undefined; inputs: Record<string, Json>; timeoutMs: number; asCustomer?: boolean }

/** Asks the host to run a tool; its answer arrives at the node's `resume`. */
export function callTool(turn: Turn, { tool, nodeId, name = '', inputs, timeoutMs, asCustomer = false }: Request) {
  const { conversationId, customer, channelId, inTestMode, bot, now } = turn.context
  turn.request({
    type: 'tool',
    tool,
    name,
    inputs,
    // A conversation that begins anew counts its turns from 1 again: the moment tells the calls apart.
    key: `${conversationId}-${turn.state.turn}-${turn.calls + 1}-${now.getTime().toString(36)}`,
    environmentId: bot.environmentId,
    conversation: {
      id: conversationId,
      channelId,
      locale: turn.locale,
      inTestMode,
      copilot: { id: bot.id, schemaName: turn.copilot.schemaName, name: bot.name },
      customer,
      ...(asCustomer && isSignedIn(turn) && turn.state.signedIn ? { invoker: turn.state.signedIn } : {}),
      topic: turn.frame?.topic ?? '',
      nodeId,
    },
    timeoutMs,
  })
}

/** What a tool answered, as JSON; throws the published code when it did not, in words that name the tool. */
export function readAnswer(tool: Tool, nodeId: string, result: CallResult): Json {
  if (result.type !== 'http' || result.status >= 300) throw toolFailure(tool, nodeId, result)
  if (result.body.trim() === '') return {}
  const answer = parseJson(result.body) as Json | undefined
  if (answer === undefined) throw failed(tool, `${describe(tool, nodeId)} did not answer with JSON. Let it answer with one JSON object, whose members are the outputs.`)
  return answer
}

/** How the published codes tell the failures of a tool apart. (S2.9) */
function toolFailure(tool: Tool, nodeId: string, result: CallResult): ContentFailure {
  const what = describe(tool, nodeId)
  if (result.type === 'http') return new ContentFailure(codeOfStatus(tool, result.status), `${what} answered with status ${result.status}${detailOf(result.body)}. ${adviceFor(result.status)}`)
  const { code, message } = result.type === 'failed' ? result : { code: 'SystemError', message: 'The answer is not one to this call.' }
  if (code === 'ExecutionTimeout') return new ContentFailure(tool.kind === 'flow' ? 'FlowActionTimedOut' : code, `${what} did not answer in time. ${message} Let it answer first and go on with long work afterwards.`)
  return failed(tool, `${what} could not be run. ${message}`, code)
}

const failed = (tool: Tool, message: string, code = 'ConnectionFailed') => new ContentFailure(tool.kind === 'flow' ? 'FlowActionException' : codeOfFailure(tool, code), message)

function codeOfFailure(tool: Tool, code: string): string {
  if (code === 'ToolNotMapped') return tool.kind === 'mcp' ? 'McpToolNotFound' : 'ConnectorActionNotSupported'
  return ['McpToolNotFound', 'McpToolFailed', 'TooMuchDataToHandle'].includes(code) ? code : 'ConnectionFailed'
}

function codeOfStatus({ kind }: Tool, status: number): string {
  if (kind !== 'flow') return `HTTP${status}`
  if (status === 408 || status === 504) return 'FlowActionTimedOut'
  return status >= 400 && status < 500 && status !== 429 ? 'FlowActionBadRequest' : 'FlowActionException'
}

function adviceFor(status: number): string {
  if (status === 401 || status === 403) return 'Look at its secret and header on the Connections page.'
  if (status === 404 || status === 405) return 'Look at its address on the Connections page.'
  if (status >= 300 && status < 400) return 'Redirects are not followed: enter the address it points to on the Connections page.'
  if (status < 500) return 'Try it with sample inputs on the Connections page.'
  return 'Look into its log.'
}

/** `{"message": …}` or `{"error": {"message": …}}`, as most services explain themselves. */
function detailOf(body: string): string {
  const answer = parseJson(body) as { message?: unknown; error?: { message?: unknown } | string } | null | undefined
  const message = answer?.message ?? (typeof answer?.error === 'object' ? answer.error?.message : answer?.error)
  return typeof message === 'string' && message.trim() ? `: ${message.trim().replace(/[.\s]+$/, '').slice(0, 300)}` : ''
}

export function describe(tool: Tool, nodeId: string): string {
  switch (tool.kind) {
    case 'flow':
      return `The flow ${tool.flowId} of the node ${nodeId}`
    case 'connector':
      return `The operation ${tool.operationId} of the connection ${tool.connectionReference} (node ${nodeId})`
    case 'mcp':
      return `The tool ${tool.tool} of the MCP server ${tool.server} (node ${nodeId})`
  }
}

/** What a topic would make of an answer: the outputs, or why it fails. For the page that tries a connection. */
export function explainAnswer(tool: Tool, result: CallResult): { output: Json } | { code: string; message: string } {
  try {
    return { output: readAnswer(tool, 'test', result) }
  } catch (failure) {
    if (failure instanceof ContentFailure) return { code: failure.code, message: failure.message.replace(/ (of the node|\(node) test\)?/, '') }
    throw failure
  }
}
