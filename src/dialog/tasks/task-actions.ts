import { z } from 'zod'
import { defineNode } from '../define-node.ts'
import type { NodeKind } from '../define-node.ts'
import { ContentFailure } from '../failure.ts'
import { fromJson, toJson } from '../fx.ts'
import { plainJson } from '../plain-value.ts'
import type { Json } from '../state.ts'
import type { Turn } from '../turn.ts'
import type { CallResult, Tool } from '../types.ts'
import { checkFlowInputs, flowAnswer, flowOutput, nested, placeIn } from './bindings.ts'
import { notAnInput } from './task-dialog.ts'
import { callTool, CONNECTOR_TIMEOUT_MS, FLOW_TIMEOUT_MS, isInvoker, readAnswer } from './tool-call.ts'

const common = { id: z.string(), name: z.string().default(''), inputs: z.array(z.string()).default([]), outputs: z.array(z.string()).default([]) }
/** Characters of JSON. A conversation carries its variables from turn to turn. */
const LARGEST_UNASKED = 10_000
type Common = { id: string; name: string; outputs: string[] }

/** A caller may bind `item.search`: here it becomes the place that questions and formulas know, `Topic.item.search`. */
const takeTaskInputs = defineNode({
  kind: 'TakeTaskInputs',
  title: 'Take the inputs of a tool',
  schema: z.looseObject({ id: z.string() }),
  run(_node, turn) {
    const { frame } = turn
    for (const [name, value] of Object.entries(frame?.vars ?? {})) {
      if (!frame || !/[.']/.test(name)) continue
      const { [name]: _moved, ...vars } = frame.vars
      frame.vars = vars
      turn.setJson(`Topic.${name}`, value)
    }
  },
})

const invokeFlowTask = defineNode({
  kind: 'InvokeFlowTaskAction',
  title: 'Run a flow',
  schema: z.looseObject({ ...common, flowId: z.string().min(1) }),
  run(node, turn) {
    const inputs = inputsOf(turn)
    checkFlowInputs(flow(node), node.id, inputs)
    callTool(turn, { tool: flow(node), nodeId: node.id, name: node.name, inputs, timeoutMs: FLOW_TIMEOUT_MS })
  },
  resume(node, turn, result) {
    const answer = flowAnswer(flow(node), node.id, readAnswer(flow(node), node.id, result))
    const bound = Object.keys(turn.frame?.outputs ?? {})
    giveOutputs(turn, outputsWanted(node, turn, answer), (name) => (bound.includes(name) || Object.hasOwn(answer, name) ? flowOutput(flow(node), node.id, answer, name) : null))
  },
})

const invokeConnectorTask = defineNode({
  kind: 'InvokeConnectorTaskAction',
  title: 'Use a connector',
  schema: z.looseObject({ ...common, connectionReference: z.string().min(1), operationId: z.string().min(1), connectionProperties: z.unknown().optional(), requestTimeoutInMilliseconds: z.unknown().optional() }),
  run(node, turn) {
    callTool(turn, { tool: operation(node), nodeId: node.id, name: node.name, inputs: nested(inputsOf(turn)), asCustomer: isInvoker(node.connectionProperties), timeoutMs: turn.number(node.requestTimeoutInMilliseconds, CONNECTOR_TIMEOUT_MS) })
  },
  resume: (node, turn, result) => takeAnswer(node, operation(node), turn, result),
})

const metadata = z.looseObject({
  kind: z.string().optional(),
  tools: z.looseObject({ tools: z.array(z.string()).optional() }).nullish(),
  knownTools: z.array(z.looseObject({ name: z.string() })).nullish(),
})

/** An MCP server as a whole. Which of its tools to use is a planner's choice; with one tool there is nothing to choose. */
const invokeExternalAgentTask = defineNode({
  kind: 'InvokeExternalAgentTaskAction',
  title: 'Use an MCP server',
  partly: 'of several tools none is chosen, because there is no planner; other protocols than MCP are not spoken',
  schema: z.looseObject({ ...common, operationDetails: metadata }),
  run(node, turn) {
    callTool(turn, { tool: onlyTool(node, turn), nodeId: node.id, name: node.name, inputs: nested(inputsOf(turn)), timeoutMs: CONNECTOR_TIMEOUT_MS })
  },
  resume: (node, turn, result) => takeAnswer(node, onlyTool(node, turn), turn, result),
})

function onlyTool({ id, operationDetails }: { id: string; operationDetails: z.infer<typeof metadata> }, turn: Turn): Tool {
  const server = turn.frame?.topic ?? ''
  if (operationDetails.kind !== 'ModelContextProtocolMetadata') throw new ContentFailure('ElementNotSupported', `The tool "${server}" talks to an external agent by ${operationDetails.kind}, which is not supported: only MCP servers are.`)
  const chosen = operationDetails.tools?.tools ?? operationDetails.knownTools?.map((tool) => tool.name) ?? []
  const [tool, ...others] = chosen
  if (tool !== undefined && others.length === 0) return { kind: 'mcp', server, tool }
  throw new ContentFailure('McpToolNotFound', `The MCP server "${server}" (node ${id}) has ${chosen.length === 0 ? 'no tool that is known here' : 'several tools'}, and choosing one takes a planner. Name the tool: call it with a node InvokeMcpToolAction (serverSchemaName: ${server}, toolName: …).`)
}

/** A prompt's answer is its output `predictionOutput`, as a record. */
const invokePromptTask = defineNode({
  kind: 'InvokeAIBuilderModelTaskAction',
  title: 'Run a prompt',
  schema: z.looseObject({ ...common, aIModelId: z.string() }),
  lower: ({ id, aIModelId, inputs }, into) => into.actions([{ kind: 'InvokeAIBuilderModelAction', id, aIModelId, input: { binding: ownInputs(inputs) }, output: { binding: { predictionOutput: 'Topic.predictionOutput' } } }]),
})

const invokeSkillTask = defineNode({
  kind: 'InvokeSkillTaskAction',
  title: 'Use a skill',
  schema: z.looseObject({ ...common, skillId: z.string(), actionId: z.string().optional(), interruptionPolicy: z.unknown().optional() }),
  lower: ({ id, skillId, actionId, interruptionPolicy, inputs, outputs }, into) =>
    into.actions([{ kind: 'InvokeSkillAction', id, skillId, actionId, interruptionPolicy, input: { binding: ownInputs(inputs) }, output: { binding: Object.fromEntries(outputs.map((name) => [name, placeOf(name)])) } }]),
})

/** Declared inputs as formulas over the tool's own variables. */
const ownInputs = (names: string[]) => Object.fromEntries(names.map((name) => [name, `=${placeOf(name)}`]))
const placeOf = (name: string) => `Topic.${name.split('.').map((part) => `'${part.replace(/^'(.*)'$/, '$1')}'`).join('.')}`

/** What only a planner, another copilot or the customer's own client can do: a caller hears why. */
const unavailable = (kind: string, code: string, why: string): NodeKind =>
  defineNode({
    kind,
    title: 'Use a tool',
    missing: why,
    schema: z.looseObject(common),
    run(node, turn) {
      throw new ContentFailure(code, `The tool ${turn.frame?.topic ?? node.id} cannot run: ${why}.`)
    },
  })

/** What a tool may do. They stand in tools only (TaskDialog.action), never in topics. (schema: TaskAction) */
export const taskActionKinds: readonly NodeKind[] = [
  takeTaskInputs,
  invokeFlowTask,
  invokeConnectorTask,
  invokeExternalAgentTask,
  invokePromptTask,
  invokeSkillTask,
  unavailable('InvokeConnectedAgentTaskAction', 'ElementNotSupported', 'copilots do not call each other here'),
  unavailable('InvokeAgentTaskAction', 'ElementNotSupported', 'copilots do not call each other here'),
  unavailable('InvokeAIPluginTaskAction', 'ElementNotSupported', 'plugins are not supported'),
  unavailable('InvokeClientTaskAction', 'ElementNotSupported', 'chat clients run no tools here'),
  unavailable('InvokeComputerUsingAgentTaskAction', 'ElementNotSupported', 'no computer is used on a customer’s behalf'),
]

/** Everything in the frame of a tool is an input of it. */
function inputsOf(turn: Turn): Record<string, Json> {
  const vars = Object.entries(turn.frame?.vars ?? {}).filter(([name]) => !notAnInput(name))
  return Object.fromEntries(vars.map(([name, value]) => [name, plainJson(value)]))
}

function takeAnswer(node: Common, tool: Tool, turn: Turn, result: CallResult) {
  const answer = readAnswer(tool, node.id, result)
  giveOutputs(turn, outputsWanted(node, turn, answer), (name) => placeIn(answer, name))
}

/** What the caller binds and the tool declares; of an answer that nobody has said anything about all that is not huge. */
function outputsWanted(node: Common, turn: Turn, answer: Json): string[] {
  const named = [...new Set([...Object.keys(turn.frame?.outputs ?? {}), ...node.outputs])]
  if (named.length > 0 || typeof answer !== 'object' || answer === null || Array.isArray(answer)) return named
  return Object.entries(answer).filter(([, value]) => JSON.stringify(value).length <= LARGEST_UNASKED).map(([name]) => name)
}

/** By its own name for the caller's binding, and, when that is a path, where formulas of the response look for it. */
function giveOutputs(turn: Turn, names: string[], valueOf: (name: string) => Json) {
  const { frame } = turn
  if (!frame) return
  const given = names.map((name) => [name, toJson(fromJson(valueOf(name)))] as const)
  for (const [name, value] of given.filter(([name]) => /[.']/.test(name))) turn.setJson(`Topic.${name}`, value)
  frame.vars = { ...frame.vars, ...Object.fromEntries(given) }
}

const flow = ({ flowId }: { flowId: string }): Tool => ({ kind: 'flow', flowId })
const operation = ({ connectionReference, operationId }: { connectionReference: string; operationId: string }): Tool => ({ kind: 'connector', connectionReference, operationId })
