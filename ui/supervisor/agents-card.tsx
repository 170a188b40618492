import { Avatar, Caption1, ProgressBar, Subtitle2, Text, makeStyles, tokens } from '@fluentui/react-components'
import type { Ongoing } from '../../src/contracts/supervisor.ts'
import { presenceWords } from '../kit/index.ts'

const useStyles = makeStyles({
  card: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, padding: tokens.spacingHorizontalL, borderRadius: tokens.borderRadiusLarge, backgroundColor: tokens.colorNeutralBackground1, border: `1px solid ${tokens.colorNeutralStroke2}` },
  title: { margin: 0 },
  list: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, listStyleType: 'none', margin: 0, padding: 0 },
  agent: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM },
  words: { flexGrow: 1, minWidth: 0, display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS },
  line: { display: 'flex', justifyContent: 'space-between', gap: tokens.spacingHorizontalS },
  note: { color: tokens.colorNeutralForeground3, fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
  clip: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
})

const order = ['available', 'busy', 'do-not-disturb', 'away', 'inactive', 'offline']

/** Who is there and how full they are; those who can take work first. */
export function AgentsCard(props: { ongoing: Ongoing }) {
  const styles = useStyles()
  const names = new Map(props.ongoing.queues.map((queue) => [queue.id, queue.name]))
  const agents = props.ongoing.agents.toSorted((a, b) => order.indexOf(a.presence) - order.indexOf(b.presence) || a.name.localeCompare(b.name))
  return (
    <section className={styles.card} aria-labelledby="agents">
      <Subtitle2 as="h2" id="agents" className={styles.title}>Agents</Subtitle2>
      {agents.length === 0 && <Caption1 className={styles.note}>There are no agents yet. Add them in Admin.</Caption1>}
      <ul className={styles.list}>
        {agents.map((agent) => {
          const words = presenceWords(agent.presence)
          const { used, total } = agent.capacity
          return (
            <li key={agent.id} className={styles.agent}>
              <Avatar name={agent.name} size={36} color="colorful" badge={{ status: words.badge, 'aria-hidden': true }} aria-hidden="true" />
              <div className={styles.words}>
                <div className={styles.line}>
                  <Text size={200} weight="semibold" className={styles.clip}>{agent.name}</Text>
                  <Caption1 className={styles.note}>{words.name}</Caption1>
                </div>
                <ProgressBar value={total ? Math.min(1, used / total) : 0} thickness="large" color={total > 0 && used >= total ? 'warning' : 'brand'} aria-label={`Capacity of ${agent.name}: ${used} of ${total} used`} />
                <div className={styles.line}>
                  <Caption1 className={styles.note} style={{ overflow: 'hidden', textOverflow: 'ellipsis' }}>{agent.queues.map((queue) => names.get(queue) ?? queue).join(', ') || 'no queue'}</Caption1>
                  <Caption1 className={styles.note}>{used}/{total}</Caption1>
                </div>
              </div>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
