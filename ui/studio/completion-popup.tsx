import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { BracesVariableRegular } from '@fluentui/react-icons/svg/braces-variable'
import { FlowRegular } from '@fluentui/react-icons/svg/flow'
import { MathFormulaRegular } from '@fluentui/react-icons/svg/math-formula'
import { TagRegular } from '@fluentui/react-icons/svg/tag'
import { TextBulletListRegular } from '@fluentui/react-icons/svg/text-bullet-list'
import { type CSSProperties, useEffect, useRef } from 'react'
import { visuallyHidden } from '../kit/list-table.tsx'
import type { Completion, Completions } from './studio-api.ts'

const useStyles = makeStyles({
  box: {
    position: 'fixed',
    zIndex: 20,
    boxSizing: 'border-box',
    width: 'min(440px, calc(100vw - 16px))',
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    boxShadow: tokens.shadow16,
    fontSize: tokens.fontSizeBase300,
  },
  list: { padding: '4px', maxHeight: '228px', overflowY: 'auto', boxSizing: 'border-box' },
  option: { display: 'flex', alignItems: 'center', gap: '8px', minHeight: '28px', padding: '0 8px', borderRadius: tokens.borderRadiusSmall, cursor: 'pointer', ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover } },
  chosen: { backgroundColor: tokens.colorNeutralBackground1Selected, outline: `1px solid ${tokens.colorNeutralStrokeAccessible}`, '@media (forced-colors: active)': { outline: '2px solid Highlight' } },
  icon: { display: 'flex', flexShrink: 0, color: tokens.colorBrandForeground1 },
  label: { flexShrink: 0, maxWidth: '65%', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
  detail: { flexGrow: 1, minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', textAlign: 'right', color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  signature: { padding: '6px 10px', width: 'auto', maxWidth: 'min(440px, calc(100vw - 16px))' },
  call: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  active: { fontWeight: 700, color: tokens.colorBrandForeground1, textDecorationLine: 'underline' },
  about: { margin: '2px 0 0', color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
})

const icons: Record<Completion['kind'], typeof TagRegular> = {
  function: MathFormulaRegular,
  variable: BracesVariableRegular,
  field: BracesVariableRegular,
  enum: TextBulletListRegular,
  member: TagRegular,
  property: TextBulletListRegular,
  value: TagRegular,
  topic: FlowRegular,
}

/** Where the caret is on the screen, in pixels. */
export type CaretBox = { left: number; top: number; bottom: number }

type List = { id: string; items: readonly Completion[]; index: number; optionId(at: number): string }

/** Suggestions below the caret and the function's parameters above it, or the other way round where there is no room. */
export function CompletionPopup(props: { at: CaretBox; list: List | undefined; signature: Completions['signature']; onTake(index: number): void }) {
  const { at, list, signature } = props
  const below = window.innerHeight - at.bottom > 250 || at.top < window.innerHeight / 2
  const left = Math.max(8, Math.min(at.left, window.innerWidth - 448))
  const under: CSSProperties = { left, top: at.bottom + 2 }
  const over: CSSProperties = { left, bottom: window.innerHeight - at.top + 2 }
  const signatureOver = below && (at.top > 90 || list !== undefined)
  return (
    <>
      {signature && <Signature signature={signature} style={signatureOver ? over : under} />}
      {list && <Suggestions list={list} style={below ? under : over} onTake={props.onTake} />}
    </>
  )
}

function Suggestions(props: { list: List; style: CSSProperties; onTake(index: number): void }) {
  const styles = useStyles()
  const { list } = props
  const chosen = useRef<HTMLDivElement>(null)
  useEffect(() => {
    chosen.current?.scrollIntoView({ block: 'nearest' })
  }, [list.index, list.items])
  return (
    <div className={styles.box} style={props.style}>
      {/* Reachable as what scrolls has to be; Tab takes a suggestion before it gets here. */}
      <div id={list.id} role="listbox" aria-label="Suggestions" tabIndex={0} className={styles.list}>
        {list.items.map((item, index) => {
          const Icon = icons[item.kind]
          return (
            <div
              key={`${item.kind} ${item.label}`}
              ref={index === list.index ? chosen : null}
              id={list.optionId(index)}
              role="option"
              tabIndex={-1}
              aria-selected={index === list.index}
              title={item.detail}
              className={mergeClasses(styles.option, index === list.index && styles.chosen)}
              // The caret stays in the editor.
              onMouseDown={(event) => event.preventDefault()}
              onMouseUp={() => props.onTake(index)}
            >
              <span className={styles.icon} aria-hidden="true"><Icon /></span>
              <span className={styles.label}>{item.label}</span>
              <span className={styles.detail}>{item.detail}</span>
            </div>
          )
        })}
      </div>
    </div>
  )
}

function Signature(props: { signature: NonNullable<Completions['signature']>; style: CSSProperties }) {
  const styles = useStyles()
  const { name, parameters, active, about } = props.signature
  const current = parameters[active]
  return (
    <div className={mergeClasses(styles.box, styles.signature)} style={props.style}>
      <div className={styles.call} aria-hidden="true">
        {name}(
        {parameters.map((parameter, index) => (
          <span key={index}>
            {index > 0 && ', '}
            <span className={index === active ? styles.active : undefined}>{parameter}</span>
          </span>
        ))}
        )
      </div>
      <p className={styles.about}>{about}</p>
      <span role="status" style={visuallyHidden}>{current === undefined ? `${name} takes nothing` : `${name}: now ${current.replace(/[[\].]/g, '')}, ${active + 1} of ${parameters.length}`}</span>
    </div>
  )
}
