import { createHash } from 'node:crypto'
import { takeFiles, type NewFile } from '../../src/conversations/index.ts'
import type { Activity, ConversationSummary, Entry, Inbox, Ongoing } from '../../src/contracts/index.ts'
import type { Bus } from '../../src/engagement/bus.ts'
import type { ConversationKey, Hub } from '../../src/engagement/hub.ts'
import { BatonError, newId } from '../../src/platform/index.ts'

type Stored = { files: Map<string, NewFile>; key: ConversationKey; entries: Entry[]; clients: Map<string, number>; agentId: string | undefined; version: number; online: boolean; name: string }

/**
 * The hub's door over a map, for tests of what stands in front of it: a copilot that greets and echoes, one queue. "human"
 * hands over: the conversation waits in the queue `general` until an agent accepts it.
 */
export function fakeHub(bus: Bus) {
  const stored = new Map<string, Stored>()
  const calls: string[] = []

  const load = (id: string) => {
    const found = stored.get(id)
    if (!found) throw new BatonError('CONVERSATION_NOT_FOUND', id)
    return found
  }
  const summary = ({ key, entries, agentId, version, online, name }: Stored): ConversationSummary => ({
    id: key.id,
    version,
    status: key.closed ? 'closed' : agentId === '' ? 'open' : 'active',
    owner: key.closed ? { kind: 'nobody' } : agentId === undefined ? { kind: 'copilot', id: 'bot', name: 'Bot' } : agentId === '' ? { kind: 'queue', id: 'general', name: 'General' } : { kind: 'agent', id: agentId, name: agentId },
    channel: key.channel,
    customer: { id: key.customerId, name },
    copilotName: 'Bot',
    queue: agentId === undefined ? null : { id: 'general', name: 'General' },
    workstream: null,
    subject: '',
    lastSeq: key.lastSeq,
    lastMessage: null,
    startedAt: entries[0]?.at ?? new Date().toISOString(),
    escalatedAt: null,
    acceptedAt: null,
    wrapUpAt: null,
    closedAt: key.closed ? new Date().toISOString() : null,
    closeReason: null,
    customerOnline: online,
  })
  const say = (conversation: Stored, kind: Entry['author']['kind'], activity: Activity, audience: Entry['audience'] = 'everyone') => {
    const seq = ++conversation.key.lastSeq
    const at = new Date().toISOString()
    const author = { kind, id: kind === 'customer' ? conversation.key.customerId : kind, name: kind }
    const from = { ...activity.from, id: author.id, name: kind, role: kind === 'customer' ? 'user' : 'bot' }
    const id = `${conversation.key.id}|${String(seq).padStart(7, '0')}`
    const { activity: said, files } = takeFiles(activity, conversation.key.id, seq)
    for (const file of files) conversation.files.set(file.id, file)
    const entry: Entry = { seq, at, audience, author, activity: { ...said, id, timestamp: at, conversation: { id: conversation.key.id }, from } }
    conversation.entries.push(entry)
    return entry
  }
  const commit = (conversation: Stored, entries: Entry[], wasOwnedBy = conversation.agentId || undefined) => {
    conversation.version++
    bus.publish({ type: 'conversation', environmentId: conversation.key.environmentId, conversation: summary(conversation), entries, wasOwnedBy })
    return summary(conversation)
  }
  const close = (conversation: Stored) => {
    const wasOwnedBy = conversation.agentId
    const entries = [say(conversation, 'system', { type: 'message', text: 'The conversation has ended.' })]
    conversation.key.closed = true
    conversation.agentId = undefined
    return commit(conversation, entries, wasOwnedBy)
  }
  const ofAgent = (agentId: string, id: string) => {
    const conversation = load(id)
    if (conversation.agentId !== agentId) throw new BatonError('NOT_YOURS', id)
    return conversation
  }
  const fileOf = (conversation: Stored, fileId: string) => {
    const file = conversation.files.get(fileId)
    if (!file) throw new BatonError('NOT_FOUND', 'file', fileId)
    const bytes = Buffer.from(file.base64, 'base64')
    return { ...file, bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
  }
  const all = (environmentId: string) => [...stored.values()].filter((one) => one.key.environmentId === environmentId && !one.key.closed)
  const inEnvironment = (environmentId: string, id: string) => {
    const found = stored.get(id)
    if (found?.key.environmentId !== environmentId) throw new BatonError('CONVERSATION_NOT_FOUND', id)
    return found
  }

  const hub: Hub = {
    async startConversation({ id = newId('c'), environmentId, channel, widgetId, copilotId, customer }) {
      const before = stored.get(id)
      if (before) return { ...before.key }
      const key: ConversationKey = { id, environmentId, channel, customerId: customer.id, copilotId, widgetId, closed: false, lastSeq: 0 }
      const conversation: Stored = { files: new Map(), key, entries: [], clients: new Map(), agentId: undefined, version: 0, online: false, name: customer.name ?? 'Customer' }
      stored.set(id, conversation)
      commit(conversation, [say(conversation, 'system', { type: 'event', name: 'hub.started' }, 'staff'), say(conversation, 'copilot', { type: 'message', text: 'Hello!' })])
      return { ...key }
    },
    async findConversation(id) {
      const found = stored.get(id)
      return found && { ...found.key }
    },
    async receiveFromSkill({ conversationId }, activity) {
      const conversation = load(conversationId)
      const entry = say(conversation, 'copilot', activity)
      commit(conversation, [entry])
      return { id: entry.activity.id ?? '' }
    },
    async changeFromSkill({ conversationId }) {
      load(conversationId)
    },
    async receiveActivity(id, customerId, activity) {
      const conversation = load(id)
      if (conversation.key.customerId !== customerId) throw new BatonError('CONVERSATION_NOT_FOUND', id)
      if (conversation.key.closed) throw new BatonError('CONVERSATION_ENDED', id)
      if (activity.type === 'typing') {
        bus.publish({ type: 'typing', environmentId: conversation.key.environmentId, conversationId: id, side: 'customer', from: conversation.name })
        return { seq: 0, id: '' }
      }
      const clientId = String((activity.channelData as { clientActivityID?: string } | undefined)?.clientActivityID ?? newId('m'))
      const known = conversation.clients.get(clientId)
      if (known) return { seq: known, id: `${id}|${String(known).padStart(7, '0')}` }
      const said = say(conversation, 'customer', activity)
      conversation.clients.set(clientId, said.seq)
      const lines = [said]
      if (activity.text === 'human') {
        lines.push(say(conversation, 'system', { type: 'event', name: 'hub.escalated' }, 'staff'))
        conversation.agentId = ''
      } else if (conversation.agentId === undefined) {
        lines.push(say(conversation, 'copilot', { type: 'message', text: `Echo: ${activity.text ?? activity.attachments?.map((one) => one.name).join()}`, replyToId: String(said.activity.id) }))
      }
      commit(conversation, lines)
      return { seq: said.seq, id: String(said.activity.id) }
    },
    async entriesAfter(id, seq, audience, limit = 1000) {
      calls.push(`entriesAfter ${id} ${seq}`)
      await Promise.resolve()
      return load(id).entries.filter((entry) => entry.seq > seq && (audience === 'staff' || entry.audience === 'everyone')).slice(0, limit)
    },
    file: async (id, fileId) => fileOf(load(id), fileId),
    customerOnline(id, online) {
      calls.push(`customerOnline ${online}`)
      const conversation = stored.get(id)
      if (!conversation) return
      conversation.online = online
      bus.publish({ type: 'customer-online', environmentId: conversation.key.environmentId, conversationId: id, online })
    },
    async endByCustomer(id) {
      const conversation = load(id)
      if (!conversation.key.closed) close(conversation)
    },
    agent: {
      async inbox(agentId): Promise<Inbox> {
        const lists = [...stored.values()].filter((one) => !one.key.closed)
        return {
          agent: { id: agentId, name: agentId, presence: 'available', capacity: { total: 3, used: 0 }, queues: [{ id: 'general', name: 'General' }] },
          offers: [],
          mine: lists.filter((one) => one.agentId === agentId).map(summary),
          open: lists.filter((one) => one.agentId === '').map(summary),
          closedToday: [],
        }
      },
      async setPresence(agentId, presence) {
        calls.push(`presence ${agentId} ${presence}`)
      },
      async connected(agentId) {
        calls.push(`connected ${agentId}`)
      },
      async disconnected(agentId) {
        calls.push(`disconnected ${agentId}`)
      },
      async accept(agentId, id) {
        const conversation = load(id)
        if (conversation.agentId === agentId) return summary(conversation)
        if (conversation.agentId !== '') throw new BatonError('ALREADY_TAKEN', id)
        conversation.agentId = agentId
        return commit(conversation, [say(conversation, 'system', { type: 'message', text: `${agentId} joined.` })], '')
      },
      async decline(_agentId, id) {
        throw new BatonError('OFFER_GONE', load(id).key.id)
      },
      async say(agentId, id, { text, clientId }) {
        const conversation = ofAgent(agentId, id)
        const known = conversation.clients.get(clientId)
        if (known) return { seq: known }
        const said = say(conversation, 'agent', { type: 'message', text })
        conversation.clients.set(clientId, said.seq)
        commit(conversation, [said])
        return { seq: said.seq }
      },
      async typing(agentId, id) {
        const { key } = ofAgent(agentId, id)
        bus.publish({ type: 'typing', environmentId: key.environmentId, conversationId: id, side: 'agent', from: agentId })
      },
      end: async (agentId, id) => summary(ofAgent(agentId, id)),
      close: async (agentId, id) => close(ofAgent(agentId, id)),
      async detail(agentId, id) {
        const conversation = ofAgent(agentId, id)
        return { conversation: summary(conversation), entries: conversation.entries, variables: [], context: [], messageToAgent: null }
      },
      file: async (agentId, id, fileId) => fileOf(ofAgent(agentId, id), fileId),
      async entries(agentId, id, after) {
        return ofAgent(agentId, id).entries.filter((entry) => entry.seq > after)
      },
    },
    supervisor: {
      async ongoing(environmentId): Promise<Ongoing> {
        calls.push('ongoing')
        const conversations = all(environmentId).map(summary)
        return { at: new Date().toISOString(), conversations, agents: [], queues: [], totals: { withCopilot: 0, waiting: 0, withAgent: 0, wrapUp: 0, closedToday: 0 } }
      },
      async detail(environmentId, id) {
        const conversation = inEnvironment(environmentId, id)
        return { conversation: summary(conversation), entries: conversation.entries, variables: [], context: [], messageToAgent: null }
      },
      file: async (environmentId, id, fileId) => fileOf(inEnvironment(environmentId, id), fileId),
      forceClose: async (environmentId, id) => close(inEnvironment(environmentId, id)),
      async steps(environmentId, id) {
        inEnvironment(environmentId, id)
        return { steps: [], caveat: null }
      },
    },
    async testSteps(environmentId, copilotId, id) {
      if (inEnvironment(environmentId, id).key.copilotId !== copilotId) throw new BatonError('CONVERSATION_NOT_FOUND', id)
      return { steps: [], caveat: null }
    },
    async releaseCopilot() {},
    async assignWaiting(environmentId) {
      calls.push(`assignWaiting ${environmentId}`)
    },
    start() {},
    async stop() {},
  }
  return { hub, calls, stored }
}
