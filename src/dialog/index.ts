/**
 * The copilot engine, pure. `compileCopilot` turns documents into a copilot that can run, once a version; `advance` is one
 * step of one conversation. An event is received (receive.ts) and becomes an agenda; the agenda starts topics, whose nodes
 * run one after the other (work.ts); a message finds its prompt or its topic (messages.ts); what fails runs OnError
 * (failing.ts). A node kind is one file in nodes/, an entity in entities/, a trigger in triggers/.
 */
export type * from './types.ts'
export { advance } from './advance.ts'
export { runTurn } from './run-turn.ts'
export type { TurnHost } from './run-turn.ts'
export { compileCopilot } from './compile-copilot.ts'
export type { RuntimeCopilot, Topic } from './copilot.ts'
export { explainStep, recordTurn, replay } from './replay.ts'
export { PROMPT_MARK } from './card-mark.ts'
export { withoutSecrets } from './turn-output.ts'
export type { ConversationRecord, RecordedEvent, ReplayStep } from './replay.ts'
export { traceInWords } from './trace-in-words.ts'
export { systemMessage } from './system-message.ts'
export { chooseIntent, EXACT_SCORE, GO_MARGIN, GO_SCORE, SEVERAL_SCORE } from './choose-intent.ts'
export type { Choice } from './choose-intent.ts'
export { handoffInitiate, readHandoff } from './handoff.ts'
export { checkNodes, engineChecks } from './check-nodes.ts'
export { isKnownCode } from './failure-codes.ts'
export { skillDefinitions } from './skills.ts'
export { knownNodeKinds, nodeKinds } from './nodes/index.ts'
export { triggerKinds } from './triggers/index.ts'
export { entityKinds } from './entities/index.ts'
export { explainAnswer } from './tasks/tool-call.ts'
export { toolFindings } from './tasks/tool-findings.ts'
export { toolUses } from './tasks/tool-uses.ts'
export type { ToolUse } from './tasks/tool-uses.ts'
