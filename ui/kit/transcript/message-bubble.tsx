import { Badge, Caption1, Link, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import type { Activity } from '../../../src/contracts/activity.ts'
import { activityText, attachedFile, attachmentSummary, suggestedTitles } from './activity-text.ts'
import { RichText } from './rich-text.tsx'

const useStyles = makeStyles({
  message: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS, maxWidth: '100%', alignItems: 'flex-start' },
  own: { alignItems: 'flex-end' },
  bubble: {
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    color: tokens.colorNeutralForeground1,
    lineHeight: tokens.lineHeightBase300,
    maxWidth: '100%',
    boxSizing: 'border-box',
  },
  copilot: { backgroundColor: tokens.colorNeutralBackground6, border: `1px solid ${tokens.colorNeutralStroke2}` },
  agent: { backgroundColor: tokens.colorBrandBackground2, border: `1px solid ${tokens.colorBrandStroke2}` },
  faded: { opacity: 0.7 },
  card: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS, borderLeft: `3px solid ${tokens.colorBrandStroke1}` },
  picture: { display: 'block', maxWidth: '100%', maxHeight: '20rem', borderRadius: tokens.borderRadiusMedium },
  chips: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
  label: { color: tokens.colorNeutralForeground3 },
})

export type BubbleTone = 'customer' | 'copilot' | 'agent'

/** One message: text, attachments in words, and the quick replies that were offered. */
export function MessageBubble(props: { activity: Activity; tone: BubbleTone; own: boolean; faded?: boolean; onAction?: ((title: string) => void) | undefined; footer?: ReactNode }) {
  const styles = useStyles()
  const text = activityText(props.activity)
  const tone = props.tone === 'customer' ? undefined : styles[props.tone]
  return (
    <div className={mergeClasses(styles.message, props.own && styles.own)}>
      {text && <div className={mergeClasses(styles.bubble, tone, props.faded && styles.faded)} dir="auto"><RichText text={text} /></div>}
      {(props.activity.attachments ?? []).map((attachment, index) => {
        const summary = attachmentSummary(attachment)
        const file = attachedFile(attachment)
        const [name = summary.title] = summary.lines
        return (
          <div key={index} className={mergeClasses(styles.bubble, tone, styles.card)}>
            <Caption1 className={styles.label}>{summary.title}</Caption1>
            {file?.isPicture && <img className={styles.picture} src={file.href} alt={name} loading="lazy" />}
            {file && !file.href.startsWith('data:') ? <Link href={file.href} target="_blank" rel="noopener noreferrer">{name}</Link> : summary.lines.map((line, at) => <RichText key={at} text={line} />)}
            <Chips titles={summary.actions} label="Buttons of the card" />
          </div>
        )
      })}
      <Chips titles={suggestedTitles(props.activity)} label="Suggested replies" onAction={props.onAction} />
      {props.footer}
    </div>
  )
}

const useChipStyles = makeStyles({
  chips: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS, listStyleType: 'none', margin: `${tokens.spacingVerticalXXS} 0 0`, padding: 0 },
  button: {
    font: 'inherit',
    fontSize: tokens.fontSizeBase200,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusCircular,
    border: `1px solid ${tokens.colorBrandStroke1}`,
    backgroundColor: 'transparent',
    color: tokens.colorBrandForeground1,
    cursor: 'pointer',
    ':hover': { backgroundColor: tokens.colorBrandBackground2 },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '1px' },
  },
})

function Chips(props: { titles: string[]; label: string; onAction?: ((title: string) => void) | undefined }) {
  const styles = useChipStyles()
  const { onAction } = props
  if (props.titles.length === 0) return undefined
  return (
    <ul className={styles.chips} aria-label={props.label}>
      {props.titles.map((title, index) => (
        <li key={index}>
          {onAction ? <button type="button" className={styles.button} onClick={() => onAction(title)}>{title}</button> : <Badge appearance="outline" color="informative" shape="rounded">{title}</Badge>}
        </li>
      ))}
    </ul>
  )
}
