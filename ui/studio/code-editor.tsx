import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { type ChangeEvent, type KeyboardEvent, type Ref, memo, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { visuallyHidden } from '../kit/list-table.tsx'
import { type CaretBox, CompletionPopup } from './completion-popup.tsx'
import { type Change, indent, newLine, offsetAt, outdent, positionAt } from './editor-text.ts'
import { highlightYaml } from './highlight-yaml.ts'
import { type MarkedToken, gravity, markFindings } from './mark-findings.ts'
import type { Lines } from './node-lines.ts'
import type { Diagnostic } from './studio-api.ts'
import { type Complete, useCompletions } from './use-completions.ts'

const lineHeight = 20
const padding = 8
const highlightAtMost = 4000

const font = {
  fontFamily: "'Cascadia Code', 'Cascadia Mono', Consolas, 'DejaVu Sans Mono', 'Liberation Mono', Menlo, monospace",
  fontSize: '13px',
  lineHeight: `${lineHeight}px`,
  fontVariantLigatures: 'none',
  letterSpacing: '0',
  tabSize: '2',
  whiteSpace: 'pre',
  textAlign: 'left',
} as const

const useStyles = makeStyles({
  frame: {
    display: 'flex',
    flexDirection: 'column',
    minHeight: 0,
    overflow: 'hidden',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    ':focus-within': { border: `1px solid ${tokens.colorCompoundBrandStroke}`, boxShadow: `0 0 0 1px ${tokens.colorCompoundBrandStroke}` },
  },
  code: { display: 'flex', flexGrow: 1, minHeight: 0 },
  gutter: { ...font, flexShrink: 0, overflow: 'hidden', padding: '8px 0', textAlign: 'right', color: tokens.colorNeutralForeground3, backgroundColor: tokens.colorNeutralBackground2, userSelect: 'none' },
  number: { display: 'block', height: `${lineHeight}px`, padding: '0 8px 0 4px', minWidth: '28px', borderLeft: '4px solid transparent' },
  here: { color: tokens.colorNeutralForeground1, fontWeight: 600 },
  errorMark: { borderLeftColor: tokens.colorPaletteRedBorderActive, color: tokens.colorPaletteRedForeground1 },
  warningMark: { borderLeftColor: tokens.colorPaletteDarkOrangeBorderActive, color: tokens.colorPaletteDarkOrangeForeground1 },
  informationMark: { borderLeftColor: tokens.colorNeutralStrokeAccessible },
  body: { position: 'relative', flexGrow: 1, minWidth: 0, overflow: 'hidden' },
  paint: { ...font, position: 'absolute', top: 0, left: 0, minWidth: '100%', margin: 0, padding: '8px', boxSizing: 'border-box', pointerEvents: 'none', color: tokens.colorNeutralForeground1, '@media (forced-colors: active)': { display: 'none' } },
  line: { display: 'block', height: `${lineHeight}px` },
  errorLine: { backgroundColor: tokens.colorPaletteRedBackground1 },
  shownLine: { backgroundColor: tokens.colorBrandBackground2, boxShadow: `-4px 0 0 ${tokens.colorCompoundBrandStroke}` },
  error: { textDecorationLine: 'underline', textDecorationStyle: 'wavy', textDecorationColor: tokens.colorPaletteRedBorderActive, textDecorationSkipInk: 'none', textUnderlineOffset: '3px' },
  warning: { textDecorationLine: 'underline', textDecorationStyle: 'wavy', textDecorationColor: tokens.colorPaletteDarkOrangeBorderActive, textDecorationSkipInk: 'none', textUnderlineOffset: '3px' },
  information: { textDecorationLine: 'underline', textDecorationStyle: 'dotted', textDecorationColor: tokens.colorNeutralStrokeAccessible, textUnderlineOffset: '3px' },
  ruler: { ...font, position: 'absolute', top: 0, left: 0, visibility: 'hidden', pointerEvents: 'none' },
  hint: { color: tokens.colorNeutralForeground3 },
  message: { flexShrink: 0, minHeight: '20px', padding: '4px 12px', borderTop: `1px solid ${tokens.colorNeutralStroke2}`, color: tokens.colorNeutralForeground2, backgroundColor: tokens.colorNeutralBackground2, fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200, overflowWrap: 'anywhere' },
  area: {
    ...font,
    position: 'absolute',
    inset: 0,
    width: '100%',
    height: '100%',
    margin: 0,
    padding: '8px',
    boxSizing: 'border-box',
    border: 'none',
    outline: 'none',
    resize: 'none',
    overflow: 'auto',
    color: 'transparent',
    caretColor: tokens.colorNeutralForeground1,
    backgroundColor: 'transparent',
    // Lies over the painted text, so it must let it through.
    '::selection': { color: 'transparent', backgroundColor: `color-mix(in srgb, ${tokens.colorBrandStroke1} 28%, transparent)` },
    '@media (forced-colors: active)': { color: 'CanvasText' },
  },
  plainArea: { color: tokens.colorNeutralForeground1 },
  key: { color: tokens.colorBrandForeground1 },
  kind: { color: tokens.colorPalettePurpleForeground2, fontWeight: 600 },
  formula: { color: tokens.colorPaletteGreenForeground1 },
  variable: { color: tokens.colorPaletteGreenForeground1 },
  comment: { color: tokens.colorNeutralForeground3, fontStyle: 'italic' },
  mark: { color: tokens.colorNeutralForeground3 },
  text: {},
  plain: {},
})

export type CodeEditorHandle = {
  /** Puts the caret at a line and column, both from 1, in the middle of what is seen. */
  goTo(line: number, column: number): void
  /** Changes the text so that Ctrl+Z takes it back. */
  apply(change: Change): void
  undo(): void
  redo(): void
  /** Undefined until the caret was in the editor. */
  caret(): number | undefined
}

export type CodeEditorProps = {
  ref: Ref<CodeEditorHandle>
  label: string
  describedBy: string
  value: string
  diagnostics: readonly Diagnostic[]
  className?: string
  /** What may be written at an offset; without it nothing is suggested. */
  complete?: Complete
  /** Lines to bring into view and to mark, without taking the caret there. */
  shown?: Lines | undefined
  onChange(text: string): void
  onMove(position: { line: number; column: number }): void
}

/**
 * A textarea with line numbers, marks, colours and suggestions. Tab indents; Escape gives Tab back, so that the keyboard is
 * not trapped. While suggestions are shown the arrows choose, Enter and Tab take one and Escape closes them.
 */
export function CodeEditor(props: CodeEditorProps) {
  const styles = useStyles()
  const area = useRef<HTMLTextAreaElement>(null)
  const gutter = useRef<HTMLDivElement>(null)
  const paint = useRef<HTMLPreElement>(null)
  const visited = useRef(false)
  const [tabLeaves, setTabLeaves] = useState(false)
  const [caretLine, setCaretLine] = useState(0)
  const [scrolled, setScrolled] = useState(0)
  const { value } = props

  const lineCount = useMemo(() => value.split('\n').length, [value])
  const painted = lineCount <= highlightAtMost
  const lines = useMemo(() => (painted ? highlightYaml(value) : []), [value, painted])
  const marks = useMemo(() => marksOf(props.diagnostics), [props.diagnostics])
  const suggestions = useCompletions(props.complete, value)
  /** A brace that a suggestion closed: typing it goes over it. */
  const closed = useRef(false)
  const applying = useRef(false)

  const follow = () => {
    const element = area.current
    if (!element) return
    if (gutter.current) gutter.current.scrollTop = element.scrollTop
    if (paint.current) paint.current.style.transform = `translate(${-element.scrollLeft}px, ${-element.scrollTop}px)`
  }
  const moved = () => {
    const element = area.current
    if (!element) return
    const position = positionAt(element.value, element.selectionStart)
    setCaretLine(position.line)
    props.onMove(position)
  }
  const apply = (change: Change) => {
    const element = area.current
    if (!element) return
    applying.current = true
    element.focus()
    element.setSelectionRange(change.from, change.to)
    // The only way that keeps the browser's undo. Where it is missing the text changes all the same.
    const done = change.text === '' ? change.from === change.to || document.execCommand('delete') : document.execCommand('insertText', false, change.text)
    if (!done) {
      element.setRangeText(change.text, change.from, change.to)
      props.onChange(element.value)
    }
    element.setSelectionRange(...change.selection)
    applying.current = false
    scrollTo(element, positionAt(element.value, change.selection[0]).line)
    moved()
  }
  /** The browser's own, which the keys use as well. */
  const history = (command: 'undo' | 'redo') => {
    area.current?.focus()
    applying.current = true
    document.execCommand(command)
    applying.current = false
    moved()
  }
  const take = (at?: number) => {
    const element = area.current
    const taken = element && suggestions.take(element.value, at)
    if (!taken) return
    const { insert } = taken.item
    // The caret stays before the brace that closes a formula, for what may follow the name.
    const caret = taken.from + insert.length - (insert.endsWith('}') ? 1 : 0)
    apply({ from: taken.from, to: taken.to, text: insert, selection: [caret, caret] })
    suggestions.close()
    closed.current = insert.endsWith('}')
    if (/[(.]$|: $/.test(insert)) suggestions.open(element.value, caret)
  }
  const changed = (event: ChangeEvent<HTMLTextAreaElement>) => {
    const element = event.currentTarget
    props.onChange(element.value)
    if (applying.current) return
    const { inputType, data } = event.nativeEvent as InputEvent
    const character = inputType === 'insertText' || inputType === 'insertCompositionText' ? (data?.at(-1) ?? undefined) : undefined
    if (inputType === 'insertFromPaste') suggestions.close()
    else suggestions.typed(element.value, element.selectionStart, character)
  }
  useImperativeHandle(props.ref, () => ({
    goTo(line, column) {
      const element = area.current
      if (!element) return
      const offset = offsetAt(element.value, line, column)
      element.focus()
      element.setSelectionRange(offset, offset)
      scrollTo(element, line, true)
      moved()
    },
    apply,
    undo: () => history('undo'),
    redo: () => history('redo'),
    caret: () => (visited.current ? area.current?.selectionStart : undefined),
  }))

  /** Whether the key was one for the suggestions. */
  const suggestionKey = ({ key, shiftKey }: KeyboardEvent): boolean => {
    const { list, signature } = suggestions
    if (key === 'Escape' && (list || signature)) suggestions.close()
    else if (!list || shiftKey) return false
    else if (key === 'ArrowDown' || key === 'ArrowUp') suggestions.choose(key === 'ArrowDown' ? 1 : -1)
    else if (key === 'Enter' || key === 'Tab') take()
    else return false
    return true
  }
  const keyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const element = event.currentTarget
    const { selectionStart: start, selectionEnd: end } = element
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.nativeEvent.isComposing
    if (event.key === ' ' && event.ctrlKey) {
      event.preventDefault()
      suggestions.open(element.value, start)
      return
    }
    if (plain && suggestionKey(event)) {
      event.preventDefault()
      return
    }
    if (event.key === '}' && plain && closed.current && start === end && element.value[start] === '}') {
      event.preventDefault()
      closed.current = false
      suggestions.close()
      element.setSelectionRange(start + 1, start + 1)
      return
    }
    if (event.key === 'Enter') closed.current = false
    if (event.key === 'Tab' && plain && !tabLeaves) {
      event.preventDefault()
      apply(event.shiftKey ? outdent(element.value, start, end) : indent(element.value, start, end))
    } else if (event.key === 'Enter' && plain) {
      event.preventDefault()
      apply(newLine(element.value, start, end))
    }
    setTabLeaves(event.key === 'Escape' || (tabLeaves && (event.key === 'Tab' || event.key === 'Shift')))
  }
  useLayoutEffect(() => {
    const element = area.current
    if (!element) return
    // Findings below take room; the line that is being written stays in view.
    const observer = new ResizeObserver(() => document.activeElement === element && scrollTo(element, positionAt(element.value, element.selectionStart).line))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const { from: shownFrom } = props.shown ?? {}
  useEffect(() => {
    if (shownFrom !== undefined && area.current) scrollTo(area.current, shownFrom + 1)
  }, [shownFrom])
  const { list } = suggestions
  return (
    <div className={mergeClasses(styles.frame, props.className)}>
      <div className={styles.code}>
        <div ref={gutter} className={styles.gutter} aria-hidden="true">
          <Gutter count={lineCount} marks={marks} here={caretLine} />
        </div>
        <div className={styles.body}>
          {painted && (
            <pre ref={paint} className={styles.paint} aria-hidden="true">
              {lines.map((line, index) => {
                const found = marks.get(index + 1) ?? none
                const tokens = markFindings(line, found)
                const shown = props.shown !== undefined && index >= props.shown.from && index <= props.shown.to
                return <PaintedLine key={index} shown={shown} tokens={tokens} error={found[0]?.severity === 'error'} same={tokens.map((token) => `${token.kind}${token.mark ?? ''} ${token.text}`).join()} />
              })}
            </pre>
          )}
          <textarea
            ref={area}
            className={mergeClasses(styles.area, !painted && styles.plainArea)}
            aria-label={props.label}
            aria-describedby={props.describedBy}
            aria-invalid={props.diagnostics.some((each) => each.severity === 'error')}
            aria-autocomplete={props.complete ? 'list' : undefined}
            aria-haspopup={props.complete ? 'listbox' : undefined}
            aria-controls={list?.id}
            aria-activedescendant={list?.optionId(list.index)}
            spellCheck={false}
            autoCapitalize="off"
            autoCorrect="off"
            wrap="off"
            value={value}
            onFocus={() => void (visited.current = true)}
            onBlur={() => {
              setTabLeaves(false)
              suggestions.close()
            }}
            onChange={changed}
            onKeyDown={keyDown}
            onSelect={(event) => {
              moved()
              suggestions.moved(event.currentTarget.value, event.currentTarget.selectionStart)
            }}
            onScroll={() => {
              follow()
              if (list || suggestions.signature) setScrolled((count) => count + 1)
            }}
          />
          {(list || suggestions.signature) && <Popup area={area} scrolled={scrolled} text={value} start={suggestions.start} list={list} signature={suggestions.signature} onTake={take} />}
          <span role="status" style={visuallyHidden}>{suggestions.spoken}</span>
        </div>
      </div>
      <div className={styles.message}>
        {(marks.get(caretLine) ?? none).slice(0, 2).map(({ column, message, fix }) => <div key={`${column} ${message}`}>{message} {fix}</div>)}
        {props.complete && !marks.has(caretLine) && <span className={styles.hint}>Ctrl+Space suggests what can be written at the caret.</span>}
      </div>
    </div>
  )
}

/** Beside the caret, wherever that is once the text is laid out. */
function Popup(props: { area: { current: HTMLTextAreaElement | null }; scrolled: number; text: string; start: number } & Omit<Parameters<typeof CompletionPopup>[0], 'at'>) {
  const styles = useStyles()
  const ruler = useRef<HTMLSpanElement>(null)
  const [at, setAt] = useState<CaretBox>()
  const { line, column } = positionAt(props.text, props.start)
  const before = props.text.slice(props.start - column + 1, props.start)
  useLayoutEffect(() => {
    const element = props.area.current
    if (!element || !ruler.current) return
    const box = element.getBoundingClientRect()
    const top = box.top + padding + (line - 1) * lineHeight - element.scrollTop
    const isSeen = top > box.top - lineHeight && top < box.bottom
    setAt(isSeen ? { left: box.left + padding + ruler.current.offsetWidth - element.scrollLeft, top, bottom: top + lineHeight } : undefined)
  }, [props.area, props.scrolled, line, before])
  return (
    <>
      <span ref={ruler} className={styles.ruler} aria-hidden="true">{before}</span>
      {at && <CompletionPopup at={at} list={props.list} signature={props.signature} onTake={props.onTake} />}
    </>
  )
}

type Marks = ReadonlyMap<number, Diagnostic[]>
const none: Diagnostic[] = []

const Gutter = memo(function Gutter(props: { count: number; marks: Marks; here: number }) {
  const styles = useStyles()
  return Array.from({ length: props.count }, (_, index) => {
    const mark = props.marks.get(index + 1)?.[0]
    return (
      <span key={index} title={mark?.message} className={mergeClasses(styles.number, index + 1 === props.here && styles.here, mark && styles[`${mark.severity}Mark`])}>
        {index + 1}
      </span>
    )
  })
})

const PaintedLine = memo(
  function PaintedLine(props: { tokens: MarkedToken[]; error: boolean; shown: boolean; same: string }) {
    const styles = useStyles()
    return (
      <span className={mergeClasses(styles.line, props.shown && styles.shownLine, props.error && styles.errorLine)}>
        {props.tokens.map((token, index) => <span key={index} className={mergeClasses(styles[token.kind], token.mark && styles[token.mark])}>{token.text}</span>)}
      </span>
    )
  },
  (old, next) => old.same === next.same && old.error === next.error && old.shown === next.shown,
)

/** The findings of each line, the worst first. */
function marksOf(diagnostics: readonly Diagnostic[]): Marks {
  const marks = new Map<number, Diagnostic[]>()
  for (const diagnostic of diagnostics.toSorted((a, b) => gravity[b.severity] - gravity[a.severity])) {
    const known = marks.get(diagnostic.line)
    if (known) known.push(diagnostic)
    else marks.set(diagnostic.line, [diagnostic])
  }
  return marks
}

function scrollTo(element: HTMLTextAreaElement, line: number, always = false) {
  const top = (line - 1) * lineHeight
  const visible = top >= element.scrollTop && top + lineHeight * 2 <= element.scrollTop + element.clientHeight
  if (always || !visible) element.scrollTop = Math.max(0, top - element.clientHeight / 2)
}
