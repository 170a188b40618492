import { Caption1, Text, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import type { Ongoing } from '../../src/contracts/supervisor.ts'
import { type Stage, formatDuration, useNow } from '../kit/index.ts'
import { useStageColors } from './stage-colors.ts'

const useStyles = makeStyles({
  tiles: { display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(140px, 1fr))', gap: tokens.spacingHorizontalM, listStyleType: 'none', margin: 0, padding: 0 },
  tile: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: tokens.spacingVerticalXXS,
    width: '100%',
    height: '100%',
    boxSizing: 'border-box',
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    font: 'inherit',
    textAlign: 'left',
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
  },
  button: { cursor: 'pointer', ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover }, ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` } },
  pressed: { border: `1px solid ${tokens.colorBrandStroke1}`, backgroundColor: tokens.colorBrandBackground2 },
  label: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, color: tokens.colorNeutralForeground2 },
  swatch: { width: '10px', height: '10px', borderRadius: '3px' },
  number: { fontSize: tokens.fontSizeHero800, lineHeight: tokens.lineHeightHero800, fontWeight: tokens.fontWeightSemibold, fontVariantNumeric: 'tabular-nums' },
  note: { color: tokens.colorNeutralForeground3, fontVariantNumeric: 'tabular-nums', minHeight: '16px' },
})

/** The five numbers to look at first. A tile filters the table by its state. */
export function Tiles(props: { ongoing: Ongoing; stage: string; onStage(stage: string): void }) {
  const styles = useStyles()
  const { totals, queues, agents } = props.ongoing
  const now = useNow()
  const waits = queues.flatMap((queue) => (queue.longestWaitSince ? [Date.parse(queue.longestWaitSince)] : []))
  const longest = waits.length > 0 && totals.waiting > 0 ? `longest ${formatDuration(now - Math.min(...waits))}` : ''
  const present = agents.filter(isOnDuty).length
  return (
    <ul className={styles.tiles} aria-label="Conversations by state">
      <Tile {...props} value="copilot" name="With copilot" count={totals.withCopilot} />
      <Tile {...props} value="waiting" name="Waiting" count={totals.waiting} note={longest} />
      <Tile {...props} value="agent" name="With agent" count={totals.withAgent} note={`${present} ${present === 1 ? 'agent' : 'agents'} on duty`} />
      <Tile {...props} value="wrap-up" name="Wrap-up" count={totals.wrapUp} />
      <li>
        <div className={styles.tile}>
          <Caption1 className={styles.label}>Closed today</Caption1>
          <Text className={styles.number}>{totals.closedToday}</Text>
          <Caption1 className={styles.note} />
        </div>
      </li>
    </ul>
  )
}

/** Serving, or so full that the system set them to Do not disturb. */
function isOnDuty({ presence, capacity }: Ongoing['agents'][number]): boolean {
  return presence === 'available' || presence === 'busy' || (presence === 'do-not-disturb' && capacity.used > 0 && capacity.used >= capacity.total)
}

function Tile(props: { value: Stage; name: string; count: number; note?: string; stage: string; onStage(stage: string): void }) {
  const styles = useStyles()
  const colors = useStageColors()
  const pressed = props.stage === props.value
  return (
    <li>
      <button type="button" className={mergeClasses(styles.tile, styles.button, pressed && styles.pressed)} aria-pressed={pressed} onClick={() => props.onStage(pressed ? '' : props.value)}>
        <Caption1 className={styles.label}><span className={styles.swatch} style={{ backgroundColor: colors[props.value] }} aria-hidden="true" />{props.name}</Caption1>
        <Text className={styles.number}>{props.count}</Text>
        <Caption1 className={styles.note}>{props.note}</Caption1>
      </button>
    </li>
  )
}
