import { Button, Link, Spinner, Text, makeStyles, tokens, useId } from '@fluentui/react-components'
import { ArrowRedoRegular } from '@fluentui/react-icons/svg/arrow-redo'
import { ArrowUndoRegular } from '@fluentui/react-icons/svg/arrow-undo'
import { SaveRegular } from '@fluentui/react-icons/svg/save'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router-dom'
import { ApiError, messageOf } from '../kit/api.ts'
import { visuallyHidden } from '../kit/list-table.tsx'
import { useNotify } from '../kit/notify.tsx'
import { useTabTitle } from '../kit/page-layout.tsx'
import { PageLink } from '../kit/page-link.tsx'
import { useUnsavedGuard } from '../kit/unsaved-guard.tsx'
import { AddNodeMenu } from './add-node-menu.tsx'
import { ChangedMeanwhileDialog } from './changed-meanwhile-dialog.tsx'
import { ChangeTriggerButton } from './change-trigger-button.tsx'
import { CodeEditor, type CodeEditorHandle } from './code-editor.tsx'
import { sectionOf } from './component-place.ts'
import { ComponentMenu } from './component-menu.tsx'
import { useCopilot } from './copilot-context.ts'
import { DiagnosticsList, countText } from './diagnostics-list.tsx'
import { GoToLine } from './go-to-line.tsx'
import { NodeMenu } from './node-menu.tsx'
import { nodeLines } from './node-lines.ts'
import { type Diagnostic, type StudioComponent, completeComponent, saveComponent } from './studio-api.ts'
import { useCheck } from './use-check.ts'
import type { Complete } from './use-completions.ts'

const narrow = '@media (max-width: 760px)'

const useStyles = makeStyles({
  page: { display: 'flex', flexDirection: 'column', height: '100%', minHeight: '420px', boxSizing: 'border-box', padding: tokens.spacingHorizontalL, gap: tokens.spacingVerticalS, [narrow]: { padding: tokens.spacingHorizontalS } },
  crumbs: { display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', gap: tokens.spacingHorizontalS, minWidth: 0 },
  title: { margin: 0, fontSize: tokens.fontSizeBase500, lineHeight: tokens.lineHeightBase500, fontWeight: tokens.fontWeightSemibold, overflowWrap: 'anywhere' },
  schema: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  space: { flexGrow: 1 },
  state: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  editor: { flexGrow: 1, minHeight: '240px' },
  findings: {
    flexShrink: 0,
    maxHeight: '32%',
    overflowY: 'auto',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  findingsTitle: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS, margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold },
})

const sectionNames = { topics: 'Topics', entities: 'Entities', variables: 'Variables', components: 'Other components' } as const

/** The YAML of one component: live findings, nodes to add, and a save that never overwrites somebody else's. */
export function ComponentEditor(props: { stored: StudioComponent }) {
  const styles = useStyles()
  const { copilot, reload, unsaved } = useCopilot()
  const { notifyError } = useNotify()
  const navigate = useNavigate()
  const [stored, setStored] = useState(props.stored)
  const [text, setText] = useState(props.stored.text)
  const [saving, setSaving] = useState(false)
  const [conflict, setConflict] = useState<string>()
  const [position, setPosition] = useState({ line: 1, column: 1 })
  const editor = useRef<CodeEditorHandle>(null)
  const latest = useRef(text)
  latest.current = text
  const helpId = useId('help')

  const dirty = text !== stored.text
  const known = useMemo(() => ({ text: stored.text, diagnostics: stored.diagnostics }), [stored])
  const complete = useCallback<Complete>((now, offset, signal) => completeComponent(copilot.id, stored.schemaName, now, offset, signal), [copilot.id, stored.schemaName])
  const check = useCheck(copilot.id, stored.schemaName, text, known)
  const { guard, allow } = useUnsavedGuard(dirty, `“${stored.name}”`)
  const section = sectionOf(stored.kind)
  const listPath = `/copilots/${encodeURIComponent(copilot.id)}/${section}`
  useTabTitle(`${dirty ? '● ' : ''}${stored.name} – ${copilot.name}`)
  useJumpOfAddress(editor)
  const [query] = useSearchParams()
  const nodeId = query.get('node')
  const shown = useMemo(() => (nodeId ? nodeLines(text, nodeId) : undefined), [text, nodeId])
  useEffect(() => {
    unsaved.current = dirty
    return () => void (unsaved.current = false)
  }, [unsaved, dirty])

  const save = useCallback(
    async (revision: number) => {
      setSaving(true)
      try {
        const saved = await saveComponent(copilot.id, stored.schemaName, { text, revision })
        setStored({ ...saved, text })
        reload()
      } catch (error) {
        if (error instanceof ApiError && error.code === 'CHANGED_MEANWHILE') setConflict(messageOf(error))
        else notifyError('Not saved', error)
      } finally {
        setSaving(false)
      }
    },
    [copilot.id, stored.schemaName, text, notifyError, reload],
  )
  useSaveKey(() => dirty && !saving && void save(stored.revision))

  const takeTheirs = (theirs: StudioComponent) => {
    setStored(theirs)
    setText(theirs.text)
    setConflict(undefined)
  }
  const overwrite = (theirs: StudioComponent) => {
    setConflict(undefined)
    void save(theirs.revision)
  }
  // The YAML library comes with the first fix.
  const fix = async ({ edits = [] }: Diagnostic) => {
    const { fixChange } = await import('./fix-change.ts')
    const change = latest.current === text ? fixChange(text, edits) : undefined
    if (change) editor.current?.apply(change)
  }
  const left = async () => {
    allow()
    reload()
    await navigate(listPath)
  }
  return (
    <div className={styles.page}>
      <div className={styles.crumbs}>
        <PageLink to={listPath}>{sectionNames[section]}</PageLink>
        <span aria-hidden="true">/</span>
        <h1 className={styles.title}>{stored.name}</h1>
        <span className={styles.schema}>{stored.schemaName}</span>
      </div>
      <div className={styles.bar}>
        <Button appearance="primary" icon={<SaveRegular />} disabled={!dirty || saving} onClick={() => void save(stored.revision)}>{saving ? 'Saving…' : 'Save'}</Button>
        {stored.kind === 'topic' && <AddNodeMenu text={text} caret={() => editor.current?.caret()} onAdd={(change) => editor.current?.apply(change)} />}
        {stored.kind === 'topic' && <NodeMenu text={text} line={position.line} onChange={(change) => editor.current?.apply(change)} />}
        <Button appearance="subtle" icon={<ArrowUndoRegular />} aria-label="Undo" title="Undo (Ctrl+Z)" onClick={() => editor.current?.undo()} />
        <Button appearance="subtle" icon={<ArrowRedoRegular />} aria-label="Redo" title="Redo (Ctrl+Y)" onClick={() => editor.current?.redo()} />
        {stored.kind === 'topic' && <ChangeTriggerButton text={text} onChange={(change) => editor.current?.apply(change)} />}
        <GoToLine onGo={(line) => editor.current?.goTo(line, 1)} />
        <ComponentMenu component={stored} dirty={dirty} onChanged={(changed) => (setStored({ ...changed, text: stored.text }), reload())} onDeleted={() => void left()} />
        <span className={styles.space} />
        <span className={styles.state}>
          <span role="status">{stateText({ saving, dirty, off: stored.state === 'off', saved: stored !== props.stored, broken: check.diagnostics.some((each) => each.severity === 'error') })}</span> · Line {position.line}, column {position.column}
        </span>
      </div>
      <CodeEditor ref={editor} className={styles.editor} label={`YAML of ${stored.name}`} describedBy={helpId} value={text} diagnostics={check.diagnostics} complete={complete} shown={shown} onChange={setText} onMove={setPosition} />
      <span id={helpId} style={visuallyHidden}>While you type, suggestions appear: the arrows choose, Enter takes one, Escape closes them; Control and Space asks for them. Tab indents, Shift and Tab outdents. To leave the editor with the keyboard press Escape, then Tab. Control and S saves.</span>
      <section className={styles.findings} aria-label="Checker" tabIndex={0}>
        <h2 className={styles.findingsTitle}>
          <span role="status">Checker: {check.error === undefined ? countText(check.diagnostics) : 'could not check'}</span>
          {check.stale && <Spinner size="extra-tiny" aria-label="Checking" />}
        </h2>
        {check.error !== undefined && <Text size={200}>{messageOf(check.error)}</Text>}
        <DiagnosticsList
          diagnostics={check.diagnostics}
          stale={check.stale}
          onFix={(diagnostic) => void fix(diagnostic)}
          place={(diagnostic) => <Link as="button" onClick={() => editor.current?.goTo(diagnostic.line, diagnostic.column)}>line {diagnostic.line}, column {diagnostic.column}</Link>}
        />
      </section>
      {guard}
      {conflict !== undefined && <ChangedMeanwhileDialog copilotId={copilot.id} schemaName={stored.schemaName} message={conflict} onClose={() => setConflict(undefined)} onTheirs={takeTheirs} onMine={overwrite} />}
    </div>
  )
}

function stateText(state: { saving: boolean; dirty: boolean; off: boolean; saved: boolean; broken: boolean }): string {
  if (state.saving) return 'Saving…'
  if (state.dirty) return 'Changes are not saved'
  if (state.saved && state.broken) return 'Saved. The errors below keep it from being published'
  if (state.saved) return 'Saved. Publish to bring it to customers'
  return state.off ? 'This topic is off' : 'All changes saved'
}

/** Goes to `?line=&column=` when the page opens or such a link is followed. */
function useJumpOfAddress(editor: { current: CodeEditorHandle | null }) {
  const [query] = useSearchParams()
  const line = Number(query.get('line'))
  const column = Number(query.get('column') ?? 1)
  useEffect(() => {
    if (line > 0) editor.current?.goTo(line, Math.max(1, column || 1))
  }, [editor, line, column])
}

function useSaveKey(save: () => void) {
  const latest = useRef(save)
  latest.current = save
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== 's') return
      event.preventDefault()
      latest.current()
    }
    window.addEventListener('keydown', key)
    return () => window.removeEventListener('keydown', key)
  }, [])
}
