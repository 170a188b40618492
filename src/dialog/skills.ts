import type { Activity } from '../contracts/activity.ts'
import { isRecord } from '../platform/index.ts'
import { parseDocument } from '../topics/index.ts'
import type { Component } from '../topics/types.ts'
import type { Skill, SkillAction } from './copilot.ts'
import { instructionOf } from './cursor.ts'
import { textOf } from './document.ts'
import type { Parsed } from './document.ts'
import { ContentFailure } from './failure.ts'
import { fromJson, toText } from './fx.ts'
import { readHandoff } from './handoff.ts'
import type { AgendaItem, Frame, Json } from './state.ts'
import { environmentValue } from './system-variables.ts'
import { transferVariables } from './transfer-variables.ts'
import { onEventActivity } from './triggers/on-event-activity.ts'
import type { Turn } from './turn.ts'
import type { SkillCall } from './types.ts'
import { shapeValue } from './value-type.ts'

/** How long a skill may take to take an activity; the platform's own limit for calls like this. */
const TIMEOUT_MS = 100_000
/** What exports hold until somebody sets the variable. */
const NO_APP = '00000000-0000-0000-0000-000000000000'
const GOOD_ENDINGS: readonly string[] = ['completedSuccessfully', 'userCancelled', 'unknown']

/** Every SkillDefinition among the documents, by schema name. */
export function readSkills(documents: readonly Parsed[]): Map<string, Skill> {
  const skills = new Map<string, Skill>()
  for (const { component, document } of documents) {
    const definition = document['kind'] === 'SkillDefinition' ? document : document['kind'] === 'SkillComponent' ? document['skill'] : undefined
    if (isRecord(definition)) skills.set(component.schemaName, readSkill(definition))
  }
  return skills
}

/** What makers see of a copilot's skills: `appId` and `endpoint` are names of environment variables. */
export function skillDefinitions(components: readonly Component[]) {
  const documents = components.flatMap((component): Parsed[] => {
    const document = component.kind === 'skill' && component.text !== undefined ? parseDocument(component.text, component.path).value : undefined
    return isRecord(document) ? [{ component, document }] : []
  })
  const names = new Map(components.map(({ schemaName, name }) => [schemaName, name]))
  return [...readSkills(documents)].map(([skillId, { appId, endpoint, actions }]) => ({ skillId, name: names.get(skillId) || (skillId.split('.').at(-1) ?? skillId), appId, endpoint, actions: [...actions].map(([id, { type }]) => ({ id, type })) }))
}

function readSkill(definition: Record<string, unknown>): Skill {
  const actions: unknown[] = Array.isArray(definition['actions']) ? definition['actions'] : []
  return { appId: referenceOf(definition['appId']), endpoint: referenceOf(definition['appEndpoint']), actions: new Map(actions.filter(isRecord).map(readAction)) }
}

function readAction(action: Record<string, unknown>): [string, SkillAction] {
  const outputs = isRecord(action['outputType']) && isRecord(action['outputType']['properties']) ? action['outputType']['properties'] : {}
  return [textOf(action['actionId']), { type: textOf(action['activityType']) || 'message', outputs }]
}

const referenceOf = (reference: unknown) => (isRecord(reference) ? textOf(reference['schemaName']) : '')

/** The skill and its action, or the failure that says what to set up. */
export function skillOf(turn: Turn, skillId: string, actionId: string | undefined): { skill: Skill; action: SkillAction | undefined } {
  const skill = turn.copilot.skills.get(skillId)
  if (!skill) throw new ContentFailure('SkillNotConfigured', `There is no skill "${skillId}" in this copilot. Add it, or choose another one in the node.`)
  const action = actionId === undefined ? undefined : skill.actions.get(actionId)
  if (actionId !== undefined && !action) throw new ContentFailure('SkillNotConfigured', `The skill "${skillId}" has no action "${actionId}". Its definition names: ${[...skill.actions.keys()].join(', ') || 'none'}.`)
  addressOf(turn, skillId, skill)
  return { skill, action }
}

function addressOf(turn: Turn, skillId: string, { appId, endpoint }: Skill): SkillCall['skill'] {
  const valueOf = (name: string) => toText(environmentValue(turn, name) ?? '', turn.locale).trim()
  const address = { id: skillId, appId: valueOf(appId), endpoint: valueOf(endpoint) }
  if (!URL.canParse(address.endpoint)) {
    throw new ContentFailure('SkillNotConfigured', `The skill "${skillId}" has no address: set the environment variable "${endpoint}" to the address it listens at, for example https://skill.example/api/messages.`)
  }
  return { ...address, appId: address.appId === NO_APP ? '' : address.appId }
}

/** Unlike any other of this conversation, and the same when the turn is played again. */
export const newSkillKey = (turn: Turn) => `${turn.context.now.getTime().toString(36)}-${turn.state.turn}-${turn.calls}`

export function callSkill(turn: Turn, skill: NonNullable<Frame['skill']>, activity: Activity) {
  turn.request(requestOf(turn, skill, activity))
}

function requestOf(turn: Turn, { id, key }: NonNullable<Frame['skill']>, activity: Activity): Omit<SkillCall, 'callId'> {
  const definition = turn.copilot.skills.get(id)
  if (!definition) throw new ContentFailure('SkillNotConfigured', `The skill "${id}" is no longer part of this copilot.`)
  const { conversationId, channelId, customer, bot } = turn.context
  return {
    type: 'skill',
    skill: addressOf(turn, id, definition),
    key,
    conversation: { id: conversationId, channelId, locale: turn.locale, customer, copilotId: bot.id, environmentId: bot.environmentId },
    activity,
    timeoutMs: TIMEOUT_MS,
  }
}

/** The topic that waited for a skill is given up: the skill hears that the conversation with it is over. */
export function leaveSkill(turn: Turn, frame: Frame) {
  const { skill } = frame
  if (!skill) return
  frame.skill = undefined
  if (!turn.copilot.skills.has(skill.id)) return
  turn.effects.push({ type: 'notify', call: { ...requestOf(turn, skill, { type: 'endOfConversation', code: 'userCancelled' }), callId: '' } })
}

/** A skill says something by itself: to the customer, to the topics that listen, or that it is done. */
export function receiveSkill(turn: Turn, key: string, activity: Activity) {
  if (activity.type !== 'endOfConversation') return relaySkill(turn, activity)
  const at = turn.state.stack.findIndex((frame) => frame.skill?.key === key)
  // A skill may answer, be done and say so again: there is nothing left to end.
  if (at >= 0) turn.schedule([{ do: 'skill-over', depth: at + 1, key, activity: { type: 'endOfConversation', code: activity.code, value: activity.value } }])
}

/** Whether what a skill says can go to the customer while the copilot is busy with something else. */
export const isPlainSpeech = (activity: Activity) => activity.type === 'message' || activity.type === 'typing'

export function relaySkill(turn: Turn, activity: Activity) {
  switch (activity.type) {
    case 'event':
      return activity.name?.toLowerCase() === 'handoff.initiate' ? handOver(turn, activity) : raise(turn, activity)
    case 'message':
    case 'typing':
      return turn.send(speech(activity))
    default:
      // Traces and answers to invokes are for developers of the skill; the customer sees nothing of them.
      return turn.trace({ kind: 'error', code: 'ElementNotSupported', message: `A skill sent an activity of type "${activity.type}", which has no meaning for the customer.` })
  }
}

/** Without what belongs to the skill's wire: ids, addresses, who it thinks it is. */
function speech(activity: Activity): Activity {
  const { id: _id, from: _from, recipient: _recipient, conversation: _conversation, serviceUrl: _url, channelId: _channel, timestamp: _time, replyToId: _reply, ...rest } = activity
  for (const member of ['localTimestamp', 'relatesTo', 'callerId', 'deliveryMode', 'listenFor', 'semanticAction', 'membersAdded', 'membersRemoved']) delete rest[member]
  return rest
}

/** Topics hear an event of a skill first; one that nobody listens to goes to the client. */
function raise(turn: Turn, activity: Activity) {
  const listening = turn.triggered('OnEventActivity').filter(({ trigger }) => onEventActivity.matches(trigger, activity))
  const depth = turn.state.stack.length
  turn.schedule(listening.map((topic): AgendaItem => ({ do: 'topic', topic: topic.schemaName, depth, reason: `a skill sent the event ${activity.name ?? ''}` })))
  if (listening.length === 0) turn.send(speech(activity))
}

/** The same road as a transfer node's: what the skill hands over joins the copilot's own variables. */
function handOver(turn: Turn, activity: Activity) {
  const handoff = readHandoff(activity)
  const messageToAgent = handoff?.messageToAgent ?? ''
  turn.transfer({ target: { kind: 'agent' }, messageToAgent, variables: { ...turn.userVariables('All'), ...handoff?.variables, ...transferVariables(turn, messageToAgent) } })
}

/** The topic's turn has come to hear that its skill is done. */
export function endSkill(turn: Turn, item: AgendaItem & { do: 'skill-over' }) {
  const { frame } = turn
  if (frame?.skill?.key !== item.key) return
  const instruction = instructionOf(turn, frame)
  if (!instruction) return
  finishSkill(turn, frame, instruction.node as Ending, item.activity)
  turn.answered()
}

type Ending = { id: string; skillId: string; actionId?: string | undefined; output?: { binding?: Record<string, string> | null | undefined; variable?: string | undefined } | null | undefined }

/** Outputs come in `endOfConversation.value`, shaped as the skill's definition declares them. */
export function finishSkill(turn: Turn, frame: Frame, node: Ending, { code, value }: Activity) {
  frame.skill = undefined
  if (code !== undefined && !GOOD_ENDINGS.includes(code)) {
    frame.prompt = undefined
    throw new ContentFailure('SkillFailed', `The skill ${node.skillId} that ${node.id} calls gave up with the code "${code}".`)
  }
  const outputs = turn.copilot.skills.get(node.skillId)?.actions.get(node.actionId ?? '')?.outputs ?? {}
  const values = isRecord(value) ? value : {}
  for (const [name, path] of Object.entries(node.output?.binding ?? {})) {
    const json: Json = values[name] ?? null
    turn.set(path, outputs[name] === undefined ? fromJson(json) : shapeValue(json, outputs[name]))
  }
  if (node.output?.variable) turn.set(node.output.variable, fromJson(value ?? null))
}
