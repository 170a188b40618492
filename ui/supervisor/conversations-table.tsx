import { Button, Caption1, Table, TableBody, TableCell, TableHeader, TableHeaderCell, TableRow, Text, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { BotRegular } from '@fluentui/react-icons/svg/bot'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router-dom'
import type { ConversationSummary } from '../../src/contracts/conversation.ts'
import { StageBadge, customerName, formatDuration, formatFull, stageOf, useNow } from '../kit/index.ts'
import { type Sort, type SortKey, ownerName, sortConversations, waitMs } from './ongoing-view.ts'

const useStyles = makeStyles({
  scroll: { overflowX: 'auto' },
  table: { tableLayout: 'auto', '@media (max-width: 860px)': { tableLayout: 'fixed' } },
  row: { cursor: 'pointer' },
  more: { marginTop: tokens.spacingVerticalM },
  wide: { '@media (max-width: 860px)': { display: 'none' } },
  narrow: { '@media (min-width: 861px)': { display: 'none' } },
  cell: { paddingTop: tokens.spacingVerticalS, paddingBottom: tokens.spacingVerticalS, verticalAlign: 'middle' },
  who: { maxWidth: '280px' },
  clip: { display: 'block', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  link: { color: tokens.colorNeutralForeground1, fontWeight: tokens.fontWeightSemibold, textDecoration: 'none', ':hover': { textDecoration: 'underline' } },
  note: { color: tokens.colorNeutralForeground3 },
  number: { fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' },
  long: { color: tokens.colorPaletteRedForeground1, fontWeight: tokens.fontWeightSemibold },
  owner: { display: 'inline-flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
})

const columns: { key: SortKey; name: string; wide?: true; /** On a phone; the customer gets the rest. */ width?: string }[] = [
  { key: 'customer', name: 'Customer' },
  { key: 'stage', name: 'Status', width: '106px' },
  { key: 'queue', name: 'Queue', wide: true },
  { key: 'owner', name: 'With', wide: true },
  { key: 'wait', name: 'Waited', width: '72px' },
  { key: 'started', name: 'Duration', wide: true },
]

/** A wait that should not happen is red after this long. */
const longWaitMs = 120_000
const pageSize = 100

export function ConversationsTable(props: { conversations: readonly ConversationSummary[]; sort: Sort; onSort(sort: Sort): void }) {
  const styles = useStyles()
  const now = useNow()
  const { sort, onSort } = props
  const [shown, setShown] = useState(pageSize)
  const rows = sortConversations(props.conversations, sort, now)
  const direction = (key: SortKey) => (sort.key === key ? { sortDirection: sort.down ? ('descending' as const) : ('ascending' as const) } : {})
  return (
    <div className={styles.scroll}>
      <Table className={styles.table} aria-label="Ongoing conversations" sortable>
        <TableHeader>
          <TableRow>
            {columns.map((column) => (
              <TableHeaderCell key={column.key} className={mergeClasses(column.wide && styles.wide)} {...direction(column.key)} {...(column.width ? { style: { width: column.width } } : {})} onClick={() => onSort({ key: column.key, down: sort.key === column.key && !sort.down })}>
                {column.name}
              </TableHeaderCell>
            ))}
          </TableRow>
        </TableHeader>
        <TableBody>{rows.slice(0, shown).map((one) => <Row key={one.id} conversation={one} now={now} />)}</TableBody>
      </Table>
      {rows.length > shown && <Button className={styles.more} onClick={() => setShown(shown + pageSize)}>Show {Math.min(pageSize, rows.length - shown)} more of {rows.length}</Button>}
    </div>
  )
}

function Row(props: { conversation: ConversationSummary; now: number }) {
  const styles = useStyles()
  const navigate = useNavigate()
  const { conversation, now } = props
  const to = { pathname: `/conversations/${encodeURIComponent(conversation.id)}`, search: location.search }
  const wait = waitMs(conversation, now)
  const late = stageOf(conversation) === 'waiting' && wait !== undefined && wait > longWaitMs
  const owner = ownerName(conversation)
  return (
    <TableRow className={styles.row} onClick={() => navigate(to)} data-conversation={conversation.id}>
      <TableCell className={mergeClasses(styles.cell, styles.who)}>
        <Link to={to} className={mergeClasses(styles.link, styles.clip)} onClick={(event) => event.stopPropagation()}>{customerName(conversation)}</Link>
        <Caption1 className={mergeClasses(styles.note, styles.clip)}><bdi>{conversation.lastMessage?.text || conversation.subject || 'Nothing said yet'}</bdi></Caption1>
        <Caption1 className={mergeClasses(styles.note, styles.clip, styles.narrow)}>{[conversation.queue?.name, owner].filter(Boolean).join(' · ')}</Caption1>
      </TableCell>
      <TableCell className={styles.cell}><StageBadge conversation={conversation} /></TableCell>
      <TableCell className={mergeClasses(styles.cell, styles.wide)}>{conversation.queue?.name ?? <Text className={styles.note}>–</Text>}</TableCell>
      <TableCell className={mergeClasses(styles.cell, styles.wide)}>
        {owner ? <span className={styles.owner}>{conversation.owner.kind === 'copilot' && <BotRegular aria-label="Copilot" />}{owner}</span> : <Text className={styles.note}>nobody yet</Text>}
      </TableCell>
      <TableCell className={mergeClasses(styles.cell, styles.number, late && styles.long)}>{wait === undefined ? <Text className={styles.note}>–</Text> : formatDuration(wait)}</TableCell>
      <TableCell className={mergeClasses(styles.cell, styles.number, styles.wide)} title={`Started ${formatFull(conversation.startedAt)}`}>{formatDuration(now - Date.parse(conversation.startedAt))}</TableCell>
    </TableRow>
  )
}
