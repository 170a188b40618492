import { z } from 'zod'
import { continuesOnError, errorHandling, takeError } from '../continue-on-error.ts'
import { defineNode } from '../define-node.ts'
import { ContentFailure } from '../failure.ts'
import { bindAnswer, inputBinding, nested, outputBinding, readInputs } from '../tasks/bindings.ts'
import { callTool, CONNECTOR_TIMEOUT_MS, isInvoker, readAnswer } from '../tasks/tool-call.ts'
import type { Tool } from '../types.ts'

const schema = z.looseObject({
  id: z.string(),
  connectionReference: z.string().min(1),
  operationId: z.string().min(1),
  connectionProperties: z.unknown().optional(),
  displayName: z.string().nullish(),
  input: inputBinding,
  output: outputBinding,
  dynamicOutputSchema: z.unknown().optional(),
  requestTimeoutInMilliseconds: z.unknown().optional(),
  errorHandling,
})
type InvokeConnector = z.infer<typeof schema>

export const invokeConnector = defineNode({
  kind: 'InvokeConnectorAction',
  title: 'Use a connector',
  partly: 'the connection is an address connected on the Connections page; of a customer’s own connection (`mode: Invoker`) it is told who has signed in, and nobody is asked for consent',
  schema,
  run(node, turn) {
    callTool(turn, {
      tool: operation(node),
      nodeId: node.id,
      name: node.displayName ?? undefined,
      inputs: nested(readInputs(turn, node.input)),
      asCustomer: isInvoker(node.connectionProperties),
      timeoutMs: turn.number(node.requestTimeoutInMilliseconds, CONNECTOR_TIMEOUT_MS),
    })
  },
  resume(node, turn, result) {
    try {
      bindAnswer(turn, node.output, readAnswer(operation(node), node.id, result), node.dynamicOutputSchema)
    } catch (failure) {
      if (!continuesOnError(node.errorHandling) || !(failure instanceof ContentFailure)) throw failure
      takeError(node.errorHandling, turn, result, failure.message)
    }
  },
})

const operation = ({ connectionReference, operationId }: InvokeConnector): Tool => ({ kind: 'connector', connectionReference, operationId })
