import { Avatar, Caption1, Text, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { NavLink } from 'react-router-dom'
import type { Offer } from '../../src/contracts/desk.ts'
import { customerName, useNow } from '../kit/index.ts'
import { countdown } from './countdown.ts'

const useStyles = makeStyles({
  row: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    color: tokens.colorNeutralForeground1,
    textDecoration: 'none',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorBrandBackground2,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  selected: { boxShadow: `inset 3px 0 0 ${tokens.colorBrandStroke1}` },
  words: { flexGrow: 1, minWidth: 0, display: 'flex', flexDirection: 'column' },
  time: { fontVariantNumeric: 'tabular-nums' },
})

/** An offer in the list; its link shows the transcript before answering. */
export function OfferRow(props: { offer: Offer }) {
  const styles = useStyles()
  const { conversation } = props.offer
  const name = customerName(conversation)
  const { seconds } = countdown(props.offer, useNow(500))
  return (
    <NavLink to={`/conversations/${encodeURIComponent(conversation.id)}`} className={({ isActive }) => mergeClasses(styles.row, isActive && styles.selected)} data-conversation={conversation.id}>
      <Avatar name={name} size={36} color="colorful" aria-hidden="true" />
      <span className={styles.words}>
        <Text weight="bold">{name}</Text>
        <Text size={200}>{conversation.queue?.name ?? 'Offered to you'}</Text>
      </span>
      <Caption1 className={styles.time}>{seconds} s</Caption1>
    </NavLink>
  )
}
