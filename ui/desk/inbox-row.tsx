import { Avatar, Badge, Caption1, Text, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { NavLink } from 'react-router-dom'
import { VisuallyHidden, customerName, formatDuration, formatWhen, stageOf, useNow } from '../kit/index.ts'
import { type Row, lastWords } from './inbox-sections.ts'
import { drafts, useMarks } from './local-marks.ts'

const useStyles = makeStyles({
  row: {
    position: 'relative',
    display: 'flex',
    gap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    color: tokens.colorNeutralForeground1,
    textDecoration: 'none',
    borderRadius: tokens.borderRadiusMedium,
    ':hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  selected: {
    backgroundColor: tokens.colorSubtleBackgroundSelected,
    '::before': { content: '""', position: 'absolute', left: 0, top: '10px', bottom: '10px', width: '3px', borderRadius: tokens.borderRadiusCircular, backgroundColor: tokens.colorBrandStroke1 },
  },
  words: { flexGrow: 1, minWidth: 0, display: 'flex', flexDirection: 'column', gap: '1px' },
  line: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, minWidth: 0 },
  clip: { flexGrow: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  muted: { color: tokens.colorNeutralForeground3 },
  time: { color: tokens.colorNeutralForeground3, whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' },
  dot: { width: '10px', height: '10px', borderRadius: '50%', flexShrink: 0, backgroundColor: tokens.colorBrandBackground },
  badge: { flexShrink: 0, whiteSpace: 'nowrap' },
  draft: { color: tokens.colorPaletteRedForeground1, fontWeight: tokens.fontWeightSemibold },
})

/** One conversation in the list: who, when, the last words, and what needs attention. */
export function InboxRow(props: { row: Row }) {
  const styles = useStyles()
  const { conversation, unread } = props.row
  const name = customerName(conversation)
  const stage = stageOf(conversation)
  const last = conversation.lastMessage
  const draft = useMarks(drafts).get(conversation.id)
  return (
    <NavLink to={`/conversations/${encodeURIComponent(conversation.id)}`} className={({ isActive }) => mergeClasses(styles.row, isActive && styles.selected)} data-conversation={conversation.id}>
      <Avatar name={name} size={36} color="colorful" {...(stage === 'closed' ? {} : { badge: { status: conversation.customerOnline ? ('available' as const) : ('offline' as const), 'aria-hidden': true } })} aria-hidden="true" />
      <span className={styles.words}>
        <span className={styles.line}>
          <Text weight={unread ? 'bold' : 'semibold'} className={styles.clip}>{name}</Text>
          {stage === 'waiting' ? <Waited since={conversation.escalatedAt ?? conversation.startedAt} /> : <Caption1 className={styles.time}>{formatWhen(conversation.closedAt ?? last?.at ?? conversation.startedAt)}</Caption1>}
        </span>
        <span className={styles.line}>
          <Text size={200} weight={unread ? 'semibold' : 'regular'} className={mergeClasses(styles.clip, !unread && styles.muted)}>
            {draft && stage === 'agent' ? <><span className={styles.draft}>Draft:</span> {draft}</> : lastWords(conversation, stage !== 'waiting')}
          </Text>
          {unread && <><span className={styles.dot} aria-hidden="true" /><VisuallyHidden>unread</VisuallyHidden></>}
          {stage === 'wrap-up' && <Badge size="small" appearance="tint" color="warning" shape="rounded" className={styles.badge}>Wrap-up</Badge>}
          {stage === 'waiting' && conversation.queue && <Badge size="small" appearance="tint" color="brand" shape="rounded" className={styles.badge}>{conversation.queue.name}</Badge>}
        </span>
      </span>
    </NavLink>
  )
}

function Waited(props: { since: string }) {
  const styles = useStyles()
  const now = useNow()
  return <Caption1 className={styles.time}><VisuallyHidden>waiting for </VisuallyHidden>{formatDuration(now - Date.parse(props.since))}</Caption1>
}
