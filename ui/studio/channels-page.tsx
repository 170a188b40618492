import { Button, Link, MessageBar, MessageBarBody, MessageBarTitle, Text, makeStyles, tokens } from '@fluentui/react-components'
import { OpenRegular } from '@fluentui/react-icons/svg/open'
import { useState } from 'react'
import { ConfirmDialog } from '../kit/confirm-dialog.tsx'
import { CopyField } from '../kit/copy-field.tsx'
import { useNotify } from '../kit/notify.tsx'
import { PageLayout, Section } from '../kit/page-layout.tsx'
import { PageLink } from '../kit/page-link.tsx'
import { ErrorState, Loading } from '../kit/states.tsx'
import { formatFull } from '../kit/time.ts'
import { useLoad } from '../kit/use-load.ts'
import { useCopilot } from './copilot-context.ts'
import { type CopilotChannels, loadChannels, makeSecret } from './studio-api.ts'

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  quiet: { color: tokens.colorNeutralForeground2 },
  bar: { flexShrink: 0 },
})

/** Where customers can talk to this copilot without the hub. */
export function ChannelsPage() {
  const { copilot } = useCopilot()
  const loaded = useLoad(`channels ${copilot.id}`, (signal) => loadChannels(copilot.id, signal))
  return (
    <PageLayout title="Channels" of={copilot.name} lead="How customers reach this copilot directly.">
      {loaded.status === 'loading' && <Loading />}
      {loaded.status === 'failed' && !loaded.data && <ErrorState title="The channels could not be loaded" error={loaded.error} onRetry={loaded.reload} />}
      {loaded.data && <EmbedSection channels={loaded.data} />}
      {loaded.data && <DirectLineSection channels={loaded.data} onChanged={loaded.setData} />}
    </PageLayout>
  )
}

function EmbedSection(props: { channels: CopilotChannels }) {
  const styles = useStyles()
  const { copilot } = useCopilot()
  return (
    <Section title="Embed code">
      <Text className={styles.quiet}>One script tag puts a chat with this copilot on a website.</Text>
      <MessageBar intent="warning" layout="multiline" className={styles.bar}>
        <MessageBarBody>
          <MessageBarTitle>No person can be reached in this chat</MessageBarTitle>
          It talks to the copilot alone and never creates a conversation in Omnichannel, so a handoff has nobody to go to, and the chat says so. To reach people use the{' '}
          <Link inline href="/admin/widgets">chat widget of Omnichannel</Link>.
        </MessageBarBody>
      </MessageBar>
      {copilot.publishedVersion === null && (
        <MessageBar intent="info" layout="multiline" className={styles.bar}><MessageBarBody>The chat opens once the copilot is published.</MessageBarBody></MessageBar>
      )}
      <CopyField label="Embed code" value={props.channels.embedCode} />
      <div className={styles.row}>
        <Button as="a" href={props.channels.demoUrl} target="_blank" icon={<OpenRegular />} iconPosition="after">Try it</Button>
        <Text size={200} className={styles.quiet}>A demo page with this chat, in a new tab</Text>
      </div>
    </Section>
  )
}

function DirectLineSection(props: { channels: CopilotChannels; onChanged(channels: CopilotChannels): void }) {
  const styles = useStyles()
  const { copilot } = useCopilot()
  const [asking, setAsking] = useState(false)
  const { channels } = props
  const { notifyError } = useNotify()
  const create = async () => props.onChanged(await makeSecret(copilot.id))
  const createFirst = () => void create().catch((error: unknown) => notifyError('No secret was created', error))
  return (
    <Section title="Direct Line">
      <Text className={styles.quiet}>For a page or app of your own that speaks Direct Line 3.0. Your server keeps the secret and gives each customer a token.</Text>
      <CopyField label="Address" value={channels.directLineUrl} />
      <CopyField label="Token address" value={channels.tokenUrl} />
      {channels.secret !== undefined && (
        <>
          <MessageBar intent="success" layout="multiline" className={styles.bar}>
            <MessageBarBody><MessageBarTitle>Copy the secret now</MessageBarTitle>It is shown only this once. We keep nothing it could be read back from.</MessageBarBody>
          </MessageBar>
          <CopyField label="Secret" value={channels.secret} />
        </>
      )}
      <div className={styles.row}>
        <Button onClick={() => (channels.secretCreatedAt === null ? createFirst() : setAsking(true))}>{channels.secretCreatedAt === null ? 'Create a secret' : 'Replace the secret…'}</Button>
        <Text size={200} className={styles.quiet}>{channels.secretCreatedAt === null ? 'There is none yet.' : `The secret was created on ${formatFull(channels.secretCreatedAt)}.`}</Text>
      </div>
      <Text size={200} className={styles.quiet}>A handoff arrives there as the event <code>handoff.initiate</code> with transcript and variables. See <PageLink to={`/copilots/${encodeURIComponent(copilot.id)}/settings/agent-transfers`}>Agent transfers</PageLink>.</Text>
      <ConfirmDialog open={asking} title="Replace the secret?" confirmLabel="Replace" danger onConfirm={create} onClose={() => setAsking(false)}>
        The old secret stops working at once: whatever uses it cannot get tokens until it has the new one.
      </ConfirmDialog>
    </Section>
  )
}
