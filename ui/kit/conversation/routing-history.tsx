import { Caption1, Text, makeStyles, tokens } from '@fluentui/react-components'
import type { Entry } from '../../../src/contracts/conversation.ts'
import { formatFull, formatTime } from '../time.ts'
import { hubEventText } from '../transcript/hub-event-text.ts'

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  step: {
    position: 'relative',
    display: 'flex',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
    padding: `0 0 ${tokens.spacingVerticalM} 18px`,
    '::before': { content: '""', position: 'absolute', left: '3px', top: '5px', width: '8px', height: '8px', borderRadius: '50%', backgroundColor: tokens.colorBrandStroke1 },
    ':not(:last-child)::after': { content: '""', position: 'absolute', left: '6px', top: '15px', bottom: '-3px', width: '2px', backgroundColor: tokens.colorNeutralStroke2 },
  },
  time: { color: tokens.colorNeutralForeground3, whiteSpace: 'nowrap' },
})

/** What the hub did with the conversation, step by step. */
export function RoutingHistory(props: { entries: readonly Entry[] }) {
  const styles = useStyles()
  const steps = props.entries.flatMap((entry) => {
    const text = entry.activity.name === 'handoff.initiate' ? `${entry.author.name} handed the conversation off` : hubEventText(entry)
    return text ? [{ seq: entry.seq, at: entry.at, text }] : []
  })
  if (steps.length === 0) return <Text size={200}>Nothing yet.</Text>
  return (
    <ol className={styles.list}>
      {steps.map((step) => (
        <li key={step.seq} className={styles.step}>
          <Text size={200}>{step.text}</Text>
          <Caption1 className={styles.time} title={formatFull(step.at)}><time dateTime={step.at}>{formatTime(step.at)}</time></Caption1>
        </li>
      ))}
    </ol>
  )
}
