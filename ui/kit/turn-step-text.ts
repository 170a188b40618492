import type { TurnStep } from '../../src/contracts/turns.ts'

const verdicts: Record<TurnStep['recognized'][number]['verdict'], string> = {
  one: 'One topic fits',
  several: 'Several topics fit',
  none: 'No topic fits',
  answer: 'Taken for the answer to the question',
}

/** "One topic fits: Store hours 0.92, Returns 0.31" */
export function recognizedText({ verdict, intents }: TurnStep['recognized'][number]): string {
  const close = intents.map(({ name, score }) => `${name} ${score.toFixed(2)}`).join(', ')
  return close ? `${verdicts[verdict]}: ${close}` : `${verdicts[verdict]}.`
}

/** "Topic “Store hours” starts, because what was said is like "when are you open" (score 0.92)." */
export function triggerText({ name, reason, score }: TurnStep['triggers'][number]): string {
  return `Topic “${name}” starts: ${reason}${score === undefined ? '' : ` (score ${score.toFixed(2)})`}.`
}

/** "Global.Name: "Ann" → "Bo"", "Topic.Count (Order) = 5" */
export function changeText({ variable, topic, before, after }: TurnStep['changes'][number]): string {
  const whose = topic ? ` (${topic})` : ''
  if (before === 'null') return `${variable}${whose} = ${after}`
  return `${variable}${whose}: ${before} → ${after === 'null' ? 'blank' : after}`
}
