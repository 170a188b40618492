import { Button, DrawerBody, DrawerFooter, DrawerHeader, DrawerHeaderTitle, Link, MessageBar, MessageBarBody, MessageBarTitle, OverlayDrawer, Text, makeStyles, tokens } from '@fluentui/react-components'
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss'
import { OpenRegular } from '@fluentui/react-icons/svg/open'
import { useRef, useState } from 'react'
import { ConfirmDialog } from '../kit/confirm-dialog.tsx'
import { ErrorBar } from '../kit/error-bar.tsx'
import { useNotify } from '../kit/notify.tsx'
import { PageLink } from '../kit/page-link.tsx'
import { formatFull } from '../kit/time.ts'
import { useCopilot } from './copilot-context.ts'
import { type AgentTransfers, connectHub, disconnectHub } from './studio-api.ts'
import { transfersState } from './transfers-state.ts'

const useStyles = makeStyles({
  drawer: { width: '480px', maxWidth: '100vw' },
  body: { outline: 'none', display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL, paddingBottom: tokens.spacingVerticalL },
  facts: { display: 'grid', gridTemplateColumns: 'max-content 1fr', columnGap: tokens.spacingHorizontalL, rowGap: tokens.spacingVerticalS, margin: 0, '& dt': { color: tokens.colorNeutralForeground2 }, '& dd': { margin: 0, minWidth: 0, overflowWrap: 'anywhere' } },
  steps: { margin: 0, paddingLeft: tokens.spacingHorizontalXL, display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  bar: { flexShrink: 0 },
  quiet: { color: tokens.colorNeutralForeground2 },
})

type Props = { transfers: AgentTransfers; onChanged(transfers: AgentTransfers): void; onClose(): void }

/** The Omnichannel tile's panel: connect, look at it in the hub, disconnect, and why something cannot be done. */
export function OmnichannelPanel(props: Props) {
  const styles = useStyles()
  const { copilot, reload } = useCopilot()
  const { notify } = useNotify()
  const [busy, setBusy] = useState(false)
  const [asking, setAsking] = useState(false)
  const [error, setError] = useState<unknown>()
  const { transfers } = props
  const state = transfersState(transfers)
  const body = useRef<HTMLDivElement>(null)
  // The button that was pressed is gone afterwards; without this the keyboard would be nowhere.
  const keepFocus = () => setTimeout(() => body.current?.focus(), 200)

  const connect = async () => {
    setBusy(true)
    setError(undefined)
    try {
      props.onChanged(await connectHub(copilot.id))
      notify({ title: `${copilot.name} is connected`, body: 'Give it a workstream in Omnichannel, so that customers reach it.', intent: 'success' })
      reload()
      keepFocus()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  const disconnect = async () => {
    props.onChanged(await disconnectHub(copilot.id))
    notify({ title: `${copilot.name} is disconnected`, body: 'It takes no conversations from the hub any more.', intent: 'success' })
    reload()
    keepFocus()
  }
  return (
    <OverlayDrawer open position="end" className={styles.drawer} onOpenChange={(_, data) => !data.open && props.onClose()}>
      <DrawerHeader>
        <DrawerHeaderTitle action={<Button appearance="subtle" icon={<DismissRegular />} aria-label="Close" onClick={props.onClose} />}>Omnichannel</DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody>
        <div ref={body} tabIndex={-1} className={styles.body}>
          <Text>A customer who needs a person is handed to somebody at the desk, in the same chat. The person sees what was said and every variable before answering.</Text>
          {error !== undefined && <ErrorBar title="Not connected" error={error} />}
          <StateMessage transfers={transfers} />
          {transfers.warning && state !== 'not-published' && <MessageBar intent="warning" layout="multiline" className={styles.bar}><MessageBarBody>{transfers.warning}</MessageBarBody></MessageBar>}
          {transfers.connection && <ConnectionFacts connection={transfers.connection} />}
          {state === 'connected' && <NextSteps />}
        </div>
      </DrawerBody>
      <DrawerFooter>
        {state === 'connected' ? (
          <>
            <Button as="a" appearance="primary" href={transfers.hubUrl} icon={<OpenRegular />} iconPosition="after">View in Omnichannel</Button>
            <Button onClick={() => setAsking(true)}>Disconnect</Button>
          </>
        ) : (
          <>
            <Button appearance="primary" disabled={busy || state === 'no-hub' || state === 'name-too-long' || state === 'blocked'} onClick={() => void connect()}>{busy ? 'Connecting…' : transfers.connection ? 'Connect again' : 'Connect'}</Button>
            {transfers.connection && <Button as="a" href={transfers.hubUrl} icon={<OpenRegular />} iconPosition="after">View in Omnichannel</Button>}
          </>
        )}
      </DrawerFooter>
      <ConfirmDialog open={asking} title={`Disconnect ${copilot.name}?`} confirmLabel="Disconnect" danger onConfirm={disconnect} onClose={() => setAsking(false)}>
        The application user that stands for it in the hub is disabled, and traffic stops at once: new chats{workstreamWords(transfers)} do not reach the copilot, and conversations it is in get no more answers from it. Connecting again restores it.
      </ConfirmDialog>
    </OverlayDrawer>
  )
}

function workstreamWords(transfers: AgentTransfers): string {
  const names = transfers.connection?.workstreams.map(({ name }) => name) ?? []
  return names.length > 0 ? ` of ${names.join(' and ')}` : ''
}

/** Why Connect is not possible, in words, with the way on. */
function StateMessage(props: { transfers: AgentTransfers }) {
  const styles = useStyles()
  const { copilot } = useCopilot()
  const { transfers } = props
  const state = transfersState(transfers)
  const base = `/copilots/${encodeURIComponent(copilot.id)}`
  if (state === 'connected' && transfers.connection?.workstreams.length === 0) {
    return <MessageBar intent="warning" layout="multiline" className={styles.bar}><MessageBarBody>Connected, but no workstream has this copilot yet, so no customer reaches it. Give it to one in Omnichannel.</MessageBarBody></MessageBar>
  }
  if (state === 'connected') {
    return <MessageBar intent="success" className={styles.bar}><MessageBarBody>Connected. Customers of its workstreams reach this copilot, and people take over from it.</MessageBarBody></MessageBar>
  }
  if (state === 'no-hub') {
    return (
      <MessageBar intent="error" layout="multiline" className={styles.bar}>
        <MessageBarBody><MessageBarTitle>The hub is not installed here</MessageBarTitle>{transfers.problem ?? 'The engagement hub must be installed in the same environment as the copilot.'}</MessageBarBody>
      </MessageBar>
    )
  }
  if (state === 'name-too-long') {
    return (
      <MessageBar intent="error" layout="multiline" className={styles.bar}>
        <MessageBarBody>
          <MessageBarTitle>The name is too long</MessageBarTitle>
          {transfers.problem ?? `“${copilot.name}” has ${transfers.nameLength} characters; a connected copilot may have 30.`} <PageLink to={`${base}/overview`}>Rename it on the overview page</PageLink>
        </MessageBarBody>
      </MessageBar>
    )
  }
  if (state === 'not-published') {
    return (
      <MessageBar intent="warning" layout="multiline" className={styles.bar}>
        <MessageBarBody><MessageBarTitle>Publish first</MessageBarTitle>{transfers.problem ?? 'This copilot was never published, so customers would not reach it. You can connect it now; press Publish at the top of the page as well.'}</MessageBarBody>
      </MessageBar>
    )
  }
  if (transfers.problem) return <MessageBar intent="warning" layout="multiline" className={styles.bar}><MessageBarBody>{transfers.problem}</MessageBarBody></MessageBar>
  return (
    <Text className={styles.quiet}>
      {transfers.connection ? 'Disconnected: no traffic reaches it. Connecting again enables the same application user.' : 'Connecting creates an application user that stands for the copilot in the hub.'}
    </Text>
  )
}

function ConnectionFacts(props: { connection: NonNullable<AgentTransfers['connection']> }) {
  const styles = useStyles()
  const { connection } = props
  return (
    <dl className={styles.facts}>
      <dt>Application user</dt>
      <dd><code>{connection.applicationUserId}</code></dd>
      <dt>State</dt>
      <dd>{connection.enabled ? 'Enabled' : 'Disabled'}</dd>
      <dt>Connected</dt>
      <dd>{formatFull(connection.connectedAt)}</dd>
      {connection.disconnectedAt && (
        <>
          <dt>Disconnected</dt>
          <dd>{formatFull(connection.disconnectedAt)}</dd>
        </>
      )}
      <dt>Workstreams</dt>
      <dd>{connection.workstreams.length === 0 ? 'None yet: no customer reaches it.' : connection.workstreams.map((workstream) => <div key={workstream.id}><Link href={`/admin/workstreams/${encodeURIComponent(workstream.id)}`}>{workstream.name}</Link></div>)}</dd>
    </dl>
  )
}

function NextSteps() {
  const styles = useStyles()
  const { copilot } = useCopilot()
  const escalate = copilot.components.find((component) => component.kind === 'topic' && component.trigger === 'OnEscalate')
  return (
    <section aria-label="What is left to do">
      <Text weight="semibold" block>For a handoff to work</Text>
      <ol className={styles.steps}>
        <li>In Omnichannel, give the copilot to a workstream and choose its queues.</li>
        <li>
          A topic needs a Transfer conversation node
          {escalate ? <>, usually <PageLink to={`/copilots/${encodeURIComponent(copilot.id)}/topics/${encodeURIComponent(escalate.schemaName)}`}>{escalate.name}</PageLink>.</> : '.'}
        </li>
        <li>Try it with the chat widget of Omnichannel. The studio’s own embed code and test pane reach no person.</li>
      </ol>
    </section>
  )
}
