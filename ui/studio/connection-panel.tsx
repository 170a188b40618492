import {
  Button,
  Checkbox,
  DrawerBody,
  DrawerHeader,
  DrawerHeaderTitle,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  OverlayDrawer,
  Switch,
  Text,
  makeStyles,
  tokens,
} from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { type FormEvent, useState } from 'react'
import { ConfirmDialog } from '../kit/confirm-dialog.tsx'
import { CopyField } from '../kit/copy-field.tsx'
import { ErrorBar } from '../kit/error-bar.tsx'
import { useNotify } from '../kit/notify.tsx'
import { formatFull } from '../kit/time.ts'
import { ConnectionTest } from './connection-test.tsx'
import { type Connection, removeAddress, replaceSecret, saveAddress } from './connections-api.ts'
import { useCopilot } from './copilot-context.ts'

const useStyles = makeStyles({
  drawer: { width: '560px', maxWidth: '100vw' },
  body: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, paddingBottom: tokens.spacingVerticalXXL },
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  part: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS, paddingTop: tokens.spacingVerticalM, borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  title: { margin: 0, fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400, fontWeight: tokens.fontWeightSemibold },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground2 },
  id: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  bar: { flexShrink: 0 },
})

type Props = { connection: Connection; kindName: string; mayAllowPrivate: boolean; onChanged(): void; onClose(): void }

/** One flow, connection or MCP server: where it is, what it is called with, and a try. */
export function ConnectionPanel(props: Props) {
  const styles = useStyles()
  const { connection, mayAllowPrivate } = props
  const { address } = connection
  const [secret, setSecret] = useState<string>()
  const readOnly = !mayAllowPrivate && address?.privateHost === true
  return (
    <OverlayDrawer open position="end" className={styles.drawer} onOpenChange={(_, data) => !data.open && props.onClose()}>
      <DrawerHeader>
        <DrawerHeaderTitle action={<Button appearance="subtle" icon={<DismissRegular />} aria-label="Close" onClick={props.onClose} />}>{connection.name}</DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody>
        <div className={styles.body}>
          <div>
            <Text block>{props.kindName}</Text>
            <span className={styles.id}>{connection.target}</span>
          </div>
          {readOnly && (
            <MessageBar intent="info" layout="multiline" className={styles.bar}>
              <MessageBarBody>Its address may be of a private network, so only an administrator can change it. You can try it.</MessageBarBody>
            </MessageBar>
          )}
          <AddressForm {...props} readOnly={readOnly} onSecret={setSecret} />
          {connection.kind !== 'mcp' && address && <SecretPart {...props} readOnly={readOnly} secret={secret} onSecret={setSecret} />}
          {address && <ConnectionTest connection={connection} />}
        </div>
      </DrawerBody>
    </OverlayDrawer>
  )
}

type FormProps = Props & { readOnly: boolean; onSecret(secret: string | undefined): void }

function AddressForm(props: FormProps) {
  const styles = useStyles()
  const { copilot } = useCopilot()
  const { notify } = useNotify()
  const { connection, readOnly } = props
  const { address } = connection
  const [name, setName] = useState(address?.name || connection.name)
  const [url, setUrl] = useState(address?.url ?? '')
  const [headerName, setHeaderName] = useState(address?.headerName ?? '')
  const [headerValue, setHeaderValue] = useState('')
  const [privateHost, setPrivateHost] = useState(address?.privateHost ?? false)
  const [enabled, setEnabled] = useState(address?.enabled ?? true)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [asking, setAsking] = useState(false)
  const [error, setError] = useState<unknown>()
  const problem = /^https?:\/\/\S+$/i.test(url.trim()) ? undefined : 'Enter an address that begins with https:// or http://.'

  const save = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (problem) return
    setBusy(true)
    setError(undefined)
    try {
      const header = headerName.trim() ? { name: headerName.trim(), ...(headerValue ? { value: headerValue } : {}) } : null
      const saved = await saveAddress(copilot.id, connection, { name, url: url.trim(), privateHost, enabled, header })
      if (saved.secret !== undefined) props.onSecret(saved.secret)
      setHeaderValue('')
      notify({ title: `${name || connection.name} is saved`, intent: 'success' })
      props.onChanged()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  const disconnect = async () => {
    await removeAddress(copilot.id, connection)
    props.onSecret(undefined)
    notify({ title: `${connection.name} is disconnected`, intent: 'success' })
    props.onChanged()
    props.onClose()
  }
  return (
    <form className={styles.form} onSubmit={(event) => void save(event)} noValidate>
      <Field label="Address" required hint={connection.kind === 'mcp' ? 'The server’s endpoint for streamable HTTP.' : 'It gets a POST with JSON and answers with the outputs.'} {...(tried && problem ? { validationMessage: problem } : {})}>
        <Input type="url" value={url} disabled={readOnly} placeholder="https://" onChange={(_, data) => setUrl(data.value)} />
      </Field>
      <Field label="Name">
        <Input value={name} disabled={readOnly} onChange={(_, data) => setName(data.value)} />
      </Field>
      <Field label="Header" hint="One more header for its authentication, such as Authorization or x-functions-key. Empty: none.">
        <Input value={headerName} disabled={readOnly} autoComplete="off" onChange={(_, data) => setHeaderName(data.value)} />
      </Field>
      {headerName.trim() !== '' && (
        <Field label="Value of the header" hint={address?.headerName ? 'Stored encrypted and never shown. Empty: the stored value stays, as long as the address is on the same server.' : 'Stored encrypted and never shown again.'}>
          <Input type="password" value={headerValue} disabled={readOnly} autoComplete="new-password" onChange={(_, data) => setHeaderValue(data.value)} />
        </Field>
      )}
      <Checkbox
        label={props.mayAllowPrivate ? 'Private address: it may be on this machine or in a private network' : 'Private address (an administrator can allow it)'}
        checked={privateHost}
        disabled={!props.mayAllowPrivate}
        onChange={(_, data) => setPrivateHost(data.checked === true)}
      />
      <Switch label="Switched on" checked={enabled} disabled={readOnly} onChange={(_, data) => setEnabled(data.checked)} />
      {error !== undefined && <ErrorBar title="It was not saved" error={error} />}
      <div className={styles.row}>
        <Button appearance="primary" type="submit" disabled={readOnly} disabledFocusable={busy}>{busy ? 'Saving…' : 'Save'}</Button>
        {address && <Button disabled={busy || readOnly} onClick={() => setAsking(true)}>Disconnect…</Button>}
        {address && <Text size={200} className={styles.quiet}>Changed by {address.changedBy}, {formatFull(address.changedAt)}</Text>}
      </div>
      <ConfirmDialog open={asking} title={`Disconnect ${connection.name}?`} confirmLabel="Disconnect" danger onConfirm={disconnect} onClose={() => setAsking(false)}>
        Its address, header and secret are forgotten. Every topic of this environment that uses it fails there, in all copilots, until it is connected again.
      </ConfirmDialog>
    </form>
  )
}

function SecretPart(props: FormProps & { secret: string | undefined }) {
  const styles = useStyles()
  const { copilot } = useCopilot()
  const [asking, setAsking] = useState(false)
  const { connection, secret } = props
  const replace = async () => {
    props.onSecret((await replaceSecret(copilot.id, connection)).secret)
    props.onChanged()
  }
  return (
    <section className={styles.part} aria-label="Secret">
      <h3 className={styles.title}>Secret</h3>
      <Text className={styles.quiet}>Every call is signed with it (header <code>webhook-signature</code>), so that your address knows it comes from here.</Text>
      {secret !== undefined && (
        <>
          <MessageBar intent="success" layout="multiline" className={styles.bar}>
            <MessageBarBody><MessageBarTitle>Copy the secret now</MessageBarTitle>It is shown only this once.</MessageBarBody>
          </MessageBar>
          <CopyField label="Secret" value={secret} />
        </>
      )}
      <div className={styles.row}>
        <Button disabled={props.readOnly} onClick={() => setAsking(true)}>Replace the secret…</Button>
        {connection.address && <Text size={200} className={styles.quiet}>Created on {formatFull(connection.address.secretMadeAt)}</Text>}
      </div>
      <ConfirmDialog open={asking} title="Replace the secret?" confirmLabel="Replace" danger onConfirm={replace} onClose={() => setAsking(false)}>
        Calls are signed with the new secret at once: an address that checks signatures refuses them until it has the new one.
      </ConfirmDialog>
    </section>
  )
}
