import { Link } from '@fluentui/react-components'
import { Navigate, type RouteObject, useRouteError } from 'react-router-dom'
import { EmptyState, ErrorState } from '../kit/states.tsx'
import { AdminLayout } from './admin-layout.tsx'
import { ConnectionsPage } from './connections-page.tsx'
import { CopilotPage } from './copilot-page.tsx'
import { CopilotsPage } from './copilots-page.tsx'
import { EnvironmentVariablesPage } from './environment-variables-page.tsx'
import { QueuePage } from './queue-page.tsx'
import { QueuesPage } from './queues-page.tsx'
import { UserPage } from './user-page.tsx'
import { UsersPage } from './users-page.tsx'
import { WidgetPage } from './widget-page.tsx'
import { WidgetsPage } from './widgets-page.tsx'
import { WorkstreamPage } from './workstream-page.tsx'
import { WorkstreamsPage } from './workstreams-page.tsx'

function PageFailed() {
  return <ErrorState title="This page stopped working" error={useRouteError()} onRetry={() => location.reload()} />
}

export const routes: RouteObject[] = [
  {
    element: <AdminLayout />,
    errorElement: <PageFailed />,
    children: [
      { index: true, element: <Navigate to="workstreams" replace /> },
      { path: 'workstreams', element: <WorkstreamsPage /> },
      { path: 'workstreams/:id', element: <WorkstreamPage /> },
      { path: 'queues', element: <QueuesPage /> },
      { path: 'queues/:id', element: <QueuePage /> },
      { path: 'users', element: <UsersPage /> },
      { path: 'users/:id', element: <UserPage /> },
      { path: 'widgets', element: <WidgetsPage /> },
      { path: 'widgets/:id', element: <WidgetPage /> },
      { path: 'copilots', element: <CopilotsPage /> },
      { path: 'copilots/:id', element: <CopilotPage /> },
      { path: 'connections', element: <ConnectionsPage /> },
      { path: 'environment-variables', element: <EnvironmentVariablesPage /> },
      { path: '*', element: <EmptyState title="There is no such page" action={<Link href="/admin">Go to the administration</Link>}>The address may be mistyped, or what it showed was deleted.</EmptyState> },
    ],
  },
]
