import { checkSharedPhrases } from './check-shared-phrases.ts'
import type { Outline } from './outline.ts'
import type { Position } from './parse-document.ts'
import type { Component, CopilotDefinition, Diagnostic } from './types.ts'

type Source = { component: Component; outline: Outline }

/** docs: quotas. */
const mostTopics = 1000
/** Dataverse: the name of a component. */
const longestName = 100

/** What only shows when all documents of a copilot are looked at together. */
export function checkTogether(definition: CopilotDefinition, sources: Source[]): Diagnostic[] {
  const own = sources.filter(({ component }) => component.kind !== 'translation')
  return [
    ...checkSharedPhrases(sources.map(({ component, outline }) => ({ component, phrases: outline.phrases }))),
    ...(definition.template === 'collection' ? [] : checkReachedTopics(own)),
    ...checkCircles(own),
    ...checkUnusedVariables(definition, own),
    ...checkShortNames(own),
    ...checkKeys(own),
    ...checkSizes(own),
  ]
}

function told(component: Component, { line, column }: Position, finding: Omit<Diagnostic, 'file' | 'line' | 'column'>): Diagnostic {
  return { file: component.path, line, column, ...finding }
}

/** Topics that only others can lead to, and none does. */
function checkReachedTopics(sources: Source[]): Diagnostic[] {
  const on = sources.filter(({ component }) => component.state === 'on')
  if (on.some(({ outline }) => outline.dynamic)) return []
  const mentioned = new Map<string, number>()
  for (const { outline } of on) for (const name of outline.names) mentioned.set(name, (mentioned.get(name) ?? 0) + 1)
  return on.flatMap(({ component, outline }) => {
    const [first] = outline.triggers
    if (component.kind !== 'topic' || !first || !outline.triggers.every(({ kind }) => kind === 'OnRedirect')) return []
    const name = component.schemaName.toLowerCase()
    if ((mentioned.get(name) ?? 0) > (outline.names.has(name) ? 1 : 0)) return []
    return [told(component, first, { severity: 'warning', code: 'UnreachableTopic', message: `Nothing leads to the topic "${component.name}": it waits for a redirect, and no topic redirects to it.`, fix: 'Redirect to it, give it trigger phrases, or switch it off.' })]
  })
}

/** Topics that lead to each other, and nothing on the way waits or decides. A topic that leads to itself is told where it is checked. */
function checkCircles(sources: Source[]): Diagnostic[] {
  const byName = new Map(sources.map((source) => [source.component.schemaName.toLowerCase(), source]))
  return sources.flatMap(({ component, outline }) => {
    const self = component.schemaName.toLowerCase()
    for (const { dialog, nodeId, ...position } of outline.atOnce) {
      const way = dialog === self ? undefined : wayBack(dialog, self, byName)
      if (!way) continue
      const names = way.map((name) => `"${byName.get(name)?.component.name ?? name}"`).join(', then to ')
      return [told(component, position, { severity: 'warning', code: 'EndlessLoop', message: `This leads to ${names} and back here, with nothing on the way that waits or decides, so it never ends.`, fix: 'Ask a question or test a condition in one of these topics.', ...(nodeId === undefined ? {} : { nodeId }) })]
    }
    return []
  })
}

/** The topics from one to another, both at once. */
function wayBack(from: string, to: string, byName: ReadonlyMap<string, Source>): string[] | undefined {
  const before = new Map<string, string | undefined>([[from, undefined]])
  for (const name of before.keys()) {
    for (const { dialog } of byName.get(name)?.outline.atOnce ?? []) {
      if (dialog === to) {
        const way = []
        for (let at: string | undefined = name; at !== undefined; at = before.get(at)) way.unshift(at)
        return way
      }
      if (!before.has(dialog)) before.set(dialog, name)
    }
  }
  return undefined
}

/** Variables that are set and never read. They travel with a transfer all the same, so this is only told. */
function checkUnusedVariables({ template }: CopilotDefinition, sources: Source[]): Diagnostic[] {
  const exposed = new Set(sources.flatMap(({ outline }) => outline.exposed ?? []))
  const taken = new Set(sources.flatMap(({ outline }) => outline.part.writes.writes.flatMap(({ source }) => (source.from === 'output' ? [`${source.dialog.toLowerCase()} ${source.name}`] : []))))
  const globalUses = new Map<string, number>()
  for (const { outline } of sources) {
    for (const [name, count] of outline.part.mentions.Global) globalUses.set(name, (globalUses.get(name) ?? 0) + count)
    for (const { scope, name } of outline.sets) if (scope === 'Global') globalUses.set(name, (globalUses.get(name) ?? 0) - 1)
  }
  const found: Diagnostic[] = []
  for (const { component, outline } of sources) {
    const declared = new Set([...(outline.inputs ?? []), ...(outline.outputs ?? [])])
    const uses = new Map(outline.part.mentions.Topic)
    for (const { scope, name } of outline.sets) if (scope === 'Topic') uses.set(name, (uses.get(name) ?? 0) - 1)
    const told = new Set<string>()
    for (const set of outline.sets) {
      const { scope, name, kind, node } = set
      const unused =
        scope === 'Topic'
          ? (uses.get(name) ?? 0) <= 0 && !declared.has(name) && !taken.has(`${component.schemaName.toLowerCase()} ${name}`)
          : template !== 'collection' && (globalUses.get(name) ?? 0) <= 0 && !exposed.has(name)
      // What a question or another topic brings may not matter; what is computed is meant for something.
      if (!unused || !assigning.has(kind) || told.has(`${scope}.${name}`)) continue
      told.add(`${scope}.${name}`)
      found.push({
        severity: 'information',
        code: 'UnusedVariable',
        file: component.path,
        line: set.line,
        column: set.column,
        message: `${scope}.${name} is set here, and no formula of the ${scope === 'Topic' ? 'topic' : 'copilot'} reads it. It only travels along when the conversation is transferred.`,
        fix: 'Delete the node if nobody needs it.',
        ...(kind === 'SetMultipleVariables' || typeof node.at(-1) !== 'number' ? {} : { edits: [{ type: 'remove', path: node }] }),
      })
    }
  }
  return found
}

const assigning = new Set(['SetVariable', 'SetTextVariable', 'SetMultipleVariables', 'ParseValue'])

function checkShortNames(sources: Source[]): Diagnostic[] {
  const owners = new Map<string, Component>()
  return sources.flatMap(({ component, outline }) =>
    outline.shortNames.flatMap(({ name, ...position }) => {
      const key = name.toLowerCase()
      const owner = owners.get(key)
      if (!owner) owners.set(key, component)
      return owner ? [told(component, position, { severity: 'warning', code: 'DuplicateOptionSetName', message: `Another list is called "${name}" already${owner === component ? '' : `, in ${owner.name}`}, and formulas find that one.`, fix: 'Give this list a name of its own.' })] : []
    }),
  )
}

/** One key of the telephone starts one topic. */
function checkKeys(sources: Source[]): Diagnostic[] {
  const owners = new Map<string, Component>()
  return sources.flatMap(({ component, outline }) =>
    component.state === 'off'
      ? []
      : outline.triggers.flatMap(({ kind, key, ...position }) => {
          if (kind !== 'OnDtmfKeyPress' || key === '') return []
          const owner = owners.get(key)
          if (!owner) owners.set(key, component)
          return owner ? [told(component, position, { severity: 'warning', code: 'DuplicateDtmfKey', message: `The key ${key} starts the topic "${owner.name}" already.`, fix: 'Choose another key.' })] : []
        }),
  )
}

function checkSizes(sources: Source[]): Diagnostic[] {
  const topics = sources.filter(({ component }) => component.kind === 'topic')
  const over = topics[mostTopics]
  const start = { line: 1, column: 1 }
  return [
    ...(over ? [told(over.component, start, { severity: 'warning', code: 'MaxCountExceeded', message: `The copilot has ${topics.length} topics; Copilot Studio takes ${mostTopics}.`, fix: 'Move topics to another copilot.' })] : []),
    ...topics.flatMap(({ component }) =>
      component.name.length > longestName ? [told(component, start, { severity: 'warning', code: 'MaxLengthExceeded', message: `The topic’s name has ${component.name.length} characters; Copilot Studio takes ${longestName}.`, fix: 'Shorten it.' })] : [],
    ),
  ]
}
