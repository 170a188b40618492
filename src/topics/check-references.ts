import { isRecord } from '../platform/index.ts'
import { isGuid } from './check-sources.ts'
import { nearest, type Findings, words } from './findings.ts'
import type { Outline } from './outline.ts'
import type { Path } from './parse-document.ts'
import type { Component, ComponentKind, CopilotDefinition } from './types.ts'

/** What a copilot holds, by schema name in lower case. */
export type References = {
  copilot: CopilotDefinition
  components: ReadonlyMap<string, Component>
  outlines: ReadonlyMap<string, Outline>
}

type Wanted = { what: string; kinds: ComponentKind[]; soft?: true }

const dialogs: Wanted = { what: 'topic', kinds: ['topic', 'agent', 'action', 'skill'] }
const entities: Wanted = { what: 'entity', kinds: ['entity'] }
/** Sources carry any infix, and some are made by the service. */
const sources: Wanted = { what: 'knowledge source', kinds: ['knowledge', 'file', 'topic', 'unknown'], soft: true }
/** Kind -> property that names another component, or a list of them. */
const referring: Record<string, Record<string, Wanted>> = {
  BeginDialog: { dialog: dialogs },
  ReplaceDialog: { dialog: dialogs },
  DisableTrigger: { dialog: dialogs },
  ActivateExternalTrigger: { dialog: dialogs },
  Question: { fallbackDialogOnInvalidEntity: dialogs },
  IncludeSelectedTopics: { allowedInterruptTopics: { ...dialogs, soft: true } },
  ClosedListEntityReference: { entityId: entities },
  RegexEntityReference: { entityId: entities },
  InvokeSkillAction: { skillId: { what: 'skill', kinds: ['skill'] } },
  InvokeSkillTaskAction: { skillId: { what: 'skill', kinds: ['skill'], soft: true } },
  InvokeMcpToolAction: { serverSchemaName: { what: 'MCP server', kinds: ['action'], soft: true } },
  InvokeAgentTaskAction: { gptComponentSchemaName: { what: 'agent', kinds: ['gpt', 'agent'], soft: true } },
  SearchSpecificKnowledgeSources: { knowledgeSources: sources },
  SearchSpecificFiles: { files: { ...sources, what: 'file' } },
}

/** Components that are named but are not there, are off, or are something else; and what needs another sign-in than the copilot has. */
export function checkReferences(kind: string, value: Record<string, unknown>, path: Path, component: Component, references: References, findings: Findings) {
  for (const [property, wanted] of Object.entries(referring[kind] ?? {})) {
    const named = value[property]
    for (const [name, at] of Array.isArray(named) ? (named as unknown[]).map((each, index) => [each, [...path, property, index]] as const) : [[named, [...path, property]] as const])
      if (typeof name === 'string' && name !== '' && !name.startsWith('=')) checkReference(name, wanted, at, references, findings)
  }
  checks[kind]?.(value, path, component, references, findings)
}

type Check = (value: Record<string, unknown>, path: Path, component: Component, references: References, findings: Findings) => void

const checks: Record<string, Check> = {
  BeginDialog: checkRedirect,
  ReplaceDialog: checkRedirect,
  ClosedListEntityReference: checkSelectedItems,
  InvokeSkillAction({ skillId, actionId }, path, _component, { outlines }, findings) {
    const actions = typeof skillId === 'string' ? outlines.get(skillId.toLowerCase())?.actions : undefined
    // Messages go to the skill as they come: no action of its manifest.
    if (!actions || actions.size === 0 || typeof actionId !== 'string' || actionId === 'sendMessage' || actions.has(actionId)) return
    const meant = nearest(actionId, actions)
    findings.add({ severity: 'warning', code: 'InvalidBindingInvokeAction', path: [...path, 'actionId'], message: `The skill has no action "${actionId}": it has ${[...actions].join(', ')}.`, fix: meant ? `Write "${meant}".` : 'Name one of its actions.', edits: meant ? [{ type: 'set', path: [...path, 'actionId'], value: meant }] : undefined })
  },
  InvokeMcpToolAction({ serverSchemaName, toolName }, path, _component, { outlines }, findings) {
    const tools = typeof serverSchemaName === 'string' ? outlines.get(serverSchemaName.toLowerCase())?.task?.tools : undefined
    if (!tools || tools.size === 0 || typeof toolName !== 'string' || tools.has(toolName)) return
    const meant = nearest(toolName, tools)
    findings.add({ severity: 'warning', code: 'McpToolNotFound', path: [...path, 'toolName'], message: `The server had no tool "${toolName}" when it was asked last.`, fix: meant ? `Write "${meant}".` : 'Refresh its tools, or name another one.', edits: meant ? [{ type: 'set', path: [...path, 'toolName'], value: meant }] : undefined })
  },
  OAuthInput(_value, path, component, { copilot, outlines }, findings) {
    // Every copilot has a sign-in topic, which nothing starts when nobody has to sign in.
    if (outlines.get(component.schemaName.toLowerCase())?.triggers.some(({ kind }) => kind === 'OnSignIn')) return
    if (copilot.authenticationMode === 'None') findings.add({ severity: 'warning', code: 'AuthenticationInputNotEnabled', path, message: 'The copilot asks nobody to sign in: its authentication is off.', fix: 'Switch authentication on, or delete the node.' })
    if (copilot.authenticationMode === 'Integrated') findings.add({ severity: 'warning', code: 'ManualAuthenticationInputNotEnabled', path, message: 'Customers sign in through their channel; a sign-in node needs manual authentication.', fix: 'Choose manual authentication, or delete the node.' })
  },
  ConnectionProperties({ mode }, path, _component, { copilot: { authenticationMode } }, findings) {
    if (mode !== 'Invoker') return
    if (authenticationMode === 'None') findings.add({ severity: 'warning', code: 'UserConnectionRequiresAuthentication', path: [...path, 'mode'], message: 'The customer’s own connection is used, and nobody signs in to this copilot.', fix: 'Switch authentication on, or write "mode: Maker".', edits: [{ type: 'set', path: [...path, 'mode'], value: 'Maker' }] })
    if (authenticationMode === 'GenericOAuth2') findings.add({ severity: 'warning', code: 'UserConnectionUnsupportedAuthentication', path: [...path, 'mode'], message: 'The customer’s own connection needs a sign-in with Microsoft, and this copilot signs in with generic OAuth 2.', fix: 'Write "mode: Maker", or change the authentication.', edits: [{ type: 'set', path: [...path, 'mode'], value: 'Maker' }] })
  },
  SkillDefinition({ appId, appEndpoint }, path, _component, { copilot }, findings) {
    const [id, endpoint] = [environmentValue(appId, copilot), environmentValue(appEndpoint, copilot)]
    if (id?.value !== undefined && id.value !== '' && !isGuid(id.value)) findings.add({ severity: 'warning', code: 'InvalidAppId', path: [...path, 'appId', 'schemaName'], message: `The environment variable "${id.name}" holds "${id.value}", which is not the id of an app.`, fix: 'Give the variable the skill’s app id: 32 digits with hyphens.' })
    if (endpoint?.value !== undefined && endpoint.value !== '' && !/^https?:\/\/[^\s/]+/i.test(endpoint.value)) findings.add({ severity: 'warning', code: 'InvalidUrl', path: [...path, 'appEndpoint', 'schemaName'], message: `The environment variable "${endpoint.name}" holds "${endpoint.value}", which is not a web address.`, fix: 'Give the variable the skill’s address: https://…' })
  },
  EnvironmentVariableReference({ schemaName }, path, component, { copilot }, findings) {
    if (typeof schemaName !== 'string' || copilot.environmentVariables.length === 0) return
    const names = copilot.environmentVariables.map((variable) => variable.schemaName)
    if (names.some((name) => name.toLowerCase() === schemaName.toLowerCase())) return
    const meant = nearest(schemaName, names)
    findings.add({ severity: 'warning', code: 'NotFound', path: [...path, 'schemaName'], message: `There is no environment variable "${schemaName}" in this copilot.`, fix: meant ? `Write "${meant}".` : `Export the solution with it, or set it up here, for ${component.name}.`, edits: meant ? [{ type: 'set', path: [...path, 'schemaName'], value: meant }] : undefined })
  },
}

function environmentValue(reference: unknown, { environmentVariables }: CopilotDefinition): { name: string; value: string | undefined } | undefined {
  const name = isRecord(reference) ? words(reference.schemaName) : ''
  const variable = environmentVariables.find(({ schemaName }) => schemaName.toLowerCase() === name.toLowerCase())
  return variable && !variable.secret ? { name, value: variable.value ?? variable.defaultValue } : undefined
}

function checkReference(name: string, { what, kinds, soft }: Wanted, path: Path, { copilot, components }: References, findings: Findings) {
  const there = components.get(name.toLowerCase())
  if (!there) {
    // What carries another prefix may come with another solution.
    const own = name.toLowerCase().startsWith(`${copilot.schemaName.toLowerCase()}.`) && copilot.template !== 'collection'
    const candidates = [...components.values()].filter((component) => kinds.includes(component.kind)).map((component) => component.schemaName)
    const meant = nearest(name, candidates)
    findings.add({
      severity: own && !soft ? 'error' : 'warning',
      code: 'NotFound',
      path,
      message: `There is no ${what} "${name}" in this copilot.`,
      fix: meant ? `Write "${meant}".` : own ? `Add the ${what}, or name one that exists.` : 'Import the solution that holds it, or name one that exists.',
      edits: meant ? [{ type: 'set', path, value: meant }] : undefined,
    })
    return
  }
  if (!kinds.includes(there.kind)) findings.add({ severity: soft ? 'warning' : 'error', code: 'InvalidKind', path, message: `"${name}" is not a ${what}.`, fix: `Name a ${what}.` })
  else if (there.state === 'off')
    findings.add({ severity: soft ? 'warning' : 'error', code: 'Disabled', path, message: `The ${what} "${there.name}" is switched off, so nothing can lead to it.`, fix: 'Switch it on, or remove this node.' })
}

function checkRedirect(value: Record<string, unknown>, path: Path, _component: Component, { outlines }: References, findings: Findings) {
  const there = typeof value.dialog === 'string' ? outlines.get(value.dialog.toLowerCase()) : undefined
  if (!there) return
  if (there.task?.kind === 'InvokeExternalAgentTaskAction')
    findings.add({ severity: 'warning', code: 'ExternalAgentTaskActionDoesNotAllowRedirect', path: [...path, 'dialog'], message: 'That is a tool of an agent elsewhere: a topic cannot lead to it.', fix: 'Let the copilot choose it, or name a topic.' })
  checkBinding('InvalidBindingInput', 'input', value.input, there.inputs, path, findings)
  checkBinding('InvalidBindingOutput', 'output', value.output, there.outputs, path, findings)
}

function checkBinding(code: string, member: 'input' | 'output', bound: unknown, declared: ReadonlySet<string> | undefined, path: Path, findings: Findings) {
  const given = isRecord(bound) && isRecord(bound.binding) ? bound.binding : undefined
  if (!declared || !given) return
  for (const name of Object.keys(given)) {
    if (declared.has(name)) continue
    const meant = nearest(name, [...declared].filter((known) => !Object.hasOwn(given, known)))
    const at = [...path, member, 'binding', name]
    findings.add({
      severity: 'warning',
      code,
      path: at,
      atKey: true,
      message: member === 'input' ? `The topic takes no input "${name}".` : `The topic gives back no output "${name}".`,
      fix: meant ? `Write "${meant}".` : `Add the ${member} to the topic, or delete this line.`,
      edits: [meant ? { type: 'rename', path: at, key: meant } : { type: 'remove', path: at }],
    })
  }
}

/** The items of a list a question offers must be in the list. */
function checkSelectedItems({ entityId, selectedItems }: Record<string, unknown>, path: Path, _component: Component, { outlines }: References, findings: Findings) {
  const items = typeof entityId === 'string' ? outlines.get(entityId.toLowerCase())?.optionSets.get(entityId) : undefined
  if (!items || !Array.isArray(selectedItems)) return
  for (const [index, item] of (selectedItems as unknown[]).entries()) {
    const id = isRecord(item) ? words(item.id) : words(item)
    if (items.has(id)) continue
    const at = [...path, 'selectedItems', index, ...(isRecord(item) ? ['id'] : [])]
    const meant = nearest(id, items)
    findings.add({ severity: 'warning', code: 'NotFound', path: at, message: `The list has no item "${id}".`, fix: meant ? `Write "${meant}".` : 'Delete this line, or add the item to the list.', edits: [meant ? { type: 'set', path: at, value: meant } : { type: 'remove', path: [...path, 'selectedItems', index] }] })
  }
}
