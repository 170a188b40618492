import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { type KeyboardEvent, useRef } from 'react'

const useStyles = makeStyles({
  list: { display: 'flex', flexShrink: 0, backgroundColor: tokens.colorNeutralBackground1, borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
  bare: { backgroundColor: 'transparent', borderBottom: 'none', flexWrap: 'wrap' },
  tab: {
    font: 'inherit',
    fontSize: tokens.fontSizeBase300,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    color: tokens.colorNeutralForeground2,
    backgroundColor: 'transparent',
    border: 'none',
    borderBottom: '3px solid transparent',
    cursor: 'pointer',
    ':hover': { color: tokens.colorNeutralForeground1, backgroundColor: tokens.colorSubtleBackgroundHover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  selected: { color: tokens.colorNeutralForeground1, fontWeight: tokens.fontWeightSemibold, borderBottomColor: tokens.colorBrandStroke1 },
})

export type TabItem<Id extends string> = { id: Id; name: string }
type TabsProps<Id extends string> = { label: string; tabs: readonly TabItem<Id>[]; selected: Id; onSelect(id: Id): void; prefix: string; /** On the page's own ground, without a line below. */ bare?: boolean }

/**
 * Tabs by the ARIA pattern: one tab stop, arrows, Home and End. Fluent's TabList puts focusable helpers that are hidden
 * from screen readers into the list, which accessibility checkers refuse. Give the panel `tabPanel(prefix, id)`.
 */
export function Tabs<Id extends string>(props: TabsProps<Id>) {
  const styles = useStyles()
  const list = useRef<HTMLDivElement>(null)
  const keyed = (event: KeyboardEvent) => {
    const at = props.tabs.findIndex(({ id }) => id === props.selected)
    const last = props.tabs.length - 1
    const goals: Record<string, number> = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }
    const goal = goals[event.key]
    const next = goal === undefined ? undefined : props.tabs[goal]
    if (!next || goal === undefined) return
    event.preventDefault()
    props.onSelect(next.id)
    const button = list.current?.children[goal]
    if (button instanceof HTMLElement) button.focus()
  }
  return (
    <div ref={list} role="tablist" tabIndex={-1} aria-label={props.label} className={mergeClasses(styles.list, props.bare && styles.bare)} onKeyDown={keyed}>
      {props.tabs.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          role="tab"
          id={`${props.prefix}-tab-${id}`}
          aria-selected={id === props.selected}
          aria-controls={`${props.prefix}-panel-${id}`}
          tabIndex={id === props.selected ? 0 : -1}
          className={mergeClasses(styles.tab, id === props.selected && styles.selected)}
          onClick={() => props.onSelect(id)}
        >
          {name}
        </button>
      ))}
    </div>
  )
}

/** The attributes that tie a panel to its tab. */
export const tabPanel = (prefix: string, id: string) => ({ role: 'tabpanel' as const, id: `${prefix}-panel-${id}`, 'aria-labelledby': `${prefix}-tab-${id}` })
