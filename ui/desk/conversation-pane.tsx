import { Button, MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components'
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { Link } from 'react-router-dom'
import type { ConversationDetail } from '../../src/contracts/conversation.ts'
import { ApiError, ConversationDetails, EmptyState, ErrorState, Loading, Tabs, Transcript, TranscriptScroller, TypingLine, VisuallyHidden, customerName, formatTime, stageOf, tabPanel, useMe, useMediaQuery } from '../kit/index.ts'
import { Composer } from './composer.tsx'
import { ConversationHeader } from './conversation-header.tsx'
import { useDesk } from './desk-state.tsx'
import { findInInbox } from './inbox-sections.ts'
import { readMarks } from './local-marks.ts'
import { useOfferActions } from './offer-actions.ts'
import { PendingMessages } from './pending-messages.tsx'
import { useConversation } from './use-conversation.ts'

const useStyles = makeStyles({
  pane: { display: 'flex', flexDirection: 'column', minWidth: 0, minHeight: 0, flexGrow: 1, backgroundColor: tokens.colorNeutralBackground3 },
  body: { display: 'flex', flexGrow: 1, minHeight: 0 },
  talk: { display: 'flex', flexDirection: 'column', flexGrow: 1, minWidth: 0, minHeight: 0 },
  aside: { width: '360px', flexShrink: 0, overflowY: 'auto', borderLeft: `1px solid ${tokens.colorNeutralStroke2}`, backgroundColor: tokens.colorNeutralBackground3 },
  full: { flexGrow: 1, overflowY: 'auto' },
  foot: { display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, padding: tokens.spacingHorizontalM, backgroundColor: tokens.colorNeutralBackground1, borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  grow: { flexGrow: 1 },
  bar: { flexShrink: 0 },
})

const tabs = [
  { id: 'talk', name: 'Conversation' },
  { id: 'details', name: 'Details' },
] as const

/** One conversation: what was said, what is known, and what the agent can do about it. */
export function ConversationPane(props: { id: string }) {
  const styles = useStyles()
  const conversation = useConversation(props.id)
  const narrow = useMediaQuery('(max-width: 1099px)')
  const [tab, setTab] = useState<'talk' | 'details'>('talk')
  const { detail } = conversation
  const gone = conversation.status === 'failed' && conversation.error instanceof ApiError && conversation.error.status === 404

  if (gone || (!detail && conversation.status === 'failed')) {
    return (
      <section className={styles.pane} aria-label="Conversation">
        {gone ? (
          <EmptyState title="This conversation is not with you" action={<Link to="/">Back to the inbox</Link>}>
            It may have been taken by somebody else, withdrawn or closed.
          </EmptyState>
        ) : (
          <ErrorState title="The conversation could not be loaded" error={conversation.error} onRetry={conversation.reload} />
        )}
      </section>
    )
  }
  if (!detail) return <section className={styles.pane} aria-label="Conversation" aria-busy="true"><Loading label="Loading the conversation…" /></section>
  return (
    <section className={styles.pane} aria-label={`Conversation with ${customerName(detail.conversation)}`}>
      <ConversationHeader conversation={detail.conversation} onChanged={conversation.setSummary} />
      {narrow && <Tabs label="Parts of the conversation" prefix="conversation" tabs={tabs} selected={tab} onSelect={(id) => setTab(id)} />}
      <div className={styles.body}>
        <div className={styles.talk} style={narrow && tab !== 'talk' ? { display: 'none' } : {}} {...(narrow ? tabPanel('conversation', 'talk') : {})}>
          <Talk detail={detail} />
        </div>
        {(!narrow || tab === 'details') && (
          <div className={narrow ? styles.full : styles.aside} tabIndex={0} {...(narrow ? tabPanel('conversation', 'details') : { role: 'region', 'aria-label': 'Details' })}>
            <ConversationDetails detail={detail} />
          </div>
        )}
      </div>
    </section>
  )
}

function Talk(props: { detail: ConversationDetail }) {
  const me = useMe()
  const { outbox, typing } = useDesk()
  const { conversation, entries } = props.detail
  const all = useSyncExternalStore(outbox.subscribe, outbox.snapshot)
  const arrived = useMemo(() => new Set(entries.map(clientIdOf)), [entries])
  const pending = all.filter((one) => one.conversationId === conversation.id && !arrived.has(one.clientId))
  const typist = typing.get(conversation.id)

  useEffect(() => outbox.settle(arrived), [outbox, arrived])
  useMarkRead(conversation.id, entries.at(-1)?.seq ?? 0)

  return (
    <>
      <TranscriptScroller label={`Transcript with ${customerName(conversation)}`} mark={`${entries.length}/${pending.length}/${typist ? 1 : 0}`}>
        <Transcript entries={entries} self={me}>
          <PendingMessages pending={pending} />
          {typist && conversation.status === 'active' && <TypingLine name={typist.from || customerName(conversation)} />}
        </Transcript>
      </TranscriptScroller>
      <VisuallyHidden role="status">{typist ? `${typist.from || 'The customer'} is typing` : ''}</VisuallyHidden>
      <Foot detail={props.detail} />
    </>
  )
}

/** What can be done here depends on whose it is. */
function Foot(props: { detail: ConversationDetail }) {
  const styles = useStyles()
  const me = useMe()
  const { inbox } = useDesk()
  const { busy, accept, decline } = useOfferActions()
  const { conversation } = props.detail
  const offer = inbox?.offers.find((one) => one.conversation.id === conversation.id)

  if (offer) {
    return (
      <div className={styles.foot}>
        <span className={styles.grow}>This conversation is offered to you.</span>
        <Button appearance="primary" disabledFocusable={busy !== undefined} onClick={() => void accept(conversation.id, offer.offerId)}>Accept</Button>
        <Button disabledFocusable={busy !== undefined} onClick={() => void decline(offer)}>Decline</Button>
      </div>
    )
  }
  const stage = stageOf(conversation)
  if (stage === 'waiting') {
    const pickable = findInInbox(inbox, conversation.id)
    return (
      <div className={styles.foot}>
        <span className={styles.grow}>{pickable ? 'Nobody has this conversation yet.' : 'This conversation waits for somebody else.'}</span>
        {pickable && <Button appearance="primary" disabledFocusable={busy !== undefined} onClick={() => void accept(conversation.id)}>Assign to me</Button>}
      </div>
    )
  }
  const mine = conversation.owner.kind === 'agent' && conversation.owner.id === me.id
  if (stage === 'agent' && mine) return <Composer key={conversation.id} conversationId={conversation.id} name={customerName(conversation)} online={conversation.customerOnline} />
  return (
    <MessageBar className={styles.bar} layout="multiline">
      <MessageBarBody>{readOnlyReason(props.detail, mine)}</MessageBarBody>
    </MessageBar>
  )
}

function readOnlyReason({ conversation }: ConversationDetail, mine: boolean): string {
  if (conversation.status === 'wrap-up') return mine ? 'The conversation has ended. Finish your notes, then close it to free your capacity.' : 'The conversation has ended and is being wrapped up.'
  if (conversation.status === 'closed') return `Closed${conversation.closedAt ? ` at ${formatTime(conversation.closedAt)}` : ''}. This is a record and cannot be changed.`
  return conversation.owner.kind === 'nobody' ? 'Nobody has this conversation.' : `${conversation.owner.name} has this conversation. You can read it.`
}

function clientIdOf({ activity }: ConversationDetail['entries'][number]): string {
  const data = activity.channelData
  const id = typeof data === 'object' && data !== null && 'clientActivityID' in data ? data.clientActivityID : undefined
  return typeof id === 'string' ? id : ''
}

/** What was on a visible screen is read. */
function useMarkRead(id: string, seq: number) {
  useEffect(() => {
    const mark = () => {
      if (document.visibilityState === 'visible' && seq > Number(readMarks.get(id))) readMarks.set(id, String(seq))
    }
    mark()
    document.addEventListener('visibilitychange', mark)
    return () => document.removeEventListener('visibilitychange', mark)
  }, [id, seq])
}
