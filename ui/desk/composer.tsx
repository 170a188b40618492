import { Button, Caption1, Textarea, Tooltip, makeStyles, tokens } from '@fluentui/react-components'
import { SendRegular } from '@fluentui/react-icons/svg/send'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useLocation } from 'react-router-dom'
import { callApi } from '../kit/index.ts'
import { useDesk } from './desk-state.tsx'
import { drafts, useMarks } from './local-marks.ts'
import { conversationPath } from './use-conversation.ts'

const maxLength = 10_000
const typingEveryMs = 3000

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS, padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalM} ${tokens.spacingVerticalS}`, backgroundColor: tokens.colorNeutralBackground1, borderTop: `1px solid ${tokens.colorNeutralStroke2}`, flexShrink: 0 },
  row: { display: 'flex', alignItems: 'flex-end', gap: tokens.spacingHorizontalS },
  text: { flexGrow: 1, minWidth: 0 },
  area: { minHeight: '40px', maxHeight: '180px', fieldSizing: 'content' },
  hint: { color: tokens.colorNeutralForeground3, display: 'flex', justifyContent: 'space-between', gap: tokens.spacingHorizontalM },
  keys: { '@media (max-width: 640px)': { display: 'none' } },
})

/** Writes to the customer. The text is kept as a draft until it is sent. */
export function Composer(props: { conversationId: string; name: string; online: boolean }) {
  const styles = useStyles()
  const { conversationId } = props
  const { outbox } = useDesk()
  const marks = useMarks(drafts)
  const text = marks.get(conversationId)
  const box = useRef<HTMLTextAreaElement>(null)
  const saidTyping = useRef(0)
  const location = useLocation()

  useEffect(() => {
    const state: unknown = location.state
    // On a phone the keyboard would cover the transcript.
    if (matchMedia('(min-width: 720px)').matches || (typeof state === 'object' && state !== null && 'focus' in state)) box.current?.focus()
  }, [conversationId, location.state])

  const write = (next: string) => {
    marks.set(conversationId, next)
    if (!next || Date.now() - saidTyping.current < typingEveryMs) return
    saidTyping.current = Date.now()
    // Whether the customer sees that somebody types is not worth a message to the agent.
    callApi(`${conversationPath(conversationId)}/typing`, { method: 'POST' }).catch(() => {})
  }
  const send = () => {
    const message = text.trim()
    if (!message || message.length > maxLength) return
    outbox.add(conversationId, message)
    marks.set(conversationId, '')
    saidTyping.current = 0
    box.current?.focus()
  }
  const keyed = (event: KeyboardEvent) => {
    // Enter that ends a composition (Japanese, Chinese, …) is not a send.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }
  const over = text.length - maxLength
  return (
    <form
      className={styles.form}
      aria-label={`Write to ${props.name}`}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <div className={styles.row}>
        <Textarea
          className={styles.text}
          textarea={{ ref: box, className: styles.area }}
          aria-label={`Message to ${props.name}`}
          placeholder="Write a message"
          value={text}
          resize="none"
          onChange={(_, data) => write(data.value)}
          onKeyDown={keyed}
        />
        <Tooltip content="Send (Enter)" relationship="label">
          <Button type="submit" appearance="primary" size="large" icon={<SendRegular />} disabledFocusable={text.trim() === '' || over > 0} />
        </Tooltip>
      </div>
      <Caption1 className={styles.hint}>
        <span role="status">{over > 0 ? `${over} characters too long.` : props.online ? '' : 'The customer is not on the page right now; they see your message when they come back.'}</span>
        <span className={styles.keys}>Enter sends · Shift+Enter starts a line</span>
      </Caption1>
    </form>
  )
}
