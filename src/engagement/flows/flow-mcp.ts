import type { CallResult, ToolCall } from '../../dialog/types.ts'
import type { ToolHttp } from './flow-calls.ts'

/** The revision of the Model Context Protocol that is asked for; servers may answer with an older one. */
const protocolVersion = '2025-06-18'

type Answer = { result?: unknown; error?: { code?: number; message?: string } }
type Session = { headers: Record<string, string> }

/** One call of a tool over streamable HTTP: initialize, initialized, tools/call, and the session's end. */
export async function callMcpTool(call: ToolCall, tool: string, post: ToolHttp): Promise<CallResult> {
  const until = performance.now() + call.timeoutMs
  const left = () => Math.max(1, until - performance.now())
  const begun = await begin(post, left)
  if ('failed' in begun) return begun.failed
  const { session } = begun
  const answer = await ask(post, 2, 'tools/call', { name: tool, arguments: call.inputs }, session, left())
  if (session.headers['mcp-session-id']) void post({ method: 'DELETE', body: '', headers: session.headers, timeoutMs: 5_000 })
  return 'failed' in answer ? answer.failed : toResult(answer, tool)
}

async function begin(post: ToolHttp, left: () => number): Promise<{ session: Session } | { failed: CallResult }> {
  const params = { protocolVersion, capabilities: {}, clientInfo: { name: 'baton', version: '1' } }
  const answer = await ask(post, 1, 'initialize', params, { headers: {} }, left())
  if ('failed' in answer) return answer
  if (answer.error) return { failed: { type: 'failed', code: 'ConnectionFailed', message: `The server refused the session: ${answer.error.message ?? 'no reason given'}.` } }
  const agreed = (answer.result as { protocolVersion?: unknown } | undefined)?.protocolVersion
  const id = answer.headers['mcp-session-id']
  const headers = { 'mcp-protocol-version': typeof agreed === 'string' ? agreed : protocolVersion, ...(id ? { 'mcp-session-id': id } : {}) }
  const told = await post({ body: JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }), headers: { accept: both, ...headers }, timeoutMs: left(), enough: () => true })
  return told.type === 'failed' ? { failed: told } : { session: { headers } }
}

const both = 'application/json, text/event-stream'
/** A message ends with a bracket or its line: without one there is nothing new to read. */
const mayEnd = /[}\]\n]/

async function ask(post: ToolHttp, id: number, method: string, params: unknown, session: Session, timeoutMs: number): Promise<(Answer & { headers: Record<string, string> }) | { failed: CallResult }> {
  const body = JSON.stringify({ jsonrpc: '2.0', id, method, params })
  const result = await post({ body, headers: { accept: both, ...session.headers }, timeoutMs, enough: (text, more) => mayEnd.test(more) && messages(text).some((message) => message.id === id) })
  if (result.type !== 'http' || result.status >= 300) return { failed: result }
  const answer = messages(result.body).find((message) => message.id === id)
  return answer ? { ...answer, headers: result.headers } : { failed: { type: 'failed', code: 'ConnectionFailed', message: `The server did not answer ${method} as an MCP server does (streamable HTTP, JSON-RPC).` } }
}

/** The JSON-RPC messages of a body: one JSON document, or the events of a stream, as far as it has come. */
function messages(body: string): (Answer & { id?: unknown })[] {
  const text = body.trimStart()
  const documents = text.startsWith('{') || text.startsWith('[') ? [text] : text.split(/\r?\n\r?\n/).map((event) => [...event.matchAll(/^data: ?(.*)$/gm)].map((line) => line[1]).join('\n'))
  return documents.flatMap((document) => {
    try {
      const message: unknown = JSON.parse(document)
      return [message].flat().filter((one): one is Answer & { id?: unknown } => typeof one === 'object' && one !== null)
    } catch {
      return []
    }
  })
}

/** The structured content; else the text, as JSON when it is some; else all there is. */
function toResult({ result, error }: Answer, tool: string): CallResult {
  const { content, structuredContent, isError } = (result ?? {}) as { content?: { type?: string; text?: string }[]; structuredContent?: unknown; isError?: boolean }
  const text = (Array.isArray(content) ? content : []).flatMap((part) => (part?.type === 'text' && typeof part.text === 'string' ? [part.text] : [])).join('\n')
  if (error) return { type: 'failed', code: error.code === -32602 || error.code === -32601 ? 'McpToolNotFound' : 'McpToolFailed', message: `The server refused to run ${tool}: ${error.message ?? 'no reason given'}.` }
  if (isError) return { type: 'failed', code: 'McpToolFailed', message: `The tool reported: ${text.slice(0, 300) || 'an error'}` }
  const body = structuredContent !== undefined ? JSON.stringify(structuredContent) : isJsonObject(text) ? text : JSON.stringify({ text, content: content ?? [] })
  return { type: 'http', status: 200, headers: {}, body }
}

function isJsonObject(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) return false
  try {
    return typeof JSON.parse(text) === 'object'
  } catch {
    return false
  }
}
