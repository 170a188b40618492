import { z } from 'zod'
import type { Activity } from '../../contracts/activity.ts'
import { defineNode } from '../define-node.ts'
import { ContentFailure } from '../failure.ts'
import { plainJson } from '../plain-value.ts'
import { callSkill, finishSkill, newSkillKey, relaySkill, skillOf } from '../skills.ts'
import type { Json } from '../state.ts'
import type { Turn } from '../turn.ts'
import { binding, readInputs } from './topic-binding.ts'

const schema = z.looseObject({
  id: z.string(),
  skillId: z.string(),
  actionId: z.string().optional(),
  input: binding,
  output: z.looseObject({ binding: z.record(z.string(), z.string()).nullish(), variable: z.string().optional() }).nullish(),
})

/**
 * Calls an action of a skill and waits until the skill ends the conversation; meanwhile the customer's messages go to
 * it, unless they interrupt. (2.5, 3.7)
 */
export const invokeSkill = defineNode({
  kind: 'InvokeSkillAction',
  title: 'Use a skill',
  schema,
  run(node, turn) {
    const { frame } = turn
    if (!frame) return
    const { action } = skillOf(turn, node.skillId, node.actionId)
    const inputs = plainRecord(readInputs(turn, node.input))
    frame.skill = { id: node.skillId, key: newSkillKey(turn) }
    callSkill(turn, frame.skill, action?.type === 'event' ? { type: 'event', name: node.actionId ?? '', value: inputs } : opening(turn, inputs))
  },
  prompt: {
    // What the customer says may be meant for the skill, whatever it is: only a topic that surely fits interrupts.
    fits: () => 'possible',
    answer(_node, turn, activity) {
      const skill = turn.frame?.skill
      if (skill) callSkill(turn, skill, forwarded(activity))
      else turn.answered()
    },
    again() {},
  },
  resume(node, turn, result) {
    const { frame } = turn
    if (!frame?.skill) return
    if (result.type !== 'skill') {
      frame.skill = undefined
      const { code, message } = result.type === 'failed' ? result : { code: 'SystemError', message: 'the answer is of the wrong type' }
      throw new ContentFailure(code, `The skill ${node.skillId} that ${node.id} calls could not be reached: ${message}`)
    }
    const end = result.activities.find(({ type }) => type === 'endOfConversation')
    for (const activity of result.activities) if (activity !== end && !turn.over) relaySkill(turn, activity)
    if (turn.over) return
    if (!end) return turn.wait()
    frame.prompt = undefined
    finishSkill(turn, frame, node, end)
  },
})

/** The first message to a skill carries what the customer said last, and the inputs as its value. */
function opening(turn: Turn, inputs: Record<string, Json>): Activity {
  const text = turn.activity?.type === 'message' ? turn.activity.text : turn.state.current?.text
  return { type: 'message', text: text ?? '', ...(Object.keys(inputs).length > 0 ? { value: inputs } : {}) }
}

/** What belongs to our wire stays here; what the customer said goes. */
function forwarded(activity: Activity): Activity {
  const { type, text, textFormat, locale, attachments, value, name, entities, channelData } = activity
  return JSON.parse(JSON.stringify({ type, text, textFormat, locale, attachments, value, name, entities, channelData })) as Activity
}

const plainRecord = (values: Record<string, Json>) => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, plainJson(value)]))
