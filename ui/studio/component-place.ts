import type { ComponentSummary, Diagnostic } from './studio-api.ts'

type Named = Pick<ComponentSummary, 'schemaName' | 'kind'>

/** The part of the studio a component is edited in. */
export function sectionOf(kind: string): 'topics' | 'entities' | 'variables' | 'components' {
  if (kind === 'topic') return 'topics'
  if (kind === 'entity') return 'entities'
  return kind === 'variable' ? 'variables' : 'components'
}

/** Where to edit a component, relative to the studio; with a line, the editor goes there. */
export function componentHref(copilotId: string, component: Named, at?: { line: number; column: number }): string {
  const query = at ? `?line=${at.line}&column=${at.column}` : ''
  return `/copilots/${encodeURIComponent(copilotId)}/${sectionOf(component.kind)}/${encodeURIComponent(component.schemaName)}${query}`
}

/** Where a node of a topic is shown. */
export function nodeHref(copilotId: string, topic: string, nodeId: string): string {
  return `${componentHref(copilotId, { schemaName: topic, kind: 'topic' })}?node=${encodeURIComponent(nodeId)}`
}

/** The component that a finding's file holds. Packages name files by schema name (solutions) or by its last part (workspaces). */
export function componentOfFile<T extends Named>(file: string, components: readonly T[]): T | undefined {
  const segments = file.toLowerCase().split('/')
  const base = (segments.at(-1) ?? '').replace(/(\.mcs)?\.ya?ml$/, '')
  return (
    components.find((component) => segments.includes(component.schemaName.toLowerCase()) || component.schemaName.toLowerCase() === base) ??
    components.find((component) => shortName(component.schemaName) === base)
  )
}

/** The findings are the server's; their file may be of a component that was deleted meanwhile. */
export function diagnosticHref(copilotId: string, diagnostic: Pick<Diagnostic, 'file' | 'line' | 'column'>, components: readonly Named[]): string | undefined {
  const component = componentOfFile(diagnostic.file, components)
  return component && componentHref(copilotId, component, diagnostic)
}

/** What follows `<copilot>.<kind>.` */
function shortName(schemaName: string): string {
  return schemaName.split('.').slice(2).join('.').toLowerCase()
}
