import { activityId, beginChange, isOver, type Change, type Conversation } from '../../conversations/index.ts'
import type { Activity } from '../../contracts/index.ts'
import { BatonError } from '../../platform/index.ts'
import { changeMessage } from '../change-message.ts'
import type { OutsideCall } from '../copilot-turn.ts'
import { requireRoom } from '../customer.ts'
import { letCopilotAnswer, performCall, type HubCore } from '../hub-core.ts'
import type { SkillConversation } from './skill-conversations.ts'

/**
 * Takes what a skill says in a conversation: to the customer, to the copilot's topics, or that it is done. Resolves with
 * the id of the line it became, or of the last line when the customer sees nothing of it. Errors: CONVERSATION_NOT_FOUND,
 * CONVERSATION_ENDED, also when people have taken over.
 */
export async function receiveFromSkill(core: HubCore, { conversationId, key }: SkillConversation, activity: Activity): Promise<{ id: string }> {
  if (activity.type === 'typing') return relayTyping(core, conversationId)
  const taken = await core.lanes.run(conversationId, async (conversation) => {
    requireCopilot(conversation)
    const before = conversation.lastSeq
    const turn = await letCopilotAnswer(core, beginChange(conversation), { type: 'skill', key, activity })
    requireRoom(turn.change)
    const line = turn.change.lines.find(({ seq }) => seq > before)
    return { change: turn.change, result: { seq: line?.seq ?? before, call: turn.call }, onNoCapacity: () => core.board.stale(conversation.environmentId) }
  })
  if (taken.call) performCall(core, conversationId, taken.call)
  return { id: activityId(conversationId, taken.seq) }
}

async function relayTyping(core: HubCore, conversationId: string): Promise<{ id: string }> {
  const conversation = await core.lanes.peek(conversationId)
  if (!conversation) throw new BatonError('CONVERSATION_NOT_FOUND', conversationId)
  requireCopilot(conversation)
  core.bus.publish({ type: 'typing', environmentId: conversation.environmentId, conversationId, side: 'copilot', from: conversation.data.copilotName ?? '' })
  return { id: activityId(conversationId, conversation.lastSeq) }
}

export function requireCopilot(conversation: Conversation): void {
  if (isOver(conversation) || conversation.owner.kind !== 'copilot') throw new BatonError('CONVERSATION_ENDED', conversation.id)
}

/** A skill changes or takes back what was said through it. Errors: as above, NOT_FOUND. */
export async function changeFromSkill(core: HubCore, { conversationId }: SkillConversation, lineId: string, activity: Activity | undefined): Promise<void> {
  await core.lanes.run(conversationId, async (conversation) => {
    requireCopilot(conversation)
    const { configuration, now } = await core.desk(conversation.environmentId)
    const bot = configuration.copilots.get(conversation.copilotId ?? '')
    if (!bot) throw new BatonError('CONVERSATION_ENDED', conversation.id)
    const { change, result } = changeMessage(beginChange(conversation), now, bot, { activityId: lineId, activity }, await core.lanes.talkOf(conversation))
    if (result.type === 'failed') throw new BatonError('NOT_FOUND', 'message', lineId)
    requireRoom(change)
    return { change, result: undefined }
  })
}

/**
 * The customer or the hub ended what a copilot and a skill were in: the skill hears it, as it would from the topic. The
 * engine says whom to tell; nothing of it is stored.
 */
export async function leaveSkills(core: HubCore, { before, after }: Change): Promise<void> {
  const { change } = await letCopilotAnswer(core, beginChange({ ...before, dialog: after.dialog }), { type: 'activity', activity: { type: 'endOfConversation' } })
  for (const call of (change.afterwards ?? []) as OutsideCall[]) await core.callOutside(call, core.stopping.signal)
}

export function leavesSkill({ before, after }: Change): boolean {
  if (before.owner.kind !== 'copilot' || after.owner.kind === 'copilot') return false
  const { status, stack = [] } = (after.dialog ?? {}) as { status?: string; stack?: { skill?: unknown }[] }
  return status !== 'ended' && status !== 'transferred' && stack.some((frame) => frame.skill !== undefined)
}
