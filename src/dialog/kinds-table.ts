import { entityKinds } from './entities/index.ts'
import { knownNodeKinds } from './nodes/index.ts'
import { taskActionKinds } from './tasks/task-actions.ts'
import { triggerKinds } from './triggers/index.ts'

/** The kinds the published schema knows, by where they stand. */
type SchemaKinds = { actions: Iterable<string>; triggers: Iterable<string>; entities: Iterable<string>; documents: Iterable<string> }

type Status = 'run' | 'partly' | 'preserved'
type Row = { kind: string; status: Status; note: string }

/** docs/node-kinds.md: what becomes of every kind of the published schema, from the lists the engine runs by. */
export function kindsTable(schema: SchemaKinds): string {
  const sections: [string, string, Row[]][] = [
    ['Actions', 'Nodes of a topic. A preserved node fails when it is reached, for the reason given, and *OnError* runs.', rows(schema.actions, actionRow)],
    ['Triggers', 'A preserved trigger never fires.', rows(schema.triggers, triggerRow)],
    ['Entities', 'What a question may ask for, and a component may define.', rows(schema.entities, entityRow)],
    ['Documents', 'What a component, or a part of one, may be.', rows(schema.documents, documentRow)],
  ]
  const beyond = [...knownNodeKinds.filter(({ kind }) => ![...schema.actions].includes(kind)).map((spec) => actionRow(spec.kind)), ...inTheWild]
  return `${head}\n${summary(sections.map(([title, , all]) => [title, all]))}\n${sections.map(([title, about, all]) => section(title, about, all)).join('\n')}\n${section('Beyond the schema', 'Kinds that real exports hold and the published schema does not.', beyond)}`
}

const head = `# Kinds

What becomes of every kind of the published authoring schema. Generated from the lists in \`src/dialog\` by \`kinds-table.ts\`; a test compares.

- **run**: does here what it does there.
- **partly**: runs, but for what the remark says.
- **preserved**: imports and exports byte for byte and is listed by the checker; it does not run, for the reason given.
`

const rows = (kinds: Iterable<string>, row: (kind: string) => Row): Row[] => [...new Set(kinds)].toSorted((a, b) => (a < b ? -1 : 1)).map(row)

function summary(sections: [string, Row[]][]): string {
  const count = (all: Row[], status: Status) => all.filter((row) => row.status === status).length
  const lines = sections.map(([title, all]) => `| ${title} | ${all.length} | ${count(all, 'run')} | ${count(all, 'partly')} | ${count(all, 'preserved')} |`)
  return ['| | kinds | run | partly | preserved |', '|---|---|---|---|---|', ...lines, ''].join('\n')
}

function section(title: string, about: string, all: Row[]): string {
  return [`## ${title}`, '', about, '', '| kind | | remark |', '|---|---|---|', ...all.map(({ kind, status, note }) => `| \`${kind}\` | ${status} | ${note.replaceAll('|', '\\|')} |`), ''].join('\n')
}

function actionRow(kind: string): Row {
  const spec = knownNodeKinds.find((known) => known.kind === kind)
  if (!spec) return { kind, status: 'preserved', note: 'not known' }
  if (spec.missing !== undefined) return { kind, status: 'preserved', note: `${spec.title}: ${spec.missing}` }
  return spec.partly === undefined ? { kind, status: 'run', note: spec.title } : { kind, status: 'partly', note: `${spec.title}: ${spec.partly}` }
}

function triggerRow(kind: string): Row {
  const spec = triggerKinds.find((known) => known.kind === kind)
  if (!spec) return { kind, status: 'preserved', note: 'not known' }
  if (spec.silent !== undefined) return { kind, status: 'preserved', note: `${spec.title}: ${spec.silent}` }
  return spec.partly === undefined ? { kind, status: 'run', note: spec.title } : { kind, status: 'partly', note: `${spec.title}: ${spec.partly}` }
}

const entityComponents: Record<string, Omit<Row, 'kind'>> = {
  ClosedListEntity: { status: 'run', note: 'Custom list, with synonyms and `optionSetName`' },
  RegexEntity: { status: 'partly', note: 'Custom pattern: conditions, balancing groups and `\\G` of .NET are refused, and the checker says so' },
  ExternalEntity: { status: 'preserved', note: 'no external language service is connected' },
  ExternalEntityReference: { status: 'preserved', note: 'a question that asks for it fails with `InvalidContent`: no external language service is connected' },
}

function entityRow(kind: string): Row {
  const spec = entityKinds.find((known) => known.kind === kind)
  if (spec) return spec.partly === undefined ? { kind, status: 'run', note: spec.title } : { kind, status: 'partly', note: `${spec.title}: ${spec.partly}` }
  return { kind, ...(entityComponents[kind] ?? { status: 'preserved', note: 'not known' }) }
}

const withModel = 'chosen by the planner where a language model is connected'
const noKnowledge = 'kept, and shown as not searched: it needs a service of the original product'
const noTests = 'test cases are kept; `baton chat --script` runs tests of its own'

/** Documents and their parts: how far the engine, the importer and the checker take them. */
const documents: Record<string, Omit<Row, 'kind'>> = {
  AdaptiveDialog: { status: 'partly', note: 'Topic: `endAutomatically`, `confirmation`, `response` and a `recognizer` of its own have no effect' },
  TaskDialog: { status: 'partly', note: 'Tool: topics go to it with `BeginDialog`, and it is chosen by the planner where a language model is connected; `triggerCondition` and `outputMode` have no effect' },
  AgentDialog: { status: 'partly', note: `Child agent: ${withModel}; its own nodes run, else it answers by its instructions; it has no tools and topics of its own` },
  AutomaticTaskInput: { status: 'partly', note: 'Input of a topic or tool: the planner fills it where a language model is connected; what is missing becomes a question in front of it' },
  ManualTaskInput: { status: 'run', note: 'Input of a topic or tool with a fixed value' },
  Variable: { status: 'partly', note: 'Global variable: `isOutputToExternalCallers` and `aIVisibility` have no effect' },
  GlobalVariableComponent: { status: 'partly', note: 'The same as a component' },
  DialogComponent: { status: 'run', note: 'A topic as a component' },
  TranslationsComponent: { status: 'run', note: 'The words of a topic in another language' },
  CustomEntityComponent: { status: 'run', note: 'An entity as a component' },
  GptComponentMetadata: { status: 'partly', note: 'Instructions of the copilot: the language model follows them where one is connected; `tools`, `gptCapabilities`, `conversationStarters` and `defaultResponseMode` have no effect' },
  GptComponent: { status: 'partly', note: 'The same as a component' },
  KnowledgeSourceConfiguration: { status: 'partly', note: 'Knowledge source: websites are fetched on the Knowledge page and searched; the others are kept' },
  KnowledgeSourceComponent: { status: 'partly', note: 'The same as a component' },
  PublicSiteSearchSource: { status: 'partly', note: 'Knowledge source, a website: fetched on the Knowledge page, up to 40 pages; an address by formula has no effect' },
  FileAttachmentComponent: { status: 'partly', note: 'File: searched when it is one of txt, md, html, csv, json, pdf, docx, xlsx, pptx' },
  SkillDefinition: { status: 'partly', note: 'Skill: its privacy policy is not shown' },
  SkillComponent: { status: 'partly', note: 'The same as a component' },
  ExternalTriggerConfiguration: { status: 'preserved', note: 'External trigger: schedules and connectors do not start copilots here' },
  ExternalTriggerComponent: { status: 'preserved', note: 'The same as a component' },
  BotSettingsComponent: { status: 'preserved', note: 'Settings as a component' },
  TestCaseComponent: { status: 'preserved', note: noTests },
  CustomMetricDefinitionComponent: { status: 'preserved', note: 'A measure of the original product' },
  LegacyOrUnknownComponent: { status: 'preserved', note: 'Whatever it is' },
  BotEntity: { status: 'partly', note: 'The copilot itself: name, language, template, authentication mode and configuration are read' },
  BotDefinition: { status: 'preserved', note: 'A copilot in one document, as the editor extension caches it' },
  EnvironmentVariableDefinition: { status: 'run', note: 'Read as `Env.`; its current value is set on the Environment variables page' },
  RegexRecognizer: { status: 'preserved', note: 'A recogniser of its own has no effect: Baton recognises by phrases' },
  'VirtualAgents.Recognizer': { status: 'preserved', note: 'A recogniser of its own has no effect: Baton recognises by phrases' },
}

function documentRow(kind: string): Row {
  const known = documents[kind]
  if (known) return { kind, ...known }
  if (/Source$|SourceDemo$|Knowledge/.test(kind)) return { kind, status: 'preserved', note: `Knowledge source: ${noKnowledge}` }
  const task = taskActionKinds.find((known) => known.kind === kind)
  if (task) return task.missing === undefined ? { kind, status: task.partly === undefined ? 'run' : 'partly', note: `What a tool does: ${task.title}${task.partly === undefined ? '' : `: ${task.partly}`}` } : { kind, status: 'preserved', note: `What a tool does: ${task.missing}` }
  if (/^Test|Evaluation/.test(kind)) return { kind, status: 'preserved', note: noTests }
  if (/Settings|FeedbackCollection/.test(kind)) return { kind, status: 'preserved', note: 'Settings: they have no effect' }
  if (/Trigger/.test(kind)) return { kind, status: 'preserved', note: 'External trigger: schedules and connectors do not start copilots here' }
  return { kind, status: 'preserved', note: '' }
}

const inTheWild: Row[] = [
  ...['InlineAgentSkill', 'McpTool', 'ConnectedAgentTool', 'WorkflowTool', 'CLICopilotRecognizer', 'StaticSegment'].map((kind): Row => ({ kind, status: 'preserved', note: 'of copilots made of skills and tools instead of topics' })),
  { kind: 'OptionDataValue', status: 'run', note: 'A choice as a value' },
]
