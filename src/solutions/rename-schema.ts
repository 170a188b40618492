import type { Component, CopilotDefinition } from '../topics/types.ts'

/** The same copilot under another schema name. Everything inside that refers to the old one follows. */
export function renameSchema(definition: CopilotDefinition, schemaName: string): CopilotDefinition {
  const old = definition.schemaName
  // A reference is the old name followed by a part of it (`.topic.X`), and not part of a longer word.
  const reference = new RegExp(`(?<![\\w.])${old.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?=\\.[A-Za-z])`, 'g')
  const follow = (text: string) => text.replace(reference, schemaName)
  const renamed = (component: Component): Component => ({
    ...component,
    schemaName: component.schemaName.startsWith(`${old}.`) ? schemaName + component.schemaName.slice(old.length) : component.schemaName,
    ...(component.text === undefined ? {} : { text: follow(component.text) }),
    parts: Object.fromEntries(Object.entries(component.parts).map(([path, text]) => [follow(path), follow(text)])),
  })
  return {
    ...definition,
    schemaName,
    configuration: JSON.parse(follow(JSON.stringify(definition.configuration))) as Record<string, unknown>,
    components: definition.components.map(renamed),
    environmentVariables: definition.environmentVariables.map((variable) => ({ ...variable, schemaName: follow(variable.schemaName) })),
  }
}
