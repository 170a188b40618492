import type { Role } from '../../src/contracts/auth.ts'

export type AreaId = 'studio' | 'desk' | 'supervisor' | 'admin'
export type Area = { id: AreaId; name: string; href: string; roles: readonly Role[]; purpose: string }

/** The product's areas in the order people meet them. */
export const areas: readonly Area[] = [
  { id: 'studio', name: 'Studio', href: '/studio', roles: ['maker', 'administrator'], purpose: 'Write copilots, try them out, publish them and connect them to people.' },
  { id: 'desk', name: 'Desk', href: '/desk', roles: ['agent'], purpose: 'Take over conversations from copilots and carry on in the same thread.' },
  { id: 'supervisor', name: 'Supervisor', href: '/supervisor', roles: ['supervisor'], purpose: 'See every ongoing conversation, who waits and who is free, as it happens.' },
  { id: 'admin', name: 'Admin', href: '/admin', roles: ['administrator'], purpose: 'Set up workstreams, queues, routing rules, agents and chat widgets.' },
]

export const areasFor = (roles: readonly Role[]) => areas.filter((area) => area.roles.some((role) => roles.includes(role)))
