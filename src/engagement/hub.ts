import type { TurnSteps } from '../contracts/turns.ts'
import type { Activity, ConversationDetail, ConversationSummary, Entry, Inbox, Ongoing, Presence } from '../contracts/index.ts'
import type { StoredFile } from './ports.ts'

export type Channel = ConversationSummary['channel']

/** Who a conversation belongs to and where it came in; enough to check a token against. */
export type ConversationKey = { id: string; environmentId: string; channel: Channel; customerId: string; copilotId: string | undefined; widgetId: string | undefined; closed: boolean; lastSeq: number }

/**
 * The hub's door. Every method that changes something resolves after its commit. Errors are `BatonError`s from the
 * catalogue. An `Actor` has been authenticated by the caller; the hub checks what the actor may touch.
 */
export type Hub = {
  /**
   * Opens a conversation and lets the copilot greet. Give `widgetId` for the hub's live chat (the widget's workstream
   * decides copilot and queues), or `copilotId` for a copilot alone (`directline`: published version, `test`: draft).
   * Errors: NOT_FOUND, NOT_PUBLISHED, DISCONNECTED.
   */
  startConversation(input: {
    /** Reserved by the caller (a token): a second start with it answers the conversation that is there. */
    id?: string
    environmentId: string
    channel: Channel
    widgetId?: string
    copilotId?: string
    customer: { id: string; name?: string | undefined }
    locale?: string | undefined
    context?: Record<string, unknown> | undefined
  }): Promise<ConversationKey>

  /** For token checks and reconnects. Undefined when there is none. */
  findConversation(conversationId: string): Promise<ConversationKey | undefined>

  /**
   * Takes an activity from the customer, durably, exactly once per `clientId` (channelData.clientActivityID where the
   * client sends one), and lets whoever owns the conversation answer. Resolves with the line's number and the activity
   * id `<conversationId>|<7 digits>`. Typing activities are relayed, not stored (seq 0). Errors: CONVERSATION_NOT_FOUND, CONVERSATION_ENDED.
   */
  receiveActivity(conversationId: string, customerId: string, activity: Activity): Promise<{ seq: number; id: string }>

  /**
   * Takes what a skill says in the conversation with it that `key` names. Resolves with the id of the line it became.
   * Errors: CONVERSATION_NOT_FOUND, CONVERSATION_ENDED, the latter also when people have taken over.
   */
  receiveFromSkill(conversation: { conversationId: string; key: string }, activity: Activity): Promise<{ id: string }>

  /** A skill changes, or without an `activity` takes back, what the copilot or it has said. Errors: as above, NOT_FOUND. */
  changeFromSkill(conversation: { conversationId: string; key: string }, activityId: string, activity: Activity | undefined): Promise<void>

  /** Lines after `seq`, oldest first, at most `limit` (default 1000). */
  entriesAfter(conversationId: string, seq: number, audience: 'everyone' | 'staff', limit?: number): Promise<Entry[]>

  /** A file of the conversation, for its customer; the caller has checked that it is theirs. Errors: NOT_FOUND. */
  file(conversationId: string, fileId: string): Promise<StoredFile>

  /** The customer's page opened or lost its socket. */
  customerOnline(conversationId: string, online: boolean): void
  endByCustomer(conversationId: string): Promise<void>

  agent: {
    inbox(agentId: string): Promise<Inbox>
    setPresence(agentId: string, presence: Presence): Promise<void>
    /** A desk page connected / the last one went away (grace 150 s, then offline). */
    connected(agentId: string): Promise<void>
    disconnected(agentId: string): Promise<void>
    /** Errors: OFFER_GONE, ALREADY_TAKEN, FORBIDDEN. The same agent accepting twice is fine. */
    accept(agentId: string, conversationId: string, offerId: string | undefined): Promise<ConversationSummary>
    decline(agentId: string, conversationId: string, offerId: string): Promise<void>
    say(agentId: string, conversationId: string, message: { text: string; clientId: string }): Promise<{ seq: number }>
    typing(agentId: string, conversationId: string): Promise<void>
    /** active -> wrap-up */
    end(agentId: string, conversationId: string): Promise<ConversationSummary>
    /** wrap-up -> closed */
    close(agentId: string, conversationId: string): Promise<ConversationSummary>
    detail(agentId: string, conversationId: string): Promise<ConversationDetail>
    entries(agentId: string, conversationId: string, after: number): Promise<Entry[]>
    /** Errors: CONVERSATION_NOT_FOUND, also when it is not theirs to read; NOT_FOUND. */
    file(agentId: string, conversationId: string, fileId: string): Promise<StoredFile>
  }

  supervisor: {
    ongoing(environmentId: string): Promise<Ongoing>
    detail(environmentId: string, conversationId: string): Promise<ConversationDetail>
    file(environmentId: string, conversationId: string, fileId: string): Promise<StoredFile>
    forceClose(environmentId: string, conversationId: string, by: string): Promise<ConversationSummary>
    /** What the copilot did in a conversation, step by step and why. */
    steps(environmentId: string, conversationId: string): Promise<TurnSteps>
  }

  /** The same of a test chat with this copilot, for its makers; only turns after `after`. Errors: CONVERSATION_NOT_FOUND. */
  testSteps(environmentId: string, copilotId: string, conversationId: string, after: number): Promise<TurnSteps>

  /** Ends what is going on of a copilot in the hub (after a disconnect): its conversations go to their queue. */
  releaseCopilot(copilotId: string): Promise<void>

  /** Looks for agents for waiting conversations of these queues (after a change of membership or capacity). */
  assignWaiting(environmentId: string): Promise<void>

  /** Starts the loops that drain deadlines; `stop` waits for what is under way. */
  start(): void
  stop(): Promise<void>
}
