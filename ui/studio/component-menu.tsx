import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, Input, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components'
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal'
import { type FormEvent, useState } from 'react'
import { ConfirmDialog } from '../kit/confirm-dialog.tsx'
import { ErrorBar } from '../kit/error-bar.tsx'
import { useNotify } from '../kit/notify.tsx'
import { useCopilot } from './copilot-context.ts'
import { type StudioComponent, deleteComponent, saveComponent } from './studio-api.ts'

type Props = { component: StudioComponent; dirty: boolean; onChanged(component: StudioComponent): void; onDeleted(): void }

/** Rename, turn on or off, delete. They save at once, with the text as it is stored. */
export function ComponentMenu(props: Props) {
  const { component } = props
  const { copilot } = useCopilot()
  const { notify, notifyError } = useNotify()
  const [open, setOpen] = useState<'rename' | 'delete'>()
  const stored = { text: component.text, revision: component.revision }
  const topic = component.kind === 'topic'

  const turn = () => {
    const state = component.state === 'on' ? 'off' : 'on'
    saveComponent(copilot.id, component.schemaName, { ...stored, state }).then(
      (changed) => (props.onChanged(changed), notify({ title: `${component.name} is ${state}`, intent: 'success' })),
      (error: unknown) => notifyError(`${component.name} is still ${component.state}`, error),
    )
  }
  const remove = async () => {
    await deleteComponent(copilot.id, component.schemaName)
    notify({ title: `${component.name} was deleted`, intent: 'success' })
    props.onDeleted()
  }
  return (
    <>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button appearance="subtle" icon={<MoreHorizontalRegular />} aria-label="More" />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem onClick={() => setOpen('rename')}>Rename…</MenuItem>
            {topic && <MenuItem onClick={turn}>{component.state === 'on' ? 'Turn off' : 'Turn on'}</MenuItem>}
            <MenuItem onClick={() => setOpen('delete')}>Delete…</MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      {open === 'rename' && <RenameDialog component={component} onClose={() => setOpen(undefined)} onRename={async (name) => props.onChanged(await saveComponent(copilot.id, component.schemaName, { ...stored, name }))} />}
      <ConfirmDialog open={open === 'delete'} title={`Delete ${component.name}?`} confirmLabel="Delete" danger onConfirm={remove} onClose={() => setOpen(undefined)}>
        It is removed from the draft{props.dirty ? ', with your unsaved changes' : ''}. Topics that go to it will show an error. Customers keep the published version until you publish again.
      </ConfirmDialog>
    </>
  )
}

function RenameDialog(props: { component: StudioComponent; onClose(): void; onRename(name: string): Promise<void> }) {
  const [name, setName] = useState(props.component.name)
  const [error, setError] = useState<unknown>()
  const problem = !name.trim() ? 'Give it a name.' : name.includes('.') && props.component.kind === 'topic' ? 'Leave out periods: a solution with such a topic cannot be exported.' : undefined
  const rename = async (event: FormEvent) => {
    event.preventDefault()
    if (problem) return
    try {
      await props.onRename(name.trim())
      props.onClose()
    } catch (failure) {
      setError(failure)
    }
  }
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && props.onClose()}>
      <DialogSurface>
        <form onSubmit={(event) => void rename(event)} noValidate>
          <DialogBody>
            <DialogTitle>Rename</DialogTitle>
            <DialogContent>
              <Field label="Name" required hint="Its schema name stays as it is, so references to it keep working." {...(problem ? { validationMessage: problem } : {})}>
                <Input autoFocus value={name} maxLength={200} onChange={(_, data) => setName(data.value)} />
              </Field>
              {error !== undefined && <ErrorBar title="Not renamed" error={error} />}
            </DialogContent>
            <DialogActions>
              <Button appearance="primary" type="submit">Rename</Button>
              <Button onClick={props.onClose}>Cancel</Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  )
}
