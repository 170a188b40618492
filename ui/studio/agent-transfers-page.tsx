import { Badge, Body1, Text, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { ChevronRightRegular } from '@fluentui/react-icons/svg/chevron-right'
import { HeadsetRegular } from '@fluentui/react-icons/svg/headset'
import { PlugConnectedRegular } from '@fluentui/react-icons/svg/plug-connected'
import { useRef, useState } from 'react'
import { PageLayout } from '../kit/page-layout.tsx'
import { ErrorState, Loading } from '../kit/states.tsx'
import { useLoad } from '../kit/use-load.ts'
import { useCopilot } from './copilot-context.ts'
import { OmnichannelPanel } from './omnichannel-panel.tsx'
import { type AgentTransfers, loadTransfers } from './studio-api.ts'

const useStyles = makeStyles({
  tiles: { display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(min(320px, 100%), 1fr))', gap: tokens.spacingHorizontalL },
  tile: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    padding: tokens.spacingHorizontalL,
    textAlign: 'left',
    font: 'inherit',
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    boxShadow: tokens.shadow2,
  },
  button: { cursor: 'pointer', ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover, border: `1px solid ${tokens.colorNeutralStroke1Hover}` } },
  icon: { display: 'flex', alignItems: 'center', justifyContent: 'center', width: '44px', height: '44px', flexShrink: 0, fontSize: '24px', borderRadius: tokens.borderRadiusMedium, color: tokens.colorBrandForeground1, backgroundColor: tokens.colorBrandBackground2 },
  words: { display: 'flex', flexDirection: 'column', gap: '2px', flexGrow: 1, minWidth: 0 },
  quiet: { color: tokens.colorNeutralForeground2 },
})

/** Settings > customer engagement hub: the hubs that people can take over in. */
export function AgentTransfersPage() {
  const styles = useStyles()
  const { copilot } = useCopilot()
  const loaded = useLoad(`transfers ${copilot.id} ${copilot.name} ${copilot.publishedVersion}`, (signal) => loadTransfers(copilot.id, signal))
  const [open, setOpen] = useState(false)
  const tile = useRef<HTMLButtonElement>(null)
  const close = () => {
    setOpen(false)
    // Once the panel is gone: until then it keeps the focus for itself.
    setTimeout(() => tile.current?.focus(), 50)
  }
  return (
    <PageLayout title="Agent transfers" of={copilot.name} lead="The customer engagement hub that takes a conversation over when the copilot hands it off, with its transcript and its variables.">
      {loaded.status === 'loading' && <Loading label="Asking the hub…" />}
      {loaded.status === 'failed' && !loaded.data && <ErrorState title="The state of the connection could not be loaded" error={loaded.error} onRetry={loaded.reload} />}
      {loaded.data && (
        <div className={styles.tiles}>
          <button ref={tile} type="button" className={mergeClasses(styles.tile, styles.button)} onClick={() => setOpen(true)} aria-haspopup="dialog">
            <span className={styles.icon} aria-hidden="true"><HeadsetRegular /></span>
            <span className={styles.words}>
              <Text weight="semibold" size={400}>Omnichannel</Text>
              <Text size={200} className={styles.quiet}>People of your own environment, at the desk</Text>
              <span><TransfersBadge transfers={loaded.data} /></span>
            </span>
            <ChevronRightRegular aria-hidden="true" />
          </button>
          <div className={styles.tile}>
            <span className={styles.icon} aria-hidden="true"><PlugConnectedRegular /></span>
            <span className={styles.words}>
              <Text weight="semibold" size={400}>Your own hub</Text>
              <Body1 className={styles.quiet}>A page of yours that speaks Direct Line receives the <code>handoff.initiate</code> event and can bring in people by itself. See Channels.</Body1>
            </span>
          </div>
        </div>
      )}
      {loaded.data && open && <OmnichannelPanel transfers={loaded.data} onChanged={loaded.setData} onClose={close} />}
    </PageLayout>
  )
}

function TransfersBadge(props: { transfers: AgentTransfers }) {
  const { connection, hubInstalled, problem } = props.transfers
  if (connection?.enabled) return <Badge appearance="tint" color="success">Connected</Badge>
  if (!hubInstalled) return <Badge appearance="tint" color="danger">Hub not installed</Badge>
  if (connection) return <Badge appearance="tint" color="warning">Disconnected</Badge>
  return problem ? <Badge appearance="tint" color="warning">Cannot be connected yet</Badge> : <Badge appearance="tint" color="informative">Not connected</Badge>
}
