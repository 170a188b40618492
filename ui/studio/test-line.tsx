import { MessageBar, MessageBarBody, Spinner, Text, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { Suspense, lazy } from 'react'
import type { Activity, Attachment } from '../../src/contracts/activity.ts'
import { visuallyHidden } from '../kit/list-table.tsx'
import { HeroCard } from './hero-card.tsx'
import { MarkdownText } from './markdown-text.tsx'
import { type Line, eventNotice, handoffVariables, isMine } from './test-chat.ts'

const AdaptiveCardView = lazy(() => import('./adaptive-card-view.tsx').then((module) => ({ default: module.AdaptiveCardView })))

const useStyles = makeStyles({
  row: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: tokens.spacingVerticalXS, maxWidth: '90%' },
  mine: { alignSelf: 'flex-end', alignItems: 'flex-end' },
  bubble: { padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`, borderRadius: '12px 12px 12px 2px', backgroundColor: tokens.colorNeutralBackground1, boxShadow: tokens.shadow2, overflowWrap: 'anywhere', fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300, minWidth: 0, maxWidth: '100%', boxSizing: 'border-box' },
  bubbleMine: { borderRadius: '12px 12px 2px 12px', backgroundColor: tokens.colorBrandBackground2, color: tokens.colorNeutralForeground1, boxShadow: 'none' },
  wide: { width: '100%' },
  changed: { color: tokens.colorNeutralForeground3, fontStyle: 'italic' },
  failed: { color: tokens.colorPaletteRedForeground1 },
  summary: { cursor: 'pointer', paddingTop: tokens.spacingVerticalXS },
  variables: { margin: `${tokens.spacingVerticalXS} 0 0`, fontSize: tokens.fontSizeBase200, '& dt': { color: tokens.colorNeutralForeground2 }, '& dd': { margin: `0 0 ${tokens.spacingVerticalXS}`, overflowWrap: 'anywhere' } },
  image: { display: 'block', maxWidth: '100%', borderRadius: tokens.borderRadiusMedium },
})

export function TestLine(props: { line: Line; copilotName: string; onSubmit(value: unknown): void }) {
  const styles = useStyles()
  const { activity, state, changed } = props.line
  const notice = eventNotice(activity)
  if (notice) {
    return (
      <MessageBar intent={notice.intent} layout="multiline" style={{ flexShrink: 0 }}>
        <MessageBarBody>{notice.text}<HandoffVariables activity={activity} /></MessageBarBody>
      </MessageBar>
    )
  }
  if (activity.type !== 'message') return null
  const mine = isMine(activity)
  const attachments = activity.attachments ?? []
  if (!activity.text && attachments.length === 0 && !mine && !changed) return null
  return (
    <div className={mergeClasses(styles.row, mine && styles.mine)}>
      <span style={visuallyHidden}>{mine ? 'You' : (activity.from?.name ?? props.copilotName)} said</span>
      {(activity.text || mine) && <div className={mergeClasses(styles.bubble, mine && styles.bubbleMine)}>{mine ? (activity.text ?? 'Sent the card') : <MarkdownText text={activity.text ?? ''} />}</div>}
      {attachments.map((attachment, index) => <div key={index} className={mergeClasses(styles.bubble, styles.wide)}><AttachmentView attachment={attachment} onSubmit={props.onSubmit} /></div>)}
      {changed && <Text size={200} className={styles.changed}>{changed === 'edited' ? 'Edited' : 'This message was deleted.'}</Text>}
      {state === 'failed' && <Text size={200} className={styles.failed}>Not sent. Reset, or write it again.</Text>}
    </div>
  )
}

function HandoffVariables(props: { activity: Activity }) {
  const styles = useStyles()
  const variables = handoffVariables(props.activity)
  if (variables.length === 0) return null
  return (
    <details>
      <summary className={styles.summary}>What a person would see: {variables.length} variables</summary>
      <dl className={styles.variables}>
        {variables.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value || '–'}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

function AttachmentView(props: { attachment: Attachment; onSubmit(value: unknown): void }) {
  const styles = useStyles()
  const { contentType, content, contentUrl, name } = props.attachment
  if (contentType === 'application/vnd.microsoft.card.adaptive') {
    return <Suspense fallback={<Spinner size="tiny" label="Loading the card…" />}><AdaptiveCardView content={content} onSubmit={props.onSubmit} /></Suspense>
  }
  if (/^application\/vnd\.microsoft\.card\.(hero|thumbnail|signin|oauth|video|audio|animation)$/.test(contentType)) return <HeroCard content={content} onSubmit={props.onSubmit} />
  if (contentUrl && contentType.startsWith('image/')) return <img className={styles.image} src={contentUrl} alt={name ?? 'Picture'} />
  if (contentUrl && /^https?:/i.test(contentUrl)) return <a href={contentUrl} target="_blank" rel="noreferrer">{name ?? contentUrl}</a>
  return <Text size={200}>{name ?? contentType}</Text>
}

export const TypingLine = () => <Text size={200} role="status">The copilot is typing…</Text>
