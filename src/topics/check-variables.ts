import { isRecord } from '../platform/index.ts'
import { variablesRead } from './check-expressions.ts'
import { nearest, type Findings } from './findings.ts'
import type { Path } from './parse-document.ts'
import { systemNames } from './system-types.ts'
import type { CopilotDefinition } from './types.ts'

/** A formula or template of a document and where it stands; `shift` is the length of its leading `=`. */
export type Formula = { text: string; path: Path; template: boolean }

type Variables = { topic: Set<string>; global: Set<string> }

/** The variables a document sets somewhere: every plain value that names one, and its inputs. */
export function variablesSet(document: unknown): Variables {
  const found: Variables = { topic: new Set(), global: new Set() }
  const walk = (value: unknown) => {
    if (typeof value === 'string') {
      const match = /^(?:init:)?(Topic|Global)\.(?:'([^']+)'|([\p{L}_][\p{L}\p{N}_]*))/u.exec(value)
      if (match) found[match[1] === 'Topic' ? 'topic' : 'global'].add(match[2] ?? match[3] ?? '')
    } else if (Array.isArray(value)) value.forEach(walk)
    else if (isRecord(value)) {
      if (typeof value.propertyName === 'string') found.topic.add(value.propertyName)
      Object.values(value).forEach(walk)
    }
  }
  walk(document)
  if (isRecord(document))
    for (const type of [document.inputType, document.outputType]) if (isRecord(type) && isRecord(type.properties)) for (const name of Object.keys(type.properties)) found.topic.add(name)
  return found
}

/** Variables that are read and never set. They are blank, which is rarely what was meant. */
export function checkVariables(formulas: Formula[], own: Variables, globals: Set<string> | undefined, copilot: CopilotDefinition | undefined, findings: Findings) {
  for (const { text, path, template } of formulas)
    for (const part of template ? insideBraces(text) : [{ text: text.slice(1), offset: 1 }])
      for (const { scope, name, offset } of variablesRead(part.text)) {
        const at = part.offset + offset
        if (scope === 'Topic' && !own.topic.has(name)) unknown(`Topic.${name}`, own.topic, 'Topic.', path, at, findings)
        if (scope === 'Global' && globals && !globals.has(name)) unknown(`Global.${name}`, globals, 'Global.', path, at, findings)
        if (scope === 'System' && !systemNames.has(name)) unknown(`System.${name}`, systemNames, 'System.', path, at, findings)
        if (scope === 'Env' && copilot) checkEnvironmentVariable(name, copilot, path, at, findings)
      }
}

function unknown(variable: string, known: ReadonlySet<string>, prefix: string, path: Path, offset: number, findings: Findings) {
  const name = variable.slice(prefix.length)
  const meant = nearest(name, known)
  findings.add({
    severity: 'warning',
    code: 'IdentifierNotRecognized',
    path,
    offset,
    message: prefix === 'System.' ? `There is no variable ${variable} here.` : `${variable} is read here, but nothing sets it.`,
    fix: meant ? `Write "${prefix}${meant}".` : prefix === 'System.' ? 'Choose another system variable.' : 'Set it before, or correct its name.',
    edits: meant && isPlainName(meant) && isPlainName(name) ? [{ type: 'replace', path, offset: offset + prefix.length, length: name.length, text: meant }] : undefined,
  })
}

const isPlainName = (name: string) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)

function checkEnvironmentVariable(name: string, { environmentVariables }: CopilotDefinition, path: Path, offset: number, findings: Findings) {
  const variable = environmentVariables.find((each) => each.schemaName.toLowerCase() === name.toLowerCase())
  if (!variable)
    findings.add({ severity: 'warning', code: 'NotFound', path, offset, message: `There is no environment variable "${name}" in this copilot.`, fix: 'Export the solution with it, or set it up here.' })
  else if (variable.value === undefined && variable.defaultValue === undefined)
    findings.add({ severity: 'warning', code: 'EnvironmentVariableMissingValue', path, offset, message: `The environment variable "${name}" has no value.`, fix: 'Give it one before publishing.' })
}

/** The formulas of a template: what stands in outer braces. */
function insideBraces(text: string): { text: string; offset: number }[] {
  const parts: { text: string; offset: number }[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '{' && depth++ === 0) start = at + 1
    else if (text[at] === '}' && depth > 0 && --depth === 0) parts.push({ text: text.slice(start, at), offset: start })
  }
  return parts
}
