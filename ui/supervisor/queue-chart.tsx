import { Caption1, Subtitle2, Text, makeStyles, tokens } from '@fluentui/react-components'
import type { Ongoing } from '../../src/contracts/supervisor.ts'
import { formatDuration, stages, useNow } from '../kit/index.ts'
import { type QueueBar, queueBars } from './ongoing-view.ts'
import { useStageColors } from './stage-colors.ts'

const useStyles = makeStyles({
  card: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, padding: tokens.spacingHorizontalL, borderRadius: tokens.borderRadiusLarge, backgroundColor: tokens.colorNeutralBackground1, border: `1px solid ${tokens.colorNeutralStroke2}` },
  title: { margin: 0 },
  list: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, listStyleType: 'none', margin: 0, padding: 0 },
  line: { display: 'flex', justifyContent: 'space-between', gap: tokens.spacingHorizontalM },
  bar: { display: 'block', width: '100%', height: '14px', margin: `${tokens.spacingVerticalXXS} 0` },
  track: { fill: tokens.colorNeutralBackground4 },
  note: { color: tokens.colorNeutralForeground3, fontVariantNumeric: 'tabular-nums' },
  legend: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, color: tokens.colorNeutralForeground2 },
  key: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
  swatch: { width: '10px', height: '10px', borderRadius: '3px' },
})

const shown = stages.filter(({ stage }) => stage !== 'closed')

/** How full each queue is, and with what: one bar per queue on a common scale. */
export function QueueChart(props: { ongoing: Ongoing }) {
  const styles = useStyles()
  const colors = useStageColors()
  const bars = queueBars(props.ongoing)
  const most = Math.max(4, ...bars.map((bar) => bar.total))
  return (
    <section className={styles.card} aria-labelledby="queues">
      <Subtitle2 as="h2" id="queues" className={styles.title}>Queues</Subtitle2>
      <ul className={styles.list}>
        {bars.map((bar) => <li key={bar.id}><Bar bar={bar} most={most} /></li>)}
      </ul>
      <Caption1 className={styles.legend} aria-hidden="true">
        {shown.map(({ stage, name }) => <span key={stage} className={styles.key}><span className={styles.swatch} style={{ backgroundColor: colors[stage] }} />{name}</span>)}
      </Caption1>
    </section>
  )
}

function Bar(props: { bar: QueueBar; most: number }) {
  const styles = useStyles()
  const colors = useStageColors()
  const now = useNow()
  const { bar, most } = props
  const words = bar.counts.map(({ stage, count }) => `${count} ${stages.find((one) => one.stage === stage)?.name.toLowerCase()}`).join(', ')
  return (
    <>
      <div className={styles.line}>
        <Text size={200} weight="semibold">{bar.name}</Text>
        <Text size={200}>{bar.total}</Text>
      </div>
      <svg className={styles.bar} viewBox="0 0 100 14" preserveAspectRatio="none" role="img" aria-label={`${bar.name}: ${words || 'no conversation'}`}>
        <rect className={styles.track} width="100" height="14" />
        {segments(bar, most).map((segment) => (
          <rect key={segment.stage} x={segment.x} width={segment.width} height="14" fill={colors[segment.stage]}><title>{`${segment.count} ${segment.stage}`}</title></rect>
        ))}
      </svg>
      {bar.agentsAvailable !== null && (
        <div className={styles.line}>
          <Caption1 className={styles.note}>{bar.agentsAvailable === 0 ? 'nobody on duty' : `${bar.agentsAvailable} on duty`}</Caption1>
          {bar.longestWaitSince && <Caption1 className={styles.note}>longest wait {formatDuration(now - Date.parse(bar.longestWaitSince))}</Caption1>}
        </div>
      )}
    </>
  )
}

function segments(bar: QueueBar, most: number) {
  let x = 0
  return bar.counts.map(({ stage, count }) => {
    const width = (100 * count) / most
    const segment = { stage, count, x, width }
    x += width
    return segment
  })
}
