import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from '@fluentui/react-components'
import { CloudArrowUpRegular } from '@fluentui/react-icons/svg/cloud-arrow-up'
import { useRef, useState } from 'react'
import { ApiError } from '../kit/api.ts'
import { ConfirmDialog } from '../kit/confirm-dialog.tsx'
import { useNotify } from '../kit/notify.tsx'
import { PageLink } from '../kit/page-link.tsx'
import { diagnosticHref } from './component-place.ts'
import { useCopilot } from './copilot-context.ts'
import { DiagnosticsList, placeText } from './diagnostics-list.tsx'
import { LearningNote } from './learning-note.tsx'
import { type Diagnostic, diagnosticsIn, publishCopilot } from './studio-api.ts'

/** Publishes the saved draft, or says what is in the way and where. */
export function PublishButton() {
  const { copilot, reload } = useCopilot()
  const { notify } = useNotify()
  const [asking, setAsking] = useState(false)
  const [published, setPublished] = useState<number>()
  const [blocking, setBlocking] = useState<Diagnostic[]>([])

  const place = useRef<HTMLSpanElement>(null)
  const closeBlocked = () => {
    setBlocking([])
    // What had the focus before, the question, is gone by now. A link out of the list takes the focus along.
    setTimeout(() => document.activeElement === document.body && place.current?.querySelector('button')?.focus())
  }

  const publish = async () => {
    try {
      const { version } = await publishCopilot(copilot.id)
      notify({ title: `${copilot.name} is published`, body: `Version ${version}. New conversations use it from now on.`, intent: 'success' })
      setPublished(version)
      reload()
    } catch (error) {
      const errors = error instanceof ApiError ? diagnosticsIn(error.body).filter((each) => each.severity === 'error') : []
      if (errors.length === 0) throw error
      setBlocking(errors)
    }
  }
  return (
    <>
      {published !== undefined && <LearningNote key={published} copilotId={copilot.id} version={published} />}
      <span ref={place}><Button appearance="primary" icon={<CloudArrowUpRegular />} onClick={() => setAsking(true)}>Publish</Button></span>
      <ConfirmDialog open={asking} title="Publish the latest content?" confirmLabel="Publish" onConfirm={publish} onClose={() => setAsking(false)}>
        {copilot.publishedVersion === null
          ? 'Customers can talk to this copilot as soon as it is published. What is saved is published; changes you have not saved are not.'
          : 'Customers get the saved draft in new conversations; changes you have not saved are not in it. Running conversations keep the version they began with.'}
      </ConfirmDialog>
      {blocking.length > 0 && <BlockedDialog diagnostics={blocking} onClose={closeBlocked} />}
    </>
  )
}

function BlockedDialog(props: { diagnostics: Diagnostic[]; onClose(): void }) {
  const { copilot } = useCopilot()
  const place = (diagnostic: Diagnostic) => {
    const href = diagnosticHref(copilot.id, diagnostic, copilot.components)
    return href ? <span onClickCapture={props.onClose}><PageLink to={href}>{placeText(diagnostic)}</PageLink></span> : placeText(diagnostic)
  }
  const count = props.diagnostics.length
  return (
    <Dialog open modalType="alert" onOpenChange={(_, data) => !data.open && props.onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Not published: {count} {count === 1 ? 'error' : 'errors'}</DialogTitle>
          <DialogContent>
            <p style={{ marginTop: 0 }}>Customers keep the version they have. Mend these and publish again.</p>
            <DiagnosticsList diagnostics={props.diagnostics} place={place} />
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={props.onClose}>Close</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}
