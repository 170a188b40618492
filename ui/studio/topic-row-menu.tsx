import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components'
import { CopyRegular } from '@fluentui/react-icons/svg/copy'
import { DeleteRegular } from '@fluentui/react-icons/svg/delete'
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal'
import { RenameRegular } from '@fluentui/react-icons/svg/rename'
import { useState } from 'react'
import { ConfirmDialog } from '../kit/confirm-dialog.tsx'
import { useNotify } from '../kit/notify.tsx'
import { useCopilot } from './copilot-context.ts'
import { CopyTopicDialog, RenameDialog } from './name-dialogs.tsx'
import { type ComponentSummary, deleteComponent, loadComponent, saveComponent } from './studio-api.ts'

/** What can be done with a topic without opening it. */
export function TopicRowMenu(props: { topic: ComponentSummary }) {
  const { topic } = props
  const { copilot, reload } = useCopilot()
  const { notify } = useNotify()
  const [open, setOpen] = useState<'rename' | 'copy' | 'delete'>()
  const close = () => setOpen(undefined)
  const rename = async (name: string) => {
    const { text, revision } = await loadComponent(copilot.id, topic.schemaName)
    await saveComponent(copilot.id, topic.schemaName, { text, revision, name })
    reload()
  }
  const remove = async () => {
    await deleteComponent(copilot.id, topic.schemaName)
    notify({ title: `${topic.name} was deleted`, intent: 'success' })
    reload()
  }
  return (
    <>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button appearance="subtle" icon={<MoreHorizontalRegular />} aria-label={`Commands for ${topic.name}`} />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem icon={<RenameRegular />} onClick={() => setOpen('rename')}>Rename…</MenuItem>
            <MenuItem icon={<CopyRegular />} onClick={() => setOpen('copy')}>Make a copy…</MenuItem>
            <MenuItem icon={<DeleteRegular />} onClick={() => setOpen('delete')}>Delete…</MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      {open === 'rename' && <RenameDialog component={topic} onClose={close} onRename={rename} />}
      {open === 'copy' && <CopyTopicDialog topic={topic} onClose={close} />}
      <ConfirmDialog open={open === 'delete'} title={`Delete ${topic.name}?`} confirmLabel="Delete" danger onConfirm={remove} onClose={close}>
        It is removed from the draft. Topics that go to it will show an error. Customers keep the published version until you publish again.
      </ConfirmDialog>
    </>
  )
}
