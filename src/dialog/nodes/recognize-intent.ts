import { z } from 'zod'
import { chooseIntent } from '../choose-intent.ts'
import { defineNode } from '../define-node.ts'
import type { CallResult, RankedIntent } from '../types.ts'

/** Recognises a text as if the customer had said it, and goes to the topic that fits best. */
export const recognizeIntent = defineNode({
  kind: 'RecognizeIntent',
  title: 'Recognize intent',
  schema: z.looseObject({ id: z.string(), userInput: z.unknown().optional() }),
  run(node, turn) {
    const text = turn.string(node.userInput).trim()
    if (text) turn.request({ type: 'recognize', text, locale: turn.locale })
  },
  resume(node, turn, result) {
    const choice = chooseIntent(ranked(result).filter((intent) => turn.copilot.topics.get(intent.topic)?.on && intent.topic !== turn.frame?.topic), () => false)
    if (choice.kind !== 'one') return turn.trace({ kind: 'error', code: 'NoIntentRecognized', message: `Nothing fits what ${node.id} asked for.` })
    turn.begin(choice.intent.topic, { said: turn.string(node.userInput), reason: `recognized by ${node.id}`, score: choice.intent.score })
  },
})

const ranked = (result: CallResult): RankedIntent[] => (result.type === 'recognized' ? result.intents : [])
