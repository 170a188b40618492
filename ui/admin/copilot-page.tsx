import { Badge, Button, MessageBar, MessageBarBody, Text, makeStyles, tokens } from '@fluentui/react-components'
import { OpenRegular } from '@fluentui/react-icons/svg/open'
import { useParams } from 'react-router-dom'
import { PageLayout, Section } from '../kit/page-layout.tsx'
import { PageLink } from '../kit/page-link.tsx'
import { EmptyState } from '../kit/states.tsx'
import { formatFull } from '../kit/time.ts'
import type { ConnectedCopilot } from './admin-api.ts'
import { useAdmin } from './admin-context.ts'

const useStyles = makeStyles({
  facts: { display: 'grid', gridTemplateColumns: 'max-content 1fr', columnGap: tokens.spacingHorizontalL, rowGap: tokens.spacingVerticalS, margin: 0, '& dt': { color: tokens.colorNeutralForeground2 }, '& dd': { margin: 0, minWidth: 0, overflowWrap: 'anywhere' } },
  list: { margin: 0, paddingLeft: tokens.spacingHorizontalXL },
  bar: { flexShrink: 0 },
})

/** The connection of one copilot: where the studio's "View in Omnichannel" leads. */
export function CopilotPage() {
  const styles = useStyles()
  const { id = '' } = useParams()
  const { overview } = useAdmin()
  const copilot = overview.copilots.find((each) => each.copilotId === id)
  const all = <PageLink to="/copilots">All connected copilots</PageLink>
  if (!copilot) return <EmptyState title="This copilot is not connected" action={all}>Connect it on its Agent transfers page in the studio.</EmptyState>
  const studio = `/studio/copilots/${encodeURIComponent(id)}/settings/agent-transfers`
  return (
    <PageLayout title={copilot.copilotName} of="Connected copilots" lead={all} actions={<Button as="a" href={studio} icon={<OpenRegular />} iconPosition="after">Agent transfers in the studio</Button>}>
      {!copilot.enabled && (
        <MessageBar intent="warning" layout="multiline" className={styles.bar}>
          <MessageBarBody>Disconnected: its application user is disabled and no traffic reaches it. Connect it again in the studio.</MessageBarBody>
        </MessageBar>
      )}
      <Section title="Connection"><Facts copilot={copilot} /></Section>
      <Section title="Workstreams"><Workstreams copilot={copilot} /></Section>
    </PageLayout>
  )
}

function Facts(props: { copilot: ConnectedCopilot }) {
  const styles = useStyles()
  const { copilot } = props
  return (
    <dl className={styles.facts}>
      <dt>State</dt>
      <dd>{copilot.enabled ? <Badge appearance="tint" color="success">Enabled</Badge> : <Badge appearance="tint" color="warning">Disabled</Badge>}</dd>
      <dt>Application user</dt>
      <dd><code>{copilot.applicationUserId}</code></dd>
      <dt>Connected</dt>
      <dd>{formatFull(copilot.connectedAt)}</dd>
      {copilot.disconnectedAt && (
        <>
          <dt>Disconnected</dt>
          <dd>{formatFull(copilot.disconnectedAt)}</dd>
        </>
      )}
    </dl>
  )
}

function Workstreams(props: { copilot: ConnectedCopilot }) {
  const styles = useStyles()
  const { workstreams, copilotName } = props.copilot
  if (workstreams.length === 0) {
    return <Text>None yet, so no customer reaches it. Open a <PageLink to="/workstreams">workstream</PageLink> and choose {copilotName} as its copilot.</Text>
  }
  return (
    <ul className={styles.list}>
      {workstreams.map((workstream) => <li key={workstream.id}><PageLink to={`/workstreams/${encodeURIComponent(workstream.id)}`}>{workstream.name}</PageLink></li>)}
    </ul>
  )
}
