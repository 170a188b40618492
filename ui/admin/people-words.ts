import type { Role } from '../../src/contracts/auth.ts'
import type { Person } from './admin-api.ts'

export const roles: readonly { id: Role; name: string; detail: string }[] = [
  { id: 'agent', name: 'Agent', detail: 'serves conversations at the desk' },
  { id: 'supervisor', name: 'Supervisor', detail: 'sees and closes every conversation' },
  { id: 'maker', name: 'Maker', detail: 'writes and publishes copilots' },
  { id: 'administrator', name: 'Administrator', detail: 'people, queues, workstreams, widgets; and the studio' },
]

/** "Agent, Maker", in the order of the list. */
export const roleNames = (held: readonly Role[]) => roles.filter(({ id }) => held.includes(id)).map(({ name }) => name).join(', ')

/** What the list says of somebody, and how it looks. */
export function statusOf({ status, link }: Pick<Person, 'status' | 'link'>): { text: string; color: 'success' | 'informative' | 'warning' } {
  if (status === 'disabled') return { text: 'Disabled', color: 'informative' }
  if (status === 'active') return { text: 'Active', color: 'success' }
  if (!link) return { text: 'Cannot sign in yet', color: 'warning' }
  return link.expired ? { text: 'Invitation expired', color: 'warning' } : { text: 'Invited', color: 'informative' }
}

export function emailProblem(email: string, others: readonly string[]): string | undefined {
  const wanted = email.trim()
  if (!/^[^\s@]+@[^\s@]+$/.test(wanted) || wanted.length > 254) return 'Give an e-mail address, like ana@example.org.'
  return others.some((other) => other.toLowerCase() === wanted.toLowerCase()) ? 'Somebody has this address already.' : undefined
}
