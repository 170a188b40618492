import { z } from 'zod'
import { defineNode } from '../define-node.ts'
import { fromJson } from '../fx.ts'
import { checkFlowInputs, flowAnswer, flowOutput, inputBinding, outputBinding, readInputs } from '../tasks/bindings.ts'
import { callTool, FLOW_TIMEOUT_MS, readAnswer } from '../tasks/tool-call.ts'
import type { Tool } from '../types.ts'

export const invokeFlow = defineNode({
  kind: 'InvokeFlowAction',
  title: 'Run a flow',
  partly: 'the flow is an address connected on the Connections page',
  schema: z.looseObject({ id: z.string(), flowId: z.string().min(1), displayName: z.string().nullish(), input: inputBinding, output: outputBinding }),
  run(node, turn) {
    const inputs = readInputs(turn, node.input)
    checkFlowInputs(flow(node), node.id, inputs)
    callTool(turn, { tool: flow(node), nodeId: node.id, name: node.displayName ?? undefined, inputs, timeoutMs: FLOW_TIMEOUT_MS })
  },
  resume(node, turn, result) {
    const answer = flowAnswer(flow(node), node.id, readAnswer(flow(node), node.id, result))
    if (node.output?.variable) turn.set(node.output.variable, fromJson(answer))
    for (const [name, path] of Object.entries(node.output?.binding ?? {})) turn.setJson(path, flowOutput(flow(node), node.id, answer, name))
  },
})

const flow = ({ flowId }: { flowId: string }): Tool => ({ kind: 'flow', flowId })
