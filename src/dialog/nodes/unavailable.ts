import { z } from 'zod'
import { defineNode } from '../define-node.ts'
import type { NodeKind } from '../define-node.ts'
import { ContentFailure } from '../failure.ts'

/** Known nodes that need something this installation does not have yet. They fail with the published code, through OnError. */
const unavailable = (kind: string, title: string, code: string, missing: string): NodeKind =>
  defineNode({
    kind,
    title,
    missing,
    schema: z.looseObject({ id: z.string() }),
    run(node) {
      throw new ContentFailure(code, `The node ${node.id} (${title}) cannot run: ${missing}.`)
    },
  })

const noModel = 'no language model is connected'

export const unavailableNodes: readonly NodeKind[] = [
  unavailable('InvokeFlowAction', 'Run a flow', 'FlowActionException', 'no address is mapped to its flow'),
  unavailable('InvokeConnectorAction', 'Use a connector', 'ConnectorActionNotSupported', 'connectors are not available here'),
  unavailable('InvokeSkillAction', 'Use a skill', 'SkillNotConfigured', 'skills are not connected here'),
  unavailable('InvokeMcpToolAction', 'Use an MCP tool', 'McpToolNotFound', 'MCP tools are not available here'),
  unavailable('InvokeAIBuilderModelAction', 'Run a prompt', 'AIModelActionBadRequest', noModel),
  unavailable('InvokeCustomModelAction', 'Run a model', 'AIModelActionBadRequest', noModel),
  unavailable('OAuthInput', 'Sign the customer in', 'AuthenticationNotConfigured', 'sign-in is not configured for this copilot'),
  unavailable('SignOutUser', 'Sign the customer out', 'AuthenticationNotConfigured', 'sign-in is not configured for this copilot'),
  unavailable('UpdateActivity', 'Change a message', 'ElementNotSupported', 'this channel cannot change what was sent'),
  unavailable('DeleteActivity', 'Delete a message', 'ElementNotSupported', 'this channel cannot delete what was sent'),
  unavailable('ActivateExternalTrigger', 'Activate an external trigger', 'ElementNotSupported', 'external triggers are not supported'),
  unavailable('WaitForConnectorTrigger', 'Wait for a connector', 'ElementNotSupported', 'external triggers are not supported'),
]
