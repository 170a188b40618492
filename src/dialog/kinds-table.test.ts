import { describe, expect, it } from 'vitest'
import { unions } from '../topics/schema-table.ts'
import { kindsTable } from './kinds-table.ts'
import { entityKinds, knownNodeKinds, triggerKinds } from './index.ts'

/** The kinds a union of the schema allows, those of unions inside it included. */
const kindsOf = (name: string): string[] =>
  (unions[name] ?? '').split('|').flatMap((type) => (type.startsWith('#') ? [type.slice(1)] : type.startsWith('@') ? kindsOf(type.slice(1)) : []))

const schema = {
  actions: kindsOf('DialogAction'),
  triggers: kindsOf('TriggerBase'),
  entities: [...kindsOf('EntityReference'), ...kindsOf('Entity')],
  documents: [
    ...['DialogBase', 'TaskInput', 'TaskAction', 'Recognizer', 'KnowledgeSource', 'BotSettingsBase', 'ExternalTriggerDefinition', 'TestDefinitionBase', 'BotComponentBase'].flatMap(kindsOf),
    ...['Variable', 'GptComponentMetadata', 'KnowledgeSourceConfiguration', 'SkillDefinition', 'ExternalTriggerConfiguration', 'BotEntity', 'BotDefinition', 'EnvironmentVariableDefinition'],
  ],
}

describe('docs/node-kinds.md', () => {
  it('is what the lists say (write it anew with -u)', async () => {
    await expect(kindsTable(schema)).toMatchFileSnapshot('../../docs/node-kinds.md')
  })

  it('leaves no kind of the schema without a word', () => {
    expect([schema.actions.length, schema.triggers.length]).toEqual([52, 28])
    expect(kindsTable(schema)).not.toMatch(/\| not known|: not known|\| +\|$/m)
    const known = new Set([...knownNodeKinds, ...triggerKinds, ...entityKinds].map(({ kind }) => kind))
    expect([...schema.actions, ...schema.triggers].filter((kind) => !known.has(kind))).toEqual([])
  })
})
