import type { ConversationStatus, ConversationSummary, Owner } from '../../../src/contracts/conversation.ts'
import type { Presence } from '../../../src/contracts/desk.ts'

export type Stage = 'copilot' | 'waiting' | 'agent' | 'wrap-up' | 'closed'
type BadgeColor = 'brand' | 'danger' | 'important' | 'informative' | 'severe' | 'subtle' | 'success' | 'warning'

/** Where a conversation stands, as people say it: a state and who has to act. */
export const stages: readonly { stage: Stage; name: string; color: BadgeColor }[] = [
  { stage: 'copilot', name: 'With copilot', color: 'informative' },
  { stage: 'waiting', name: 'Waiting', color: 'severe' },
  { stage: 'agent', name: 'With agent', color: 'success' },
  { stage: 'wrap-up', name: 'Wrap-up', color: 'warning' },
  { stage: 'closed', name: 'Closed', color: 'informative' },
]

export function stageOf(conversation: { status: ConversationStatus; owner: Owner }): Stage {
  if (conversation.status === 'closed' || conversation.status === 'wrap-up') return conversation.status
  if (conversation.owner.kind === 'copilot') return 'copilot'
  return conversation.owner.kind === 'queue' || conversation.status === 'open' ? 'waiting' : 'agent'
}

export const presences: readonly { presence: Presence; name: string; badge: 'available' | 'busy' | 'do-not-disturb' | 'away' | 'offline' | 'out-of-office' }[] = [
  { presence: 'available', name: 'Available', badge: 'available' },
  { presence: 'busy', name: 'Busy', badge: 'busy' },
  { presence: 'do-not-disturb', name: 'Do not disturb', badge: 'do-not-disturb' },
  { presence: 'away', name: 'Appear away', badge: 'away' },
  { presence: 'offline', name: 'Offline', badge: 'offline' },
  { presence: 'inactive', name: 'Inactive', badge: 'away' },
]

export const presenceWords = (presence: Presence) => presences.find((one) => one.presence === presence) ?? { presence, name: presence, badge: 'offline' as const }

const channels: Record<ConversationSummary['channel'], string> = { livechat: 'Live chat', directline: 'Direct Line', test: 'Test chat' }
export const channelName = (channel: ConversationSummary['channel']) => channels[channel]

/** The customer's name, or what to say when the page did not tell it. */
export const customerName = (conversation: ConversationSummary) => conversation.customer.name.trim() || 'Visitor'
