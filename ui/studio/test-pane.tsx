import { Button, Input, Switch, Text, makeStyles, tokens } from '@fluentui/react-components'
import { ArrowCounterclockwiseRegular } from '@fluentui/react-icons/svg/arrow-counterclockwise'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { SendRegular } from '@fluentui/react-icons/svg/send'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { ErrorState, Loading } from '../kit/states.tsx'
import { Tabs, tabPanel } from '../kit/tabs.tsx'
import type { CopilotDetail } from './studio-api.ts'
import { isOver, suggestionsOf } from './test-chat.ts'
import { TestLine, TypingLine } from './test-line.tsx'
import { TestSteps } from './test-steps.tsx'
import { useFollowNode } from './use-follow-node.ts'
import { type TestChatStatus, useTestChat } from './use-test-chat.ts'
import { useTestSteps } from './use-test-steps.ts'

const useStyles = makeStyles({
  top: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS, padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalS} ${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`, borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
  title: { flexGrow: 1, margin: 0, fontSize: tokens.fontSizeBase400, fontWeight: tokens.fontWeightSemibold },
  // On a narrow screen the pane covers the topics.
  track: { padding: `0 ${tokens.spacingHorizontalS}`, '@media (max-width: 900px)': { display: 'none' } },
  log: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, flexGrow: 1, minHeight: 0, overflowY: 'auto', padding: tokens.spacingHorizontalL, backgroundColor: tokens.colorNeutralBackground2 },
  chat: { display: 'flex', flexDirection: 'column', flexGrow: 1, minHeight: 0, '&[hidden]': { display: 'none' } },
  steps: { flexGrow: 1, minHeight: 0, overflowY: 'auto', backgroundColor: tokens.colorNeutralBackground2 },
  suggestions: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  status: { padding: `0 ${tokens.spacingHorizontalL}`, color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  form: { display: 'flex', gap: tokens.spacingHorizontalS, padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`, borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  input: { flexGrow: 1, minWidth: 0 },
  hint: { padding: `0 ${tokens.spacingHorizontalL} ${tokens.spacingVerticalS}`, color: tokens.colorNeutralForeground3 },
})

const tabs = [
  { id: 'chat', name: 'Chat' },
  { id: 'steps', name: 'What happened' },
] as const

const statusWords: Partial<Record<TestChatStatus, string>> = {
  connecting: 'Starting a test conversation…',
  reconnecting: 'The connection broke. Reconnecting…',
  ended: 'This test conversation is over. Reset to start again.',
}

/** Talk to the saved draft. Nobody joins here, and what is said does not count in reports. */
export function TestPane(props: { copilot: CopilotDetail; onClose(): void }) {
  const styles = useStyles()
  const { chat, status, error, conversationId, send, reset } = useTestChat(props.copilot.id)
  const [tab, setTab] = useState<'chat' | 'steps'>('chat')
  const [track, setTrack] = useState(false)
  const steps = useTestSteps(props.copilot.id, conversationId, chat.lines.filter(({ state }) => state === 'sent').length)
  useFollowNode(steps.known, track)
  const [text, setText] = useState('')
  const log = useRef<HTMLDivElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const suggestions = suggestionsOf(chat)

  useEffect(() => {
    // Newer browsers answer scrolling with a promise, which an effect must not return.
    void log.current?.scrollTo({ top: log.current.scrollHeight })
  }, [chat])
  useEffect(() => void input.current?.focus(), [])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!text.trim()) return
    send({ text: text.trim() })
    setText('')
  }
  const choose = (suggestion: (typeof suggestions)[number]) => {
    if (suggestion.type === 'openUrl' && /^https?:/i.test(String(suggestion.value))) return void window.open(String(suggestion.value), '_blank', 'noopener')
    const words = typeof suggestion.value === 'string' ? suggestion.value : suggestion.title
    send(suggestion.type === 'postBack' || suggestion.type === 'messageBack' ? { text: words, value: suggestion.value } : { text: words })
    input.current?.focus()
  }
  return (
    <>
      <div className={styles.top}>
        <h2 className={styles.title}>Test</h2>
        <Button appearance="subtle" icon={<ArrowCounterclockwiseRegular />} onClick={reset}>Reset</Button>
        <Button appearance="subtle" icon={<DismissRegular />} aria-label="Close the test pane" onClick={props.onClose} />
      </div>
      {status === 'failed' ? (
        <ErrorState title="The test could not start" error={error} onRetry={reset} />
      ) : (
        <>
          <Switch className={styles.track} label="Track between topics" checked={track} onChange={(_, data) => setTrack(data.checked)} />
          <Tabs label="Parts of the test" prefix="test" tabs={tabs} selected={tab} onSelect={(id) => setTab(id)} />
          {tab === 'steps' && (
            <div {...tabPanel('test', 'steps')} className={styles.steps} tabIndex={0}>
              {conversationId && <TestSteps copilotId={props.copilot.id} steps={steps} />}
            </div>
          )}
          <div {...tabPanel('test', 'chat')} className={styles.chat} hidden={tab !== 'chat'}>
            <div ref={log} className={styles.log} role="log" aria-label="Test conversation" tabIndex={0}>
              {chat.lines.length === 0 && status !== 'ended' && <Loading label={statusWords.connecting ?? ''} />}
              {chat.lines.map((line) => <TestLine key={line.key} line={line} copilotName={props.copilot.name} onSubmit={(value) => send({ value })} />)}
              {chat.typing && !isOver(chat) && <TypingLine />}
              {suggestions.length > 0 && (
                <div className={styles.suggestions} role="group" aria-label="Suggested answers">
                  {suggestions.map((suggestion, index) => <Button key={index} shape="circular" size="small" onClick={() => choose(suggestion)}>{suggestion.title}</Button>)}
                </div>
              )}
            </div>
          </div>
          <div role="status" className={styles.status}>{chat.lines.length > 0 ? statusWords[status] : status === 'ended' ? statusWords.ended : ''}</div>
          <form className={styles.form} onSubmit={submit}>
            <Input input={{ ref: input }} className={styles.input} aria-label="Write to the copilot" placeholder="Write to the copilot" value={text} onChange={(_, data) => setText(data.value)} />
            <Button type="submit" appearance="primary" icon={<SendRegular />} aria-label="Send" disabled={!text.trim() || status === 'ended'} />
          </form>
          <Text size={100} className={styles.hint}>The saved draft answers, also before it is published.</Text>
        </>
      )}
    </>
  )
}
