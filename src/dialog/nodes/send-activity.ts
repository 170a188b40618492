import { z } from 'zod'
import type { Activity } from '../../contracts/activity.ts'
import { renderActivity } from '../activity-template.ts'
import { defineNode } from '../define-node.ts'
import { shownGlobals } from '../fillers.ts'

export const sendActivity = defineNode({
  kind: 'SendActivity',
  title: 'Send a message',
  partly: 'voice members (`allowBargeIn`) have no effect',
  schema: z.looseObject({ activity: z.unknown().optional() }),
  run(node, turn) {
    if (turn.copilot.fillers.size > 0 && turn.fillsGlobals(shownGlobals(node, node.activity))) return
    const activity = renderActivity(node.activity, turn)
    if (!isOnlySpoken(activity) || isVoice(turn.context.channelId)) turn.send(activity)
  },
})

/** Nothing to see: words for the telephone, or a template that came out empty. */
function isOnlySpoken(activity: Activity): boolean {
  const { type, text, attachments, suggestedActions, value, channelData } = activity
  return type === 'message' && !text && !attachments && !suggestedActions && value === undefined && channelData === undefined
}

const isVoice = (channelId: string) => /^(telephony|msteamsphone)/i.test(channelId)
