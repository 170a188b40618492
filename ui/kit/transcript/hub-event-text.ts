import type { Entry } from '../../../src/contracts/conversation.ts'

const reasons: Record<string, string> = {
  'agent-closed': 'closed by the agent',
  'agent-ended': 'ended by the agent',
  'customer-ended': 'ended by the customer',
  'customer-left': 'the customer left',
  'copilot-ended': 'ended by the copilot',
  inactive: 'nobody wrote any more',
  'supervisor-closed': 'closed by a supervisor',
  'force-closed': 'closed by a supervisor',
  'wrap-up-over': 'wrap-up time was over',
  escalated: 'the copilot handed it over',
}

/** A machine's reason in words; an unknown one is shown as it is, without dashes. */
export const reasonText = (reason: string) => reasons[reason] ?? reason.replaceAll('-', ' ')

/** A hub event as a sentence for staff, or undefined when it says nothing worth a line. */
export function hubEventText(entry: Entry): string | undefined {
  const name = entry.activity.name ?? ''
  if (!name.startsWith('hub.')) return undefined
  const value = details(entry.activity.value)
  const agent = value('agent') ?? 'the agent'
  const queue = value('queue') ?? 'a queue'
  const reason = value('reason')
  switch (name.slice('hub.'.length)) {
    case 'started':
      return 'Conversation started'
    case 'escalated':
      return 'The copilot asked for a person'
    case 'queued':
      return `Waiting in ${queue}${value('rule') ? ` by the rule “${value('rule')}”` : ''}`
    case 'offered':
      return `Offered to ${agent}`
    case 'declined':
      return `${capital(agent)} declined`
    case 'offerTimedOut':
      return `${capital(agent)} did not answer in time`
    case 'offerWithdrawn':
      return `The offer to ${agent} was withdrawn`
    case 'accepted':
      return `${capital(agent)} accepted`
    case 'agentLeft':
      return `${capital(agent)} left`
    case 'agentEnded':
      return 'The agent ended the conversation; wrap-up began'
    case 'customerEnded':
      return 'The customer ended the conversation'
    case 'customerLeft':
      return 'The customer left and did not come back'
    case 'copilotEnded':
      return 'The copilot ended the conversation'
    case 'timedOut':
      return 'Ended because nobody wrote any more'
    case 'wrapUp':
      return 'Wrap-up began'
    case 'closed':
      return `${closedText(reason && reasonText(reason))}${value('by') ? ` (${value('by')})` : ''}`
    default:
      return capital(name.slice('hub.'.length).replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`))
  }
}

function closedText(reason: string | undefined): string {
  if (!reason) return 'Closed'
  return reason.startsWith('closed') ? capital(reason) : `Closed: ${reason}`
}

/** Reads a detail that is a word, or an object with a name. */
function details(value: unknown): (name: string) => string | undefined {
  const members: Record<string, unknown> = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  return (name) => {
    const member = members[name]
    if (typeof member === 'string' && member) return member
    if (typeof member === 'object' && member !== null && 'name' in member && typeof member.name === 'string') return member.name
    return undefined
  }
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
