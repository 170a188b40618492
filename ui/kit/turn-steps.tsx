import { Fragment, type ReactNode } from 'react'
import { Caption1, MessageBar, MessageBarBody, makeStyles, tokens } from '@fluentui/react-components'
import { HistoryRegular } from '@fluentui/react-icons/svg/history'
import type { TurnStep, TurnSteps as Steps } from '../../src/contracts/turns.ts'
import { EmptyState } from './states.tsx'
import { formatFull, formatTime } from './time.ts'
import { changeText, recognizedText, triggerText } from './turn-step-text.ts'

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, listStyleType: 'none', margin: 0, padding: tokens.spacingHorizontalM },
  step: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS, padding: tokens.spacingHorizontalM, borderRadius: tokens.borderRadiusLarge, backgroundColor: tokens.colorNeutralBackground1, border: `1px solid ${tokens.colorNeutralStroke3}`, overflowWrap: 'anywhere', fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300 },
  head: { display: 'flex', justifyContent: 'space-between', gap: tokens.spacingHorizontalS },
  happened: { margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
  time: { color: tokens.colorNeutralForeground2, flexShrink: 0 },
  muted: { color: tokens.colorNeutralForeground2 },
  lines: { margin: 0, paddingLeft: tokens.spacingHorizontalXL, display: 'flex', flexDirection: 'column', gap: '2px' },
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
  error: { color: tokens.colorPaletteRedForeground1 },
  nodes: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2, cursor: 'pointer' },
  caveat: { margin: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalM} 0` },
})

const happened: Record<TurnStep['event']['kind'], string> = {
  start: 'The conversation started',
  said: 'The customer wrote',
  card: 'A card was filled in',
  event: 'An event arrived',
  inactivity: 'The customer was silent',
  answer: 'An answer came from outside',
  other: 'Something else happened',
}

/** How a node is shown where it can be gone to; otherwise its names are words. */
type NodeWords = { node?: (node: TurnStep['nodes'][number]) => ReactNode; errorNode?: (topic: string, nodeId: string, words: string) => ReactNode }

/** What a copilot did, step by step: which topic won and why, the nodes, what variables became, what failed. For staff. */
export function TurnSteps(props: { steps: Steps; /** What stands there while nothing happened yet. */ empty: string } & NodeWords) {
  const styles = useStyles()
  const { steps, caveat } = props.steps
  return (
    <>
      {caveat && <MessageBar intent={steps.length > 0 ? 'warning' : 'info'} layout="multiline" className={styles.caveat}><MessageBarBody>{caveat}</MessageBarBody></MessageBar>}
      {steps.length === 0 && !caveat && <EmptyState icon={<HistoryRegular />} title="No steps yet">{props.empty}</EmptyState>}
      {steps.length > 0 && <ol className={styles.list} aria-label="Steps">{steps.map((step, index) => <Step key={`${step.turn} ${index}`} step={step} {...(props.node ? { node: props.node } : {})} {...(props.errorNode ? { errorNode: props.errorNode } : {})} />)}</ol>}
    </>
  )
}

function Step(props: { step: TurnStep } & NodeWords) {
  const styles = useStyles()
  const { step } = props
  const words = step.event.kind === 'start' || step.event.kind === 'inactivity' ? '' : `: ${step.event.text}`
  return (
    <li className={styles.step}>
      <div className={styles.head}>
        <h3 className={styles.happened}>{happened[step.event.kind]}{words}</h3>
        <Caption1 className={styles.time} title={formatFull(step.at)}>{formatTime(step.at)}</Caption1>
      </div>
      {step.recognized.map((recognized, index) => <span key={index} className={styles.muted}>{recognizedText(recognized)}</span>)}
      {step.triggers.map((trigger, index) => <span key={index}>{triggerText(trigger)}</span>)}
      {step.answers?.map((answer, index) => <span key={index} className={styles.muted}>{answer.charAt(0).toUpperCase() + answer.slice(1)}</span>)}
      {step.errors.map((error, index) => <span key={index} className={styles.error}>{error.code}{error.nodeId && <> at {props.errorNode && error.topic ? props.errorNode(error.topic, error.nodeId, error.nodeId) : error.nodeId}</>}: {error.message}</span>)}
      {step.changes.length > 0 && <Lines label="Variables" items={step.changes.map(changeText)} code />}
      {step.logged.length > 0 && <Lines label="Logged events" items={step.logged.map(({ name, properties }) => `${name} ${properties}`)} code />}
      {step.said.length > 0 && <Lines label="Said" items={step.said} />}
      {step.call && <span className={styles.muted}>Waits for an answer from outside ({step.call}).</span>}
      {step.nodes.length > 0 && (
        <details>
          <summary className={styles.nodes}>{step.nodes.length === 1 ? '1 node ran' : `${step.nodes.length} nodes ran`}</summary>
          <Lines items={step.nodes.map((node, index) => <Fragment key={index}>{props.node ? props.node(node) : `${node.name}: ${node.nodeKind} ${node.nodeId}`}</Fragment>)} code />
        </details>
      )}
      {step.triggers.length + step.errors.length + step.nodes.length + step.said.length + step.changes.length === 0 && <span className={styles.muted}>Nothing followed from it.</span>}
    </li>
  )
}

function Lines(props: { label?: string; items: readonly ReactNode[]; code?: boolean }) {
  const styles = useStyles()
  return (
    <div>
      {props.label && <Caption1 className={styles.muted}>{props.label}</Caption1>}
      <ul className={styles.lines}>{props.items.map((item, index) => <li key={index} className={props.code ? styles.code : undefined} dir="auto">{item}</li>)}</ul>
    </div>
  )
}
