import { beginChange } from '../conversations/index.ts'
import { agentActions } from './agent-actions.ts'
import { waitingAssigner } from './assign-waiting.ts'
import { customerOnline, endByCustomer, expectCustomer, keyOf, receiveActivity, startConversation } from './customer.ts'
import { deadlineLoop } from './deadlines.ts'
import { routeToQueue } from './hand-off.ts'
import type { Hub } from './hub.ts'
import { hubCore, requireFile } from './hub-core.ts'
import type { HubDeps } from './ports.ts'
import { changeFromSkill, leavesSkill, leaveSkills, receiveFromSkill } from './skills/skill-replies.ts'
import { BatonError } from '../platform/index.ts'
import { stepsOf } from './steps/replay-conversation.ts'
import { supervision } from './supervision.ts'

/** The engagement hub on the given parts. `drainDeadlines` is for tests that move the clock by hand. */
export function createHub(deps: HubDeps): Hub & { drainDeadlines(): Promise<void>; settled(): Promise<void> } {
  const core = hubCore(deps)
  const assignWaiting = waitingAssigner(core)
  core.onCommit((change) => void (leavesSkill(change) && core.later(() => leaveSkills(core, change))))
  const deadlines = deadlineLoop(core, assignWaiting)
  const agent = agentActions(core, assignWaiting)
  const unsubscribe = deps.bus.subscribe((hint) => {
    if (hint.type === 'configuration') {
      core.library.forgetDrafts()
      core.board.stale(hint.environmentId)
    }
    if (hint.type === 'agent') core.board.stale(hint.environmentId)
    // Of another node: here the copy is as new as the hint.
    if (hint.type === 'conversation') core.lanes.heard(hint.conversation.id, hint.conversation.version)
  })

  return {
    startConversation: (input) => startConversation(core, input),
    async findConversation(conversationId) {
      const conversation = await core.lanes.peek(conversationId)
      return conversation && keyOf(conversation)
    },
    receiveActivity: (conversationId, customerId, activity) => receiveActivity(core, conversationId, customerId, activity),
    receiveFromSkill: (conversation, activity) => receiveFromSkill(core, conversation, activity),
    changeFromSkill: (conversation, activityId, activity) => changeFromSkill(core, conversation, activityId, activity),
    entriesAfter: (conversationId, seq, audience, limit) => deps.store.entriesAfter(conversationId, seq, audience, limit),
    file: (conversationId, fileId) => requireFile(core, conversationId, fileId),
    customerOnline: (conversationId, online) => customerOnline(core, conversationId, online),
    endByCustomer: (conversationId) => endByCustomer(core, conversationId).then(() => core.later(() => assignLater(conversationId))),
    agent,
    supervisor: supervision(core, assignWaiting),

    async testSteps(environmentId, copilotId, conversationId, after) {
      const conversation = await deps.store.load(conversationId)
      const theirs = conversation?.environmentId === environmentId && conversation.copilotId === copilotId && conversation.channel === 'test'
      if (!theirs) throw new BatonError('CONVERSATION_NOT_FOUND', conversationId)
      return stepsOf(core, conversation, after)
    },

    async releaseCopilot(copilotId) {
      for (const held of await deps.store.withCopilot(copilotId)) {
        if (held.channel !== 'livechat') continue
        await core.lanes.run(held.id, async (conversation) => {
          if (conversation.owner.kind !== 'copilot' || conversation.copilotId !== copilotId) return { result: undefined }
          const desk = await core.desk(conversation.environmentId)
          return { change: routeToQueue(beginChange(conversation), desk, 'copilot-disconnected'), result: undefined, onNoCapacity: () => core.board.stale(conversation.environmentId) }
        })
      }
    },

    assignWaiting,
    start() {
      // Nobody's page is connected to a process that has just begun: whoever is not back soon was away.
      core.later(async () => {
        for (const agentId of await deps.agents.present()) if (!core.connectedAgents.has(agentId)) await agent.disconnected(agentId)
        for (const id of await deps.store.withCustomers()) await expectCustomer(core, id)
      })
      deadlines.start()
    },
    async stop() {
      unsubscribe()
      core.stopping.abort()
      await deadlines.stop()
      await core.settled()
    },
    drainDeadlines: deadlines.drain,
    settled: core.settled,
  }

  async function assignLater(conversationId: string) {
    const conversation = await core.lanes.peek(conversationId)
    if (conversation) await assignWaiting(conversation.environmentId)
  }
}
