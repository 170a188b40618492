import { Button, Text, makeStyles, tokens } from '@fluentui/react-components'
import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import { useNavigate } from 'react-router-dom'
import { ConfirmDialog } from '../kit/confirm-dialog.tsx'
import { ErrorBar } from '../kit/error-bar.tsx'
import { useNotify } from '../kit/notify.tsx'
import { PageLayout } from '../kit/page-layout.tsx'
import { PageLink } from '../kit/page-link.tsx'
import { useUnsavedGuard } from '../kit/unsaved-guard.tsx'

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  bar: {
    position: 'sticky',
    bottom: 0,
    zIndex: 1,
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalXL}`,
    backgroundColor: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusLarge,
    boxShadow: tokens.shadow8,
    '@media (max-width: 760px)': { padding: tokens.spacingHorizontalM },
  },
  state: { flexGrow: 1, color: tokens.colorNeutralForeground2 },
})

export type ResourceFormProps = {
  title: string
  /** Where "back" goes, and where one is after saving something new. */
  list: { to: string; name: string }
  isNew: boolean
  dirty: boolean
  /** The draft may be sent. */
  sound: boolean
  /** Called when somebody tried to save what is not sound: show the fields' problems from now on. */
  onTried(): void
  onSave(): Promise<void>
  /** Saving does not lead back to the list: there is something to show first. */
  stay?: boolean
  deletion?: { title: string; text: ReactNode; blocked?: string; run(): Promise<unknown> }
  children: ReactNode
}

/** Away from a form. What had the focus goes with it, so the new page's content gets it. */
export function useLeave(): (to: string) => Promise<void> {
  const navigate = useNavigate()
  return async (to) => {
    await navigate(to)
    setTimeout(() => document.getElementById('main')?.focus())
  }
}

/** The frame of every editing page: problems beside their fields, one bar that saves, a guard against leaving, deletion that says what it affects. */
export function ResourceForm(props: ResourceFormProps) {
  const styles = useStyles()
  const navigate = useNavigate()
  const leaveTo = useLeave()
  const { notify } = useNotify()
  const form = useRef<HTMLFormElement>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const [deleting, setDeleting] = useState(false)
  const { guard, allow } = useUnsavedGuard(props.dirty, `“${props.title}”`)

  const save = async (event: FormEvent) => {
    event.preventDefault()
    props.onTried()
    if (!props.sound) return setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
    setBusy(true)
    setError(undefined)
    try {
      await props.onSave()
      allow()
      notify({ title: props.isNew ? 'Created' : `${props.title} is saved`, intent: 'success' })
      if (!props.stay) await leaveTo(props.list.to)
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  const remove = async () => {
    await props.deletion?.run()
    allow()
    notify({ title: `${props.title} was deleted`, intent: 'success' })
    await leaveTo(props.list.to)
  }
  return (
    <PageLayout title={props.title} of={props.list.name} lead={<PageLink to={props.list.to}>All {props.list.name.toLowerCase()}</PageLink>} actions={props.deletion && <Button onClick={() => setDeleting(true)}>Delete…</Button>}>
      <form ref={form} className={styles.form} noValidate onSubmit={(event) => void save(event)}>
        {props.children}
        {error !== undefined && <ErrorBar title="Not saved" error={error} />}
        <div className={styles.bar}>
          <Button type="submit" appearance="primary" disabled={busy || (!props.dirty && !props.isNew)}>{busy ? 'Saving…' : props.isNew ? 'Create' : 'Save'}</Button>
          <Button disabled={busy} onClick={() => void navigate(props.list.to)}>Cancel</Button>
          <Text role="status" size={200} className={styles.state}>{props.dirty ? 'Changes are not saved' : ''}</Text>
        </div>
      </form>
      {guard}
      {props.deletion && (
        <DeletionDialog open={deleting} deletion={props.deletion} onDelete={remove} onClose={() => setDeleting(false)} />
      )}
    </PageLayout>
  )
}

function DeletionDialog(props: { open: boolean; deletion: NonNullable<ResourceFormProps['deletion']>; onDelete(): Promise<void>; onClose(): void }) {
  const { blocked, title, text } = props.deletion
  if (blocked) {
    return (
      <ConfirmDialog open={props.open} title="It is in use" confirmLabel="Close" tellOnly onConfirm={() => {}} onClose={props.onClose}>
        {blocked}
      </ConfirmDialog>
    )
  }
  return (
    <ConfirmDialog open={props.open} title={title} confirmLabel="Delete" danger onConfirm={props.onDelete} onClose={props.onClose}>
      {text}
    </ConfirmDialog>
  )
}
