import type { Component, CopilotDefinition } from './types.ts'

/** A topic with these nodes; the first node starts on line 6. */
export const topic = (nodes: string, trigger = 'OnUnknownIntent') => `kind: AdaptiveDialog\nbeginDialog:\n  kind: ${trigger}\n  id: main\n  actions:\n${nodes.replace(/^(?=.)/gm, '    ').replace(/\n$/, '')}\n`

export const component = (name: string, text: string, more: Partial<Component> = {}): Component => ({
  schemaName: `shop_bot.topic.${name}`,
  kind: 'topic',
  name,
  description: '',
  path: `topics/${name}.mcs.yml`,
  text,
  state: 'on',
  parts: {},
  ...more,
})

export const copilot = (components: Component[], more: Partial<CopilotDefinition> = {}): CopilotDefinition => ({
  schemaName: 'shop_bot',
  name: 'Shop',
  language: 1033,
  locale: 'en-US',
  template: 'default-2.1.0',
  authenticationMode: 'None',
  configuration: {},
  components,
  environmentVariables: [],
  ...more,
})
