import type { ComponentKind } from '../topics/types.ts'

const byRootKind: Record<string, ComponentKind> = {
  AdaptiveDialog: 'topic',
  TaskDialog: 'action',
  McpTool: 'action',
  ConnectedAgentTool: 'action',
  WorkflowTool: 'action',
  AgentDialog: 'agent',
  InlineAgentSkill: 'skill',
  SkillDefinition: 'skill',
  ClosedListEntity: 'entity',
  RegexEntity: 'entity',
  ExternalEntity: 'entity',
  Variable: 'variable',
  GlobalVariableComponent: 'variable',
  GptComponentMetadata: 'gpt',
  KnowledgeSourceConfiguration: 'knowledge',
  ExternalTriggerConfiguration: 'trigger',
  ContentModerationSettings: 'settings',
  DefaultFeedbackCollection: 'settings',
  AutonomousSettings: 'settings',
  TestCaseDefinition: 'test',
  EvaluationSet: 'test',
}

const byInfix: [string, ComponentKind][] = [
  ['.topic.', 'topic'],
  ['.action.', 'action'],
  ['.tool.', 'action'],
  ['.invokeconnectedagenttaskaction.', 'action'],
  ['.agent.', 'agent'],
  ['.entity.', 'entity'],
  ['.globalvariable.', 'variable'],
  ['.skill.', 'skill'],
  ['.file.', 'file'],
  ['.gpt.', 'gpt'],
  ['.knowledge.', 'knowledge'],
  ['.externaltriggercomponent.', 'trigger'],
  ['.externaltriggerconfiguration.', 'trigger'],
  ['.botsettingscomponent.', 'settings'],
]

const byTypeCode: Record<string, ComponentKind> = {
  '9': 'topic',
  '10': 'translation',
  '11': 'entity',
  '12': 'variable',
  '13': 'skill',
  '14': 'file',
  '15': 'gpt',
  '16': 'knowledge',
  '17': 'trigger',
  '18': 'settings',
  '19': 'test',
}

/**
 * What a component is. The root kind decides first: type codes of real exports are not reliable. A translation has the
 * root kind of what it translates, so its own marks (code 10, a locale at the end of the name) come before.
 */
export function componentKind(given: { rootKind?: string | undefined; schemaName: string; typeCode?: string | undefined; hasFile?: boolean }): ComponentKind {
  const { rootKind, typeCode } = given
  if (typeCode === '10') return 'translation'
  if (rootKind) {
    const kind = Object.hasOwn(byRootKind, rootKind) ? byRootKind[rootKind] : undefined
    if (kind) return kind
    if (/(Source|SourceConfiguration)$/.test(rootKind)) return 'knowledge'
    if (/(Settings|Settings.*Component)$/.test(rootKind)) return 'settings'
    if (/Tool$/.test(rootKind)) return 'action'
  }
  if (given.hasFile) return 'file'
  // Topics, variables and entities of the time before YAML, and parts of Composer dialogs: kept, not understood.
  if (typeCode !== undefined && /^[0-8]$/.test(typeCode)) return 'unknown'
  const name = given.schemaName.toLowerCase()
  const infix = byInfix.find(([part]) => name.includes(part))
  if (infix) return infix[1]
  return (typeCode !== undefined ? byTypeCode[typeCode] : undefined) ?? 'unknown'
}
