import { Link } from '@fluentui/react-components'
import { DocumentRegular } from '@fluentui/react-icons/svg/document'
import { Navigate, Outlet, type RouteObject, useRouteError } from 'react-router-dom'
import { AppShell } from '../kit/app-shell.tsx'
import { useMe } from '../kit/session.tsx'
import { EmptyState, ErrorState } from '../kit/states.tsx'
import { AgentTransfersPage } from './agent-transfers-page.tsx'
import { AuthenticationPage } from './authentication-page.tsx'
import { ChannelsPage } from './channels-page.tsx'
import { ComponentPage } from './component-page.tsx'
import { ComponentsPage } from './components-page.tsx'
import { ConnectionsPage } from './connections-page.tsx'
import { CopilotLayout } from './copilot-layout.tsx'
import { CopilotListPage } from './copilot-list-page.tsx'
import { ImprovePage } from './improve-page.tsx'
import { EventsPage } from './events-page.tsx'
import { KnowledgePage } from './knowledge-page.tsx'
import { OverviewPage } from './overview-page.tsx'
import { TopicsPage } from './topics-page.tsx'

function StudioShell() {
  return (
    <AppShell area="studio" title="Studio" me={useMe()}>
      <Outlet />
    </AppShell>
  )
}

function PageFailed() {
  return <ErrorState title="This page stopped working" error={useRouteError()} onRetry={() => location.reload()} />
}

const notFound = (
  <EmptyState icon={<DocumentRegular />} title="There is no such page" action={<Link href="/studio">Go to your copilots</Link>}>
    The address may be mistyped, or what it showed was deleted.
  </EmptyState>
)

export const routes: RouteObject[] = [
  {
    element: <StudioShell />,
    errorElement: <PageFailed />,
    children: [
      { index: true, element: <CopilotListPage /> },
      {
        path: 'copilots/:copilotId',
        element: <CopilotLayout />,
        children: [
          { index: true, element: <Navigate to="overview" replace /> },
          { path: 'overview', element: <OverviewPage /> },
          { path: 'topics', element: <TopicsPage /> },
          { path: 'entities', element: <ComponentsPage key="entities" kinds="entities" /> },
          { path: 'variables', element: <ComponentsPage key="variables" kinds="variables" /> },
          { path: 'components', element: <ComponentsPage key="other" kinds="other" /> },
          { path: 'knowledge', element: <KnowledgePage /> },
          { path: 'improve', element: <ImprovePage /> },
          { path: 'channels', element: <ChannelsPage /> },
          { path: 'events', element: <EventsPage /> },
          { path: 'settings/agent-transfers', element: <AgentTransfersPage /> },
          { path: 'settings/connections', element: <ConnectionsPage /> },
          { path: 'settings/authentication', element: <AuthenticationPage /> },
          { path: ':section/:schemaName', element: <ComponentPage /> },
          { path: '*', element: notFound },
        ],
      },
      { path: '*', element: notFound },
    ],
  },
]
