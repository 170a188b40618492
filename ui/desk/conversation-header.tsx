import { Avatar, Button, Caption1, Subtitle2, Tooltip, makeStyles, tokens } from '@fluentui/react-components'
import { ArrowLeftRegular } from '@fluentui/react-icons/svg/arrow-left'
import { CallEndRegular } from '@fluentui/react-icons/svg/call-end'
import { CheckmarkRegular } from '@fluentui/react-icons/svg/checkmark'
import { useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router-dom'
import { type ConversationSummary, conversationSummary } from '../../src/contracts/conversation.ts'
import { ConfirmDialog, StageBadge, api, customerName, formatDuration, stageOf, useMe, useNotify, useNow } from '../kit/index.ts'
import { useDesk } from './desk-state.tsx'
import { conversationPath } from './use-conversation.ts'

const useStyles = makeStyles({
  head: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM, minHeight: '56px', padding: `0 ${tokens.spacingHorizontalM}`, backgroundColor: tokens.colorNeutralBackground1, borderBottom: `1px solid ${tokens.colorNeutralStroke2}`, flexShrink: 0 },
  back: { '@media (min-width: 720px)': { display: 'none' } },
  who: { display: 'flex', flexDirection: 'column', flexGrow: 1, minWidth: 0 },
  line: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, minWidth: 0 },
  name: { margin: 0, minWidth: 0, outlineStyle: 'none', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  facts: { color: tokens.colorNeutralForeground3, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' },
})

/** Who it is with, where it stands, and its end. */
export function ConversationHeader(props: { conversation: ConversationSummary; onChanged(summary: ConversationSummary): void }) {
  const styles = useStyles()
  const { conversation } = props
  const navigate = useNavigate()
  const name = customerName(conversation)
  const heading = useRef<HTMLHeadingElement>(null)
  // Opening a conversation is going to another page: the focus goes along. The composer, when there is one, takes it over.
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  // A button that had the focus may go away with the state it belonged to.
  const stage = stageOf(conversation)
  useEffect(() => {
    const timer = setTimeout(() => document.activeElement === document.body && heading.current?.focus({ preventScroll: true }), 300)
    return () => clearTimeout(timer)
  }, [stage])
  return (
    <header className={styles.head}>
      <Button className={styles.back} appearance="subtle" icon={<ArrowLeftRegular />} aria-label="Back to the inbox" onClick={() => navigate('/')} />
      <Avatar name={name} size={32} color="colorful" {...(conversation.status === 'closed' ? {} : { badge: { status: conversation.customerOnline ? ('available' as const) : ('offline' as const), 'aria-hidden': true } })} aria-hidden="true" />
      <div className={styles.who}>
        <span className={styles.line}>
          <h2 className={styles.name} ref={heading} tabIndex={-1}><Subtitle2 block truncate wrap={false}>{name}</Subtitle2></h2>
          <StageBadge conversation={conversation} />
        </span>
        <Caption1 className={styles.facts}>
          {conversation.queue?.name}
          {/* The customer's words may run from right to left; what stands around them does not. */}
          {conversation.subject && <>{conversation.queue && ' · '}<bdi>{conversation.subject}</bdi></>}
          <Elapsed conversation={conversation} />
        </Caption1>
      </div>
      <Ending {...props} />
    </header>
  )
}

function Elapsed(props: { conversation: ConversationSummary }) {
  const now = useNow()
  const { conversation } = props
  const stage = stageOf(conversation)
  if (stage === 'agent' && conversation.acceptedAt) return ` · ${formatDuration(now - Date.parse(conversation.acceptedAt))} with you`
  if (stage === 'waiting') return ` · waiting ${formatDuration(now - Date.parse(conversation.escalatedAt ?? conversation.startedAt))}`
  if (stage === 'wrap-up' && conversation.wrapUpAt) return ` · wrap-up ${formatDuration(now - Date.parse(conversation.wrapUpAt))}`
  return undefined
}

function Ending(props: { conversation: ConversationSummary; onChanged(summary: ConversationSummary): void }) {
  const me = useMe()
  const { refresh } = useDesk()
  const { notify, notifyError } = useNotify()
  const [asking, setAsking] = useState(false)
  const { conversation, onChanged } = props
  const stage = stageOf(conversation)
  const mine = conversation.owner.kind === 'agent' && conversation.owner.id === me.id

  const change = async (action: 'end' | 'close') => {
    onChanged(await api(conversationSummary, `${conversationPath(conversation.id)}/${action}`, { method: 'POST' }))
    void refresh()
  }
  const close = () => void change('close').then(() => notify({ title: 'Conversation closed', intent: 'success' }), (error: unknown) => notifyError('The conversation is still open', error))
  useShortcut('end', () => mine && (stage === 'agent' ? setAsking(true) : stage === 'wrap-up' && close()))

  if (!mine) return undefined
  if (stage === 'wrap-up') return <Button appearance="primary" icon={<CheckmarkRegular />} onClick={close}>Close</Button>
  if (stage !== 'agent') return undefined
  return (
    <>
      <Tooltip content="Alt+Shift+E" relationship="description">
        <Button icon={<CallEndRegular />} aria-keyshortcuts="Alt+Shift+E" onClick={() => setAsking(true)}>End</Button>
      </Tooltip>
      <ConfirmDialog open={asking} title="End this conversation?" confirmLabel="End conversation" danger onConfirm={() => change('end')} onClose={() => setAsking(false)}>
        {customerName(conversation)} is told that it has ended and cannot write any more. You then have time to wrap up.
      </ConfirmDialog>
    </>
  )
}

/** Reacts to the desk's own shortcut events (see shortcuts.tsx). */
function useShortcut(name: string, run: () => void) {
  useEffect(() => {
    const heard = () => run()
    window.addEventListener(`desk:${name}`, heard)
    return () => window.removeEventListener(`desk:${name}`, heard)
  })
}
