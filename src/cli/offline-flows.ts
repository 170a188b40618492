import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { CallResult, Tool, ToolCall } from '../dialog/index.ts'
import { normalTarget, outgoingHttp, targetOf, toolCalls, type ToolMapping } from '../engagement/index.ts'
import { BatonError, systemClock } from '../platform/index.ts'

/** An address, or the answer itself; with `$status` an answer of that status, so that a topic's error branch can be played. */
const answer = z.union([z.url({ protocol: /^https?$/ }), z.looseObject({ $status: z.number().int().min(100).max(599).optional() })])
const flowsFile = z.record(z.string(), answer)

export type OfflineFlows = {
  run(call: ToolCall & { callId: string }): Promise<CallResult>
  /** What a prompt answers, by the id of its model. */
  prompt(modelId: string): CallResult | undefined
}

/**
 * What a chat without a server runs instead of flows, connectors, MCP servers and prompts, from a JSON file: id -> address
 * or outputs. The id is the flow's or the prompt's; for a connector its `reference/operation`, its reference or its
 * operation; for MCP `server/tool` or `server`.
 */
export async function readFlows(path: string): Promise<OfflineFlows> {
  const flows = parse(path, await readFile(path, 'utf8'))
  const find = (tool: Tool) => [`${targetOf(tool)}/${operationOf(tool)}`, targetOf(tool), operationOf(tool)].map((id) => flows.get(normalTarget(id))).find((value) => value !== undefined)
  const addresses = [...flows.values()].filter((value) => typeof value === 'string')
  const call = (url: string) =>
    toolCalls({ mappings: { find: async (_environment, kind, target) => mappingTo(url, kind, target) }, http: outgoingHttp, allowedHosts: addresses.map((address) => new URL(address).hostname), clock: systemClock })
  return {
    async run(request) {
      const found = find(request.tool)
      if (found === undefined) return { type: 'failed', code: 'ToolNotMapped', message: `${path} has no entry "${idOf(request.tool)}". Add one: an address, or the outputs as an object.` }
      if (typeof found === 'string') return call(found)(request)
      const { $status: status = 200, ...outputs } = found
      return { type: 'http', status, headers: {}, body: JSON.stringify(outputs) }
    },
    prompt(modelId) {
      const found = flows.get(normalTarget(modelId))
      if (typeof found !== 'object') return undefined
      return { type: 'model', text: typeof found['text'] === 'string' ? found['text'] : JSON.stringify(found) }
    },
  }
}

function parse(path: string, text: string): Map<string, z.infer<typeof answer>> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (problem) {
    throw new BatonError('BAD_REQUEST', `${path} is not JSON: ${problem instanceof Error ? problem.message : String(problem)}`)
  }
  const read = flowsFile.safeParse(json)
  if (read.success) return new Map(Object.entries(read.data).map(([id, value]) => [normalTarget(id), value]))
  const at = read.error.issues[0]?.path.join('.') ?? ''
  throw new BatonError('BAD_REQUEST', `${path}: "${at}" is neither an http address nor an object of outputs`)
}

function mappingTo(url: string, kind: Tool['kind'], target: string): ToolMapping {
  const now = systemClock.now()
  return { kind, target, name: '', url, privateHost: true, header: undefined, secret: 'whsec_', secretMadeAt: now, enabled: true, changedAt: now, changedBy: '' }
}

const operationOf = (tool: Tool) => (tool.kind === 'connector' ? tool.operationId : tool.kind === 'mcp' ? tool.tool : '')
const idOf = (tool: Tool) => (tool.kind === 'flow' ? tool.flowId : tool.kind === 'connector' ? `${tool.connectionReference}/${tool.operationId}` : `${tool.server}/${tool.tool}`)
