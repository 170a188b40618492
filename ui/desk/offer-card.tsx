import { Avatar, Badge, Button, Caption1, Subtitle2, Text, Tooltip, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { BotRegular } from '@fluentui/react-icons/svg/bot'
import { CheckmarkRegular } from '@fluentui/react-icons/svg/checkmark'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import type { Offer } from '../../src/contracts/desk.ts'
import { RichText, channelName, customerName, useNow, valueText } from '../kit/index.ts'
import { countdown } from './countdown.ts'
import { CountdownRing } from './countdown-ring.tsx'
import { useOfferActions } from './offer-actions.ts'

const useStyles = makeStyles({
  card: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalL,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderTop: `4px solid ${tokens.colorBrandStroke1}`,
    boxShadow: tokens.shadow28,
    maxHeight: 'calc(100dvh - 80px)',
    overflowY: 'auto',
    '@media (prefers-reduced-motion: no-preference)': {
      animationName: { from: { transform: 'translateY(-12px)', opacity: 0 }, to: { transform: 'none', opacity: 1 } },
      animationDuration: '200ms',
      animationTimingFunction: 'ease-out',
    },
  },
  head: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM },
  who: { flexGrow: 1, minWidth: 0, display: 'flex', flexDirection: 'column', overflowWrap: 'anywhere' },
  title: { margin: 0 },
  muted: { color: tokens.colorNeutralForeground3 },
  badges: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
  message: { padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`, borderRadius: tokens.borderRadiusMedium, backgroundColor: tokens.colorBrandBackground2, lineHeight: tokens.lineHeightBase300 },
  from: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, color: tokens.colorNeutralForeground2, marginBottom: tokens.spacingVerticalXXS },
  facts: { display: 'grid', gridTemplateColumns: 'max-content 1fr', columnGap: tokens.spacingHorizontalM, rowGap: tokens.spacingVerticalXXS, margin: 0, fontSize: tokens.fontSizeBase200 },
  compact: { '@media (max-width: 719px)': { display: 'none' } },
  fact: { margin: 0, overflowWrap: 'anywhere' },
  actions: { display: 'flex', gap: tokens.spacingHorizontalS, '& > *': { flexGrow: 1 } },
})

/** A conversation rings: who, why, what the copilot says, and how long there is to answer. */
export function OfferCard(props: { offer: Offer; /** On a phone beside a conversation: without the highlights. */ compact: boolean }) {
  const styles = useStyles()
  const { offer } = props
  const { conversation } = offer
  const { busy, accept, decline } = useOfferActions()
  const { seconds, share, over } = countdown(offer, useNow(250))
  const name = customerName(conversation)
  const waiting = over || busy !== undefined
  return (
    <article className={styles.card} aria-label={`Incoming conversation from ${name}`}>
      <div className={styles.head}>
        <Avatar name={name} size={40} color="colorful" aria-hidden="true" />
        <div className={styles.who}>
          <Subtitle2 as="h2" className={styles.title}>{name}</Subtitle2>
          <Caption1 className={styles.muted}>{over ? 'Time is over' : 'Incoming conversation'}</Caption1>
        </div>
        <CountdownRing seconds={seconds} share={share} />
      </div>
      <div className={styles.badges}>
        {conversation.queue && <Badge appearance="tint" color="brand" shape="rounded">{conversation.queue.name}</Badge>}
        <Badge appearance="tint" color="informative" shape="rounded">{channelName(conversation.channel)}</Badge>
        {conversation.subject && <Badge appearance="tint" color="informative" shape="rounded">{[...conversation.subject].slice(0, 60).join('')}</Badge>}
      </div>
      {offer.messageToAgent && (
        <div className={styles.message}>
          <Caption1 className={styles.from}><BotRegular aria-hidden="true" /> {conversation.copilotName ?? 'The copilot'} to you</Caption1>
          <RichText text={offer.messageToAgent} />
        </div>
      )}
      {!offer.messageToAgent && conversation.lastMessage && <Text size={200} className={styles.muted}>Last words: “{[...conversation.lastMessage.text].slice(0, 160).join('')}”</Text>}
      {offer.highlights.length > 0 && (
        <dl className={mergeClasses(styles.facts, props.compact && styles.compact)}>
          {offer.highlights.map((highlight) => {
            const value = valueText(highlight.value)
            return (
              <div key={highlight.name} style={{ display: 'contents' }}>
                <dt className={styles.muted}>{highlight.name}</dt>
                <dd className={styles.fact}>{value.short ?? value.text}</dd>
              </div>
            )
          })}
        </dl>
      )}
      <div className={styles.actions}>
        <Tooltip content="Alt+Shift+A" relationship="description">
          <Button appearance="primary" icon={<CheckmarkRegular />} aria-keyshortcuts="Alt+Shift+A" disabledFocusable={waiting} onClick={() => void accept(conversation.id, offer.offerId)}>Accept</Button>
        </Tooltip>
        <Tooltip content="Alt+Shift+D" relationship="description">
          <Button icon={<DismissRegular />} aria-keyshortcuts="Alt+Shift+D" disabledFocusable={waiting} onClick={() => void decline(offer)}>Decline</Button>
        </Tooltip>
      </div>
    </article>
  )
}
