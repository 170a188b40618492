import { Avatar, Caption1, Text, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { BotRegular } from '@fluentui/react-icons/svg/bot'
import { type ReactNode, memo, useMemo } from 'react'
import type { Entry } from '../../../src/contracts/conversation.ts'
import { dayLabel, formatFull, formatTime } from '../time.ts'
import { MessageBubble } from './message-bubble.tsx'
import { type Author, type ShownEntry, type TranscriptItem, transcriptItems } from './transcript-items.ts'

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  line: { alignSelf: 'center', textAlign: 'center', color: tokens.colorNeutralForeground3, maxWidth: '80%', overflowWrap: 'anywhere' },
  follows: { marginTop: `calc(-1 * ${tokens.spacingVerticalS})` },
  said: { color: tokens.colorNeutralForeground2, fontStyle: 'italic' },
  rule: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM, color: tokens.colorNeutralForeground3, '::before': { content: '""', flexGrow: 1, height: '1px', backgroundColor: tokens.colorNeutralStroke2 }, '::after': { content: '""', flexGrow: 1, height: '1px', backgroundColor: tokens.colorNeutralStroke2 } },
  handoff: { color: tokens.colorBrandForeground1, margin: `${tokens.spacingVerticalS} 0`, '::before': { backgroundColor: tokens.colorBrandStroke1 }, '::after': { backgroundColor: tokens.colorBrandStroke1 } },
  group: { display: 'flex', gap: tokens.spacingHorizontalS, alignItems: 'flex-start', maxWidth: 'min(640px, 88%)' },
  own: { alignSelf: 'flex-end', flexDirection: 'row-reverse' },
  messages: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS, minWidth: 0 },
  ownMessages: { alignItems: 'flex-end' },
  head: { display: 'flex', gap: tokens.spacingHorizontalS, alignItems: 'baseline', flexWrap: 'wrap' },
  ownHead: { justifyContent: 'flex-end' },
  time: { color: tokens.colorNeutralForeground3 },
  earlier: { cursor: 'pointer' },
  earlierText: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', textDecorationLine: 'line-through' },
})

export type TranscriptProps = {
  entries: readonly Entry[]
  /** `staff`: the customer is on the left, copilots and agents on the right. `customer`: the other way round. */
  perspective?: 'staff' | 'customer'
  /** What to call the reader's own messages. */
  self?: { id: string } | undefined
  /** Makes the last message's suggested replies into buttons. */
  onAction?: (title: string) => void
  /** After the last line: unsent messages, typing. */
  children?: ReactNode
}

/** A conversation as it was said. Put it into `TranscriptScroller` to follow it. */
export function Transcript({ children, ...props }: TranscriptProps) {
  const styles = useStyles()
  return (
    <div className={styles.list}>
      <Items {...props} />
      {children}
    </div>
  )
}

/** Drawn again only when there are new lines, not while somebody types. */
const Items = memo(function Items(props: Omit<TranscriptProps, 'children'>) {
  const items = useMemo(() => transcriptItems(props.entries), [props.entries])
  const lastSeq = props.entries.findLast((entry) => entry.activity.type === 'message')?.seq
  return items.map((item, index) => <Item key={item.key} item={item} follows={items[index - 1]?.kind === 'line'} lastSeq={lastSeq} {...props} />)
})

function Item(props: TranscriptProps & { item: TranscriptItem; follows: boolean; lastSeq: number | undefined }) {
  const styles = useStyles()
  const { item } = props
  switch (item.kind) {
    case 'date':
      return <div className={styles.rule}><Caption1>{dayLabel(item.at)}</Caption1></div>
    case 'handoff':
      return <div className={mergeClasses(styles.rule, styles.handoff)}><Text size={200} weight="semibold">Handed off from {item.from} · {formatTime(item.at)}</Text></div>
    case 'line':
      return <Caption1 className={mergeClasses(styles.line, props.follows && styles.follows, item.tone === 'said' && styles.said)} title={formatFull(item.at)}>{item.text}{item.tone === 'event' && ` · ${formatTime(item.at)}`}</Caption1>
    case 'group':
      return <Group {...props} author={item.author} entries={item.entries} />
  }
}

function Group(props: Omit<TranscriptProps, 'entries'> & { author: Author; entries: ShownEntry[]; lastSeq: number | undefined }) {
  const styles = useStyles()
  const { author, entries } = props
  const ours = author.kind === 'customer' ? props.perspective === 'customer' : props.perspective !== 'customer'
  const first = entries[0]
  return (
    <SpokenGroup author={author} own={ours} self={author.kind === 'agent' && author.id === props.self?.id} {...(first ? { at: first.at } : {})}>
      {entries.map((entry) => (
        <div key={entry.seq} title={formatFull(entry.at)} className={styles.messages} data-seq={entry.seq}>
          <MessageBubble
            activity={entry.activity}
            tone={author.kind === 'customer' || author.kind === 'system' ? 'customer' : author.kind}
            own={ours}
            onAction={entry.seq === props.lastSeq ? props.onAction : undefined}
            footer={entry.was && <Earlier was={entry.was} />}
          />
        </div>
      ))}
    </SpokenGroup>
  )
}

/** What the message said before, for who wants to know. */
function Earlier(props: { was: NonNullable<ShownEntry['was']> }) {
  const styles = useStyles()
  const { texts, deleted } = props.was
  const words = deleted ? 'Deleted by the copilot' : 'Edited'
  if (texts.length === 0) return <Caption1 className={styles.time}>{words}</Caption1>
  return (
    <details className={styles.time}>
      <summary className={styles.earlier}>
        <Caption1>{words}: what it said before</Caption1>
      </summary>
      {texts.map((text, index) => <Caption1 key={index} block className={styles.earlierText} dir="auto">{text}</Caption1>)}
    </details>
  )
}

/** Avatar, name and time around messages of one author. */
export function SpokenGroup(props: { author: Author; own: boolean; self?: boolean; at?: string; note?: string; children: ReactNode }) {
  const styles = useStyles()
  const { author } = props
  return (
    <div className={mergeClasses(styles.group, props.own && styles.own)}>
      <Avatar size={28} name={author.name} color={author.kind === 'customer' ? 'colorful' : author.kind === 'copilot' ? 'neutral' : 'brand'} {...(author.kind === 'copilot' ? { icon: <BotRegular /> , name: '' } : {})} aria-hidden="true" />
      <div className={mergeClasses(styles.messages, props.own && styles.ownMessages)}>
        <div className={mergeClasses(styles.head, props.own && styles.ownHead)}>
          <Caption1><strong>{props.self ? 'You' : author.name || author.kind}</strong>{author.kind === 'copilot' && ' · copilot'}</Caption1>
          {props.at && <Caption1 className={styles.time}><time dateTime={props.at}>{formatTime(props.at)}</time></Caption1>}
          {props.note && <Caption1 className={styles.time}>{props.note}</Caption1>}
        </div>
        {props.children}
      </div>
    </div>
  )
}
