import { Button, Text, ToggleButton, makeStyles, tokens } from '@fluentui/react-components'
import { AppsRegular } from '@fluentui/react-icons/svg/apps'
import { ArrowLeftRegular } from '@fluentui/react-icons/svg/arrow-left'
import { BookRegular } from '@fluentui/react-icons/svg/book'
import { BotRegular } from '@fluentui/react-icons/svg/bot'
import { BracesRegular } from '@fluentui/react-icons/svg/braces'
import { ChannelShareRegular } from '@fluentui/react-icons/svg/channel-share'
import { ChatRegular } from '@fluentui/react-icons/svg/chat'
import { DataHistogramRegular } from '@fluentui/react-icons/svg/data-histogram'
import { FlowRegular } from '@fluentui/react-icons/svg/flow'
import { HomeRegular } from '@fluentui/react-icons/svg/home'
import { LightbulbRegular } from '@fluentui/react-icons/svg/lightbulb'
import { PersonSwapRegular } from '@fluentui/react-icons/svg/person-swap'
import { PlugConnectedRegular } from '@fluentui/react-icons/svg/plug-connected'
import { ShieldKeyholeRegular } from '@fluentui/react-icons/svg/shield-keyhole'
import { TagRegular } from '@fluentui/react-icons/svg/tag'
import { type MouseEvent, useRef, useState } from 'react'
import { Outlet, useHref, useLinkClickHandler, useParams } from 'react-router-dom'
import { ApiError } from '../kit/api.ts'
import { PageLink } from '../kit/page-link.tsx'
import { SideNav } from '../kit/side-nav.tsx'
import { EmptyState, ErrorState, Loading } from '../kit/states.tsx'
import { useLoad } from '../kit/use-load.ts'
import { sectionOf } from './component-place.ts'
import { CopilotContext } from './copilot-context.ts'
import { CopilotBadges } from './copilot-list-page.tsx'
import { PublishButton } from './publish-button.tsx'
import { type CopilotDetail, loadCopilot } from './studio-api.ts'
import { TestPane } from './test-pane.tsx'

const narrow = '@media (max-width: 760px)'

const useStyles = makeStyles({
  layout: { display: 'flex', flexDirection: 'column', flexGrow: 1, minHeight: 0 },
  header: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL} ${tokens.spacingVerticalS} ${tokens.spacingHorizontalS}`,
    backgroundColor: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    flexShrink: 0,
    [narrow]: { paddingRight: tokens.spacingHorizontalS, gap: tokens.spacingHorizontalXS },
  },
  name: { minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  badges: { display: 'flex', gap: tokens.spacingHorizontalXS, flexShrink: 0, [narrow]: { display: 'none' } },
  space: { flexGrow: 1 },
  body: { position: 'relative', display: 'flex', flexGrow: 1, minHeight: 0 },
  pages: { display: 'flex', flexGrow: 1, minWidth: 0, minHeight: 0 },
  pane: {
    display: 'flex',
    flexDirection: 'column',
    width: '368px',
    flexShrink: 0,
    minHeight: 0,
    borderLeft: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
    '@media (max-width: 900px)': { position: 'absolute', inset: 0, width: 'auto', zIndex: 10, borderLeft: 'none' },
  },
})

/** Everything about one copilot: its header with Publish and Test, its pages, and the test chat beside them. */
export function CopilotLayout() {
  const { copilotId = '' } = useParams()
  const loaded = useLoad(`copilot ${copilotId}`, (signal) => loadCopilot(copilotId, signal))
  const unsaved = useRef(false)
  if (loaded.status === 'loading') return <Loading label="Loading the copilot…" />
  if (loaded.error instanceof ApiError && loaded.error.status === 404) {
    return (
      <EmptyState icon={<BotRegular />} title="There is no such copilot" action={<PageLink to="/">All copilots</PageLink>}>
        It may have been deleted, or it belongs to another environment.
      </EmptyState>
    )
  }
  if (!loaded.data) return <ErrorState title="The copilot could not be loaded" error={loaded.error} onRetry={loaded.reload} />
  return (
    <CopilotContext value={{ copilot: loaded.data, reload: loaded.reload, unsaved }}>
      <CopilotFrame copilot={loaded.data} />
    </CopilotContext>
  )
}

function CopilotFrame(props: { copilot: CopilotDetail }) {
  const styles = useStyles()
  const { copilot } = props
  const [testing, setTesting] = useState(false)
  const back = useLinkClickHandler<HTMLAnchorElement>('/')
  return (
    <div className={styles.layout}>
      <div className={styles.header}>
        <Button as="a" href={useHref('/')} appearance="subtle" icon={<ArrowLeftRegular />} aria-label="All copilots" onClick={(event) => back(event as MouseEvent<HTMLAnchorElement>)} />
        <Text weight="semibold" size={400} className={styles.name} title={copilot.name}>{copilot.name}</Text>
        <CopilotBadges copilot={copilot} className={styles.badges} />
        <span className={styles.space} />
        <PublishButton />
        <ToggleButton icon={<ChatRegular />} checked={testing} onClick={() => setTesting(!testing)}>Test</ToggleButton>
      </div>
      <div className={styles.body}>
        <div className={styles.pages}>
          <SideNav label={`Pages of ${copilot.name}`} items={navItems(copilot)}>
            <Outlet />
          </SideNav>
        </div>
        {testing && (
          <aside className={styles.pane} aria-label="Test your copilot">
            <TestPane key={copilot.id} copilot={copilot} onClose={() => setTesting(false)} />
          </aside>
        )}
      </div>
    </div>
  )
}

function navItems(copilot: CopilotDetail) {
  const base = `/copilots/${encodeURIComponent(copilot.id)}`
  const count = (section: string) => copilot.components.filter((component) => sectionOf(component.kind) === section).length
  return [
    { to: `${base}/overview`, label: 'Overview', icon: <HomeRegular /> },
    { to: `${base}/topics`, label: 'Topics', icon: <FlowRegular />, count: count('topics') },
    { to: `${base}/knowledge`, label: 'Knowledge', icon: <BookRegular />, count: copilot.components.filter(({ kind }) => kind === 'file' || kind === 'knowledge').length },
    { to: `${base}/entities`, label: 'Entities', icon: <TagRegular />, count: count('entities') },
    { to: `${base}/variables`, label: 'Variables', icon: <BracesRegular />, count: count('variables') },
    { to: `${base}/components`, label: 'Other components', icon: <AppsRegular />, count: count('components') },
    { to: `${base}/improve`, label: 'Improve', icon: <LightbulbRegular /> },
    { to: `${base}/channels`, label: 'Channels', icon: <ChannelShareRegular /> },
    { to: `${base}/events`, label: 'Logged events', icon: <DataHistogramRegular /> },
    { to: `${base}/settings/agent-transfers`, label: 'Agent transfers', icon: <PersonSwapRegular />, group: 'Settings' },
    { to: `${base}/settings/authentication`, label: 'Authentication', icon: <ShieldKeyholeRegular />, group: 'Settings' },
    { to: `${base}/settings/connections`, label: 'Connections', icon: <PlugConnectedRegular />, group: 'Settings' },
  ]
}
