import { isRecord, nearest, type Findings } from './findings.ts'
import type { Path } from './parse-document.ts'
import type { Component, ComponentKind, CopilotDefinition } from './types.ts'

/** What a copilot holds, by schema name in lower case. */
export type References = {
  copilot: CopilotDefinition
  components: Map<string, Component>
  /** Topic -> names of its inputs, where it declares them. */
  inputs: Map<string, Set<string>>
}

type Wanted = { what: string; kinds: ComponentKind[] }

const dialogs: Wanted = { what: 'topic', kinds: ['topic', 'agent', 'action', 'skill'] }
const entities: Wanted = { what: 'entity', kinds: ['entity'] }
/** Kind -> property that names another component. */
const referring: Record<string, Record<string, Wanted>> = {
  BeginDialog: { dialog: dialogs },
  ReplaceDialog: { dialog: dialogs },
  ActivateExternalTrigger: { dialog: dialogs },
  Question: { fallbackDialogOnInvalidEntity: dialogs },
  ClosedListEntityReference: { entityId: entities },
  RegexEntityReference: { entityId: entities },
  InvokeSkillAction: { skillId: { what: 'skill', kinds: ['skill'] } },
}

/** Components that are named but are not there, are off, or are something else. */
export function checkReferences(kind: string, value: Record<string, unknown>, path: Path, references: References, findings: Findings) {
  for (const [property, wanted] of Object.entries(referring[kind] ?? {})) {
    const name = value[property]
    if (typeof name === 'string' && name !== '' && !name.startsWith('=')) checkReference(name, wanted, [...path, property], references, findings)
  }
  if (kind === 'BeginDialog') checkInputs(value, path, references, findings)
}

function checkReference(name: string, { what, kinds }: Wanted, path: Path, { copilot, components }: References, findings: Findings) {
  const there = components.get(name.toLowerCase())
  if (!there) {
    // What carries another prefix may come with another solution.
    const own = name.toLowerCase().startsWith(`${copilot.schemaName.toLowerCase()}.`) && copilot.template !== 'collection'
    const candidates = [...components.values()].filter((component) => kinds.includes(component.kind)).map((component) => component.schemaName)
    const meant = nearest(name, candidates)
    findings.add({
      severity: own ? 'error' : 'warning',
      code: 'NotFound',
      path,
      message: `There is no ${what} "${name}" in this copilot.`,
      fix: meant ? `Write "${meant}".` : own ? `Add the ${what}, or name one that exists.` : 'Import the solution that holds it, or name one that exists.',
    })
    return
  }
  if (!kinds.includes(there.kind)) findings.add({ code: 'InvalidKind', path, message: `"${name}" is not a ${what}.`, fix: `Name a ${what}.` })
  else if (there.state === 'off')
    findings.add({ code: 'Disabled', path, message: `The ${what} "${there.name}" is switched off, so nothing can lead to it.`, fix: 'Switch it on, or remove this node.' })
}

function checkInputs(value: Record<string, unknown>, path: Path, { inputs }: References, findings: Findings) {
  const declared = typeof value.dialog === 'string' ? inputs.get(value.dialog.toLowerCase()) : undefined
  const given = isRecord(value.input) && isRecord(value.input.binding) ? value.input.binding : undefined
  if (!declared || !given) return
  for (const name of Object.keys(given))
    if (!declared.has(name)) {
      const meant = nearest(name, declared)
      findings.add({ severity: 'warning', code: 'InvalidBindingInput', path: [...path, 'input', 'binding', name], atKey: true, message: `The topic takes no input "${name}".`, fix: meant ? `Write "${meant}".` : 'Add the input to the topic, or delete this line.' })
    }
}

/** The inputs a topic declares; undefined when it declares none, because then anything may be meant. */
export function inputsOf(topic: unknown): Set<string> | undefined {
  if (!isRecord(topic)) return undefined
  const names = new Set<string>()
  if (isRecord(topic.inputType) && isRecord(topic.inputType.properties)) for (const name of Object.keys(topic.inputType.properties)) names.add(name)
  if (Array.isArray(topic.inputs)) for (const input of topic.inputs as unknown[]) if (isRecord(input) && typeof input.propertyName === 'string') names.add(input.propertyName)
  return names.size > 0 ? names : undefined
}
