import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { type KeyboardEvent, type Ref, memo, useImperativeHandle, useMemo, useRef, useState } from 'react'
import { type Change, indent, newLine, offsetAt, outdent, positionAt } from './editor-text.ts'
import { type Token, highlightYaml } from './highlight-yaml.ts'
import type { Diagnostic } from './studio-api.ts'

const lineHeight = 20
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
    minHeight: 0,
    overflow: 'hidden',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    ':focus-within': { border: `1px solid ${tokens.colorCompoundBrandStroke}`, boxShadow: `0 0 0 1px ${tokens.colorCompoundBrandStroke}` },
  },
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
  onChange(text: string): void
  onMove(position: { line: number; column: number }): void
}

/** A textarea with line numbers, marks and colours. Tab indents; Escape gives Tab back, so that the keyboard is not trapped. */
export function CodeEditor(props: CodeEditorProps) {
  const styles = useStyles()
  const area = useRef<HTMLTextAreaElement>(null)
  const gutter = useRef<HTMLDivElement>(null)
  const paint = useRef<HTMLPreElement>(null)
  const visited = useRef(false)
  const [tabLeaves, setTabLeaves] = useState(false)
  const [caretLine, setCaretLine] = useState(0)
  const { value } = props

  const lineCount = useMemo(() => value.split('\n').length, [value])
  const painted = lineCount <= highlightAtMost
  const lines = useMemo(() => (painted ? highlightYaml(value) : []), [value, painted])
  const marks = useMemo(() => marksOf(props.diagnostics), [props.diagnostics])

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
    element.focus()
    element.setSelectionRange(change.from, change.to)
    // The only way that keeps the browser's undo. Where it is missing the text changes all the same.
    const done = change.text === '' ? change.from === change.to || document.execCommand('delete') : document.execCommand('insertText', false, change.text)
    if (!done) {
      element.setRangeText(change.text, change.from, change.to)
      props.onChange(element.value)
    }
    element.setSelectionRange(...change.selection)
    scrollTo(element, positionAt(element.value, change.selection[0]).line)
    moved()
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
    caret: () => (visited.current ? area.current?.selectionStart : undefined),
  }))

  const keyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const element = event.currentTarget
    const { selectionStart: start, selectionEnd: end } = element
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.nativeEvent.isComposing
    if (event.key === 'Tab' && plain && !tabLeaves) {
      event.preventDefault()
      apply(event.shiftKey ? outdent(element.value, start, end) : indent(element.value, start, end))
    } else if (event.key === 'Enter' && plain) {
      event.preventDefault()
      apply(newLine(element.value, start, end))
    }
    setTabLeaves(event.key === 'Escape' || (tabLeaves && (event.key === 'Tab' || event.key === 'Shift')))
  }
  return (
    <div className={mergeClasses(styles.frame, props.className)}>
      <div ref={gutter} className={styles.gutter} aria-hidden="true">
        <Gutter count={lineCount} marks={marks} here={caretLine} />
      </div>
      <div className={styles.body}>
        {painted && (
          <pre ref={paint} className={styles.paint} aria-hidden="true">
            {lines.map((line, index) => <PaintedLine key={index} tokens={line} error={marks.get(index + 1)?.severity === 'error'} same={line.map((token) => token.kind + token.text).join('')} />)}
          </pre>
        )}
        <textarea
          ref={area}
          className={mergeClasses(styles.area, !painted && styles.plainArea)}
          aria-label={props.label}
          aria-describedby={props.describedBy}
          aria-invalid={props.diagnostics.some((each) => each.severity === 'error')}
          spellCheck={false}
          autoCapitalize="off"
          autoCorrect="off"
          wrap="off"
          value={value}
          onFocus={() => void (visited.current = true)}
          onBlur={() => setTabLeaves(false)}
          onChange={(event) => props.onChange(event.currentTarget.value)}
          onKeyDown={keyDown}
          onSelect={moved}
          onScroll={follow}
        />
      </div>
    </div>
  )
}

type Marks = ReadonlyMap<number, Diagnostic>

const Gutter = memo(function Gutter(props: { count: number; marks: Marks; here: number }) {
  const styles = useStyles()
  return Array.from({ length: props.count }, (_, index) => {
    const mark = props.marks.get(index + 1)
    return (
      <span key={index} title={mark?.message} className={mergeClasses(styles.number, index + 1 === props.here && styles.here, mark && styles[`${mark.severity}Mark`])}>
        {index + 1}
      </span>
    )
  })
})

const PaintedLine = memo(
  function PaintedLine(props: { tokens: Token[]; error: boolean; same: string }) {
    const styles = useStyles()
    return (
      <span className={mergeClasses(styles.line, props.error && styles.errorLine)}>
        {props.tokens.map((token, index) => <span key={index} className={styles[token.kind]}>{token.text}</span>)}
      </span>
    )
  },
  (old, next) => old.same === next.same && old.error === next.error,
)

/** The worst finding of each line. */
function marksOf(diagnostics: readonly Diagnostic[]): Marks {
  const rank = { error: 2, warning: 1, information: 0 }
  const marks = new Map<number, Diagnostic>()
  for (const diagnostic of diagnostics) {
    const old = marks.get(diagnostic.line)
    if (!old || rank[old.severity] < rank[diagnostic.severity]) marks.set(diagnostic.line, diagnostic)
  }
  return marks
}

function scrollTo(element: HTMLTextAreaElement, line: number, always = false) {
  const top = (line - 1) * lineHeight
  const visible = top >= element.scrollTop && top + lineHeight * 2 <= element.scrollTop + element.clientHeight
  if (always || !visible) element.scrollTop = Math.max(0, top - element.clientHeight / 2)
}
