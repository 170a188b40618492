import { createHmac } from 'node:crypto'
import type { CallResult, HostCall, ToolCall } from '../../dialog/types.ts'
import type { Clock } from '../../platform/index.ts'
import { targetOf, type ToolMapping, type ToolMappingStore } from './flow-mappings.ts'
import { callMcpTool } from './flow-mcp.ts'
import type { outgoingHttp } from '../outgoing-http.ts'

type Send = ReturnType<typeof outgoingHttp>
type Deps = {
  mappings: Pick<ToolMappingStore, 'find'>
  /** Requests that may reach these hosts although they are inside the network. */
  http(allowedHosts: readonly string[]): Send
  allowedHosts: readonly string[]
  clock: Clock
}
type HttpCall = Extract<HostCall, { type: 'http' }>

/** What is sent on behalf of a mapping: `post` adds its header. */
export type ToolHttp = (request: { body: string; headers?: Record<string, string>; timeoutMs: number; method?: string; enough?: (body: string, more: string) => boolean }) => Promise<CallResult>

/**
 * Runs the tools of topics: a flow and an operation of a connector are signed requests to the address they are mapped to
 * (docs/how-to/connect-a-flow.md), a tool of an MCP server is called by its protocol. Never throws.
 */
export function toolCalls({ mappings, http, allowedHosts, clock }: Deps) {
  return async (call: ToolCall & { callId: string }, signal?: AbortSignal): Promise<CallResult> => {
    const mapping = await mappings.find(call.environmentId, call.tool.kind, targetOf(call.tool)).catch(() => 'unknown' as const)
    if (mapping === 'unknown') return { type: 'failed', code: 'ConnectionFailed', message: 'The database did not say where it is. Try again in a moment.' }
    const why = whyNot(call, mapping)
    if (why) return { type: 'failed', code: 'ToolNotMapped', message: why }
    const { url, privateHost, header } = mapping!
    const send = http(privateHost ? [...allowedHosts, new URL(url).hostname] : allowedHosts)
    const own = header ? { [header.name]: header.value } : {}
    const post: ToolHttp = async ({ body, headers = {}, timeoutMs, method = 'POST', enough }) => {
      const request: HttpCall = { type: 'http', callId: call.callId, method, url, headers: { 'content-type': 'application/json', ...headers, ...own }, ...(method === 'POST' ? { body } : {}), timeoutMs }
      return inOwnWords(await send(request, signal, enough), url)
    }
    if (call.tool.kind === 'mcp') return callMcpTool(call, call.tool.tool, post)
    const body = JSON.stringify(bodyOf(call, mapping!))
    return post({ body, headers: { accept: 'application/json', ...signature(mapping!.secret!, call.key, body, clock.now()) }, timeoutMs: call.timeoutMs })
  }
}

function whyNot({ tool }: ToolCall, mapping: ToolMapping | undefined): string | undefined {
  const what = tool.kind === 'flow' ? 'flow' : tool.kind === 'mcp' ? 'MCP server' : 'connection'
  if (!mapping) return `Nobody has entered the address of this ${what} yet. Enter it on the Connections page in the copilot’s settings.`
  if (!mapping.enabled) return `This ${what} is switched off. Switch it on on the Connections page in the copilot’s settings.`
  if (mapping.secret === undefined) return `The secret of this ${what} cannot be read: the installation’s key is another one by now. Save it again on the Connections page in the copilot’s settings.`
  return undefined
}

/** The one place that says what is sent; the how-to shows the same. */
export function bodyOf({ tool, name, inputs, conversation }: ToolCall, mapping: { name: string }) {
  const what = tool.kind === 'flow' ? { flowId: tool.flowId } : tool.kind === 'connector' ? { connectionReference: tool.connectionReference, operationId: tool.operationId } : {}
  const { id, channelId, locale, inTestMode, copilot, customer, invoker, topic, nodeId } = conversation
  return { ...what, name: name || mapping.name, inputs, conversation: { id, channel: channelId, locale, test: inTestMode, copilot, customer, ...(invoker ? { invoker } : {}), topic, node: nodeId } }
}

/** https://www.standardwebhooks.com: `webhook-signature: v1,base64(hmac-sha256(secret, id.timestamp.body))`. */
export function signature(secret: string, id: string, body: string, now: Date): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const digest = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${digest}`, 'idempotency-key': id }
}

function inOwnWords(result: CallResult, url: string): CallResult {
  if (result.type !== 'failed' || result.code !== 'HttpRequestBlocked') return result
  return { ...result, message: `${new URL(url).hostname} is an address of this machine or a private network. An administrator can allow it for this connection on the Connections page ("Private address").` }
}
