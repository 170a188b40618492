import { isRecord } from '../platform/index.ts'
import { isGuid } from './check-sources.ts'
import { list, nearest, words, type Findings } from './findings.ts'
import { isLiteral } from './literal.ts'
import type { Path } from './parse-document.ts'

type Check = (value: Record<string, unknown>, path: Path, findings: Findings) => void

/** What calls something outside: tools, flows, connectors, prompts. */
export const toolChecks: Record<string, Check> = {
  TaskDialog({ inputs }, path, findings) {
    checkTaskInputs(inputs, [...path, 'inputs'], findings)
  },
  AdaptiveDialog: checkRequiredInputs,
  AgentDialog(value, path, findings) {
    checkRequiredInputs(value, path, findings)
    const { beginDialog } = value
    if (isRecord(beginDialog) && beginDialog.kind === 'OnToolSelected' && Array.isArray(beginDialog.actions) && beginDialog.actions.length > 0)
      findings.add({ severity: 'warning', code: 'AgentDialogContainsActionsWithinTrigger', path: [...path, 'beginDialog', 'actions'], atKey: true, message: 'A child agent has no nodes of its own in its trigger; they never run.', fix: 'Move them to a topic of the agent.', edits: [{ type: 'remove', path: [...path, 'beginDialog', 'actions'] }] })
  },
  InvokeFlowAction: idCheck('flowId', 'cloud flow'),
  InvokeFlowTaskAction: idCheck('flowId', 'cloud flow'),
  WorkflowExternalTrigger: idCheck('flowId', 'cloud flow'),
  InvokeAIBuilderModelAction: idCheck('aIModelId', 'prompt'),
  InvokeAIBuilderModelTaskAction: idCheck('aIModelId', 'prompt'),
  InvokeConnectorAction: checkConnection,
  InvokeConnectorTaskAction: checkConnection,
  InvokeExternalAgentTaskAction: checkConnection,
  ConnectorTriggerDefinition: checkConnection,
  WaitForConnectorTrigger: checkConnection,
  MakerConnectionReference({ connectionReference }, path, findings) {
    if (connectionReference === '') findings.add({ severity: 'warning', code: 'InvalidMakerConnectionReference', path: [...path, 'connectionReference'], message: 'The maker’s connection is not named.', fix: 'Name a connection reference, or let the customer connect (InvokerConnectionReference).' })
  },
  ModelContextProtocolMetadata({ tools, knownTools }, path, findings) {
    if (!isRecord(tools) || !Array.isArray(tools.tools) || !Array.isArray(knownTools) || knownTools.length === 0) return
    const known = new Set(knownTools.flatMap((tool) => (isRecord(tool) && typeof tool.name === 'string' ? [tool.name] : [])))
    for (const [index, name] of (tools.tools as unknown[]).entries())
      if (typeof name === 'string' && !known.has(name)) {
        const at = [...path, 'tools', 'tools', index]
        const meant = nearest(name, known)
        findings.add({ severity: 'warning', code: 'McpToolNotFound', path: at, message: `The server had no tool "${name}" when it was asked last.`, fix: meant ? `Write "${meant}".` : 'Refresh its tools, or delete this line.', edits: meant ? [{ type: 'set', path: at, value: meant }] : [{ type: 'remove', path: at }] })
      }
  },
  RecurrenceTriggerDefinition({ mode, inputs }, path, findings) {
    for (const [index, input] of list(inputs).entries()) {
      if (!isRecord(input)) continue
      const at = [...path, 'inputs', index]
      if (mode === 'Maker' && input.kind === 'AutomaticTaskInput') findings.add({ severity: 'warning', code: 'TriggerRecurrenceInMakerModeOnlySupportManualTaskInput', path: [...at, 'kind'], message: 'A schedule that runs for its maker has nobody to ask: its inputs have fixed values.', fix: 'Write "kind: ManualTaskInput" and a value.' })
      if (words(input.propertyName).split('.').at(-1) !== 'interval') continue
      const { value } = input
      if (typeof value === 'number' && value > 0 && value < 1) findings.add({ severity: 'warning', code: 'TriggerRecurrenceTooSmall', path: [...at, 'value'], message: 'A schedule repeats after one unit of time at the earliest.', fix: 'Write 1 or more.' })
      else if (!(typeof value === 'number' && Number.isInteger(value) && value >= 1) && !(typeof value === 'string' && /^(=|\d+$)/.test(value))) findings.add({ severity: 'warning', code: 'TriggerRecurrenceInvalidInput', path: [...at, 'value'], message: `"${words(value)}" is not how often a schedule can repeat.`, fix: 'Write a whole number, 1 or more.' })
    }
  },
  ActionOutputBinding({ binding }, path, findings) {
    for (const [name, variable] of Object.entries(isRecord(binding) ? binding : {}))
      if (variable === '' || variable === null) findings.add({ severity: 'warning', code: 'InvalidBinding', path: [...path, 'binding', name], atKey: true, message: `The output "${name}" goes nowhere.`, fix: 'Name a variable, or delete this line.', edits: [{ type: 'remove', path: [...path, 'binding', name] }] })
  },
}

/** Inputs of a tool: two may not fill the same member, nor one a part of what another fills. */
function checkTaskInputs(inputs: unknown, path: Path, findings: Findings) {
  const names: string[] = []
  for (const [index, input] of list(inputs).entries()) {
    if (!isRecord(input) || typeof input.propertyName !== 'string') continue
    const name = input.propertyName
    const at = [...path, index, 'propertyName']
    const over = names.find((other) => name.startsWith(`${other}.`) || other.startsWith(`${name}.`))
    if (names.includes(name)) findings.add({ severity: 'warning', code: 'DuplicateTaskDialogInputPropertyPath', path: at, message: `Another input fills "${name}" already.`, fix: 'Delete one of the two.', edits: [{ type: 'remove', path: [...path, index] }] })
    else if (over !== undefined) findings.add({ severity: 'warning', code: 'OverlappingTaskDialogInputPropertyPath', path: at, message: `"${name}" and "${over}" fill the same member.`, fix: 'Keep one of them.' })
    names.push(name)
  }
}

/** An input that must be there, that nobody is asked for, and that has no value of its own. */
function checkRequiredInputs({ inputs, inputType }: Record<string, unknown>, path: Path, findings: Findings) {
  const properties = isRecord(inputType) && isRecord(inputType.properties) ? inputType.properties : {}
  for (const [index, input] of list(inputs).entries()) {
    if (!isRecord(input) || input.kind !== 'AutomaticTaskInput' || input.shouldPromptUser !== false || input.defaultValue !== undefined) continue
    const property = typeof input.propertyName === 'string' ? properties[input.propertyName] : undefined
    if (!isRecord(property) || property.isRequired !== true) continue
    const at = [...path, 'inputs', index, 'shouldPromptUser']
    findings.add({ severity: 'warning', code: 'MustPromptUserWhenRequired', path: at, message: `"${words(input.propertyName)}" is required, and nobody is asked for it.`, fix: 'Write "shouldPromptUser: true", or give it a default value.', edits: [{ type: 'set', path: at, value: true }] })
  }
}

function idCheck(member: string, what: string): Check {
  return (value, path, findings) => {
    const id = value[member]
    if (isLiteral(id) && id !== '' && !isGuid(id)) findings.add({ severity: 'warning', code: 'InvalidGuid', path: [...path, member], message: `"${id}" is not the id of a ${what}.`, fix: `Copy the id of the ${what}: 32 digits with hyphens.` })
  }
}

function checkConnection({ connectionReference }: Record<string, unknown>, path: Path, findings: Findings) {
  if (connectionReference === '') findings.add({ severity: 'warning', code: 'ConnectionNotSet', path: [...path, 'connectionReference'], message: 'No connection is chosen.', fix: 'Name a connection reference.' })
}
