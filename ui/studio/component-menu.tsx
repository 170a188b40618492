import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components'
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal'
import { useState } from 'react'
import { ConfirmDialog } from '../kit/confirm-dialog.tsx'
import { useNotify } from '../kit/notify.tsx'
import { useCopilot } from './copilot-context.ts'
import { CopyTopicDialog, RenameDialog } from './name-dialogs.tsx'
import { type StudioComponent, deleteComponent, saveComponent } from './studio-api.ts'

type Props = { component: StudioComponent; dirty: boolean; onChanged(component: StudioComponent): void; onDeleted(): void }

/** Rename, copy, turn on or off, delete. They save at once, with the text as it is stored. */
export function ComponentMenu(props: Props) {
  const { component } = props
  const { copilot } = useCopilot()
  const { notify, notifyError } = useNotify()
  const [open, setOpen] = useState<'rename' | 'copy' | 'delete'>()
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
            {topic && <MenuItem onClick={() => setOpen('copy')}>Make a copy…</MenuItem>}
            {topic && <MenuItem onClick={turn}>{component.state === 'on' ? 'Turn off' : 'Turn on'}</MenuItem>}
            <MenuItem onClick={() => setOpen('delete')}>Delete…</MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      {open === 'copy' && <CopyTopicDialog topic={component} text={component.text} note={props.dirty ? 'Changes that are not saved are not copied.' : undefined} onClose={() => setOpen(undefined)} />}
      {open === 'rename' && <RenameDialog component={component} onClose={() => setOpen(undefined)} onRename={async (name) => props.onChanged(await saveComponent(copilot.id, component.schemaName, { ...stored, name }))} />}
      <ConfirmDialog open={open === 'delete'} title={`Delete ${component.name}?`} confirmLabel="Delete" danger onConfirm={remove} onClose={() => setOpen(undefined)}>
        It is removed from the draft{props.dirty ? ', with your unsaved changes' : ''}. Topics that go to it will show an error. Customers keep the published version until you publish again.
      </ConfirmDialog>
    </>
  )
}
