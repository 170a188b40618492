import { Checkbox, Field, Input } from '@fluentui/react-components'
import { useState } from 'react'
import { FormDialog } from '../kit/form-dialog.tsx'
import { addSite, type Knowledge } from './knowledge-api.ts'

/** Asks for the address of a website to answer from. */
export function AddSiteDialog(props: { copilotId: string; onAdded(knowledge: Knowledge): void; onClose(): void }) {
  const [address, setAddress] = useState('')
  const [subPages, setSubPages] = useState(true)
  const full = /^https?:\/\//i.test(address.trim()) ? address.trim() : `https://${address.trim()}`

  const add = async () => {
    props.onAdded(await addSite(props.copilotId, { address: full, subPages }))
    props.onClose()
  }
  return (
    <FormDialog title="Add a website" action="Add and fetch" busyAction="Adding…" failed="The website was not added" empty={!address.trim()} onSubmit={() => (address.trim() ? add() : undefined)} onClose={props.onClose}>
      <Field label="Address" required hint="Its pages are fetched now and whenever you refresh them, as the site’s robots.txt allows.">
        <Input value={address} onChange={(_, data) => setAddress(data.value)} placeholder="https://www.example.com/help" type="text" inputMode="url" autoFocus />
      </Field>
      <Checkbox checked={subPages} onChange={(_, data) => setSubPages(data.checked === true)} label="Also the pages below this address (up to 40)" />
    </FormDialog>
  )
}
