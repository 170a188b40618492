import { isRecord } from '../platform/index.ts'
import type { Filler, GlobalVariable } from './copilot.ts'
import { textOf } from './document.ts'
import type { Topic } from './copilot.ts'

/**
 * Which question fills a global variable: the one that declares it (`variable: init:Global.Name`), when the copilot has
 * exactly one such question in a topic that is on. Variables that outside sources may set count like any other. (4.1)
 */
export function fillersOf(topics: readonly Topic[], variables: ReadonlyMap<string, GlobalVariable>): Map<string, Filler> {
  const fillers = new Map<string, Filler>()
  const several = new Set<string>()
  for (const topic of topics) {
    if (!topic.on) continue
    for (const { id, name } of declaringQuestions(topic.actions)) {
      if (fillers.has(name)) several.add(name)
      fillers.set(name, { topic: topic.schemaName, node: id })
    }
  }
  for (const name of fillers.keys()) {
    const { defaultValue } = variables.get(name) ?? {}
    const hasDefault = defaultValue !== undefined && defaultValue !== null && defaultValue !== 'DEFAULT'
    if (several.has(name) || hasDefault) fillers.delete(name)
  }
  return fillers
}

const declaration = /^init:Global\.([A-Za-z_]\w*)$/

function declaringQuestions(part: unknown): { id: string; name: string }[] {
  if (Array.isArray(part)) return part.flatMap(declaringQuestions)
  if (!isRecord(part) || part['disabled'] === true) return []
  const id = textOf(part['id'])
  const name = part['kind'] === 'Question' ? declaration.exec(textOf(part['variable']))?.[1] : undefined
  const own = name && id ? [{ id, name }] : []
  return [...own, ...['actions', 'conditions', 'elseActions'].flatMap((member) => declaringQuestions(part[member]))]
}

const interpolation = /\{\s*Global\.([A-Za-z_]\w*)\s*\}/g
const known = new WeakMap<object, readonly string[]>()
const none: readonly string[] = []

/** The global variables that a node's words show as they are: `{Global.Name}`. Formulas look for themselves whether there is a value. */
export function shownGlobals(node: object, template: unknown): readonly string[] {
  let names = known.get(node)
  if (!names) {
    const text = template === undefined ? '' : JSON.stringify(template)
    const found = new Set([...text.matchAll(interpolation)].map(([, name = '']) => name))
    names = found.size === 0 ? none : [...found]
    known.set(node, names)
  }
  return names
}
