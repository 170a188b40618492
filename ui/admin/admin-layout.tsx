import { BracesVariableRegular } from '@fluentui/react-icons/svg/braces-variable'
import { BotRegular } from '@fluentui/react-icons/svg/bot'
import { ChatMultipleRegular } from '@fluentui/react-icons/svg/chat-multiple'
import { FlowRegular } from '@fluentui/react-icons/svg/flow'
import { PeopleRegular } from '@fluentui/react-icons/svg/people'
import { PlugConnectedRegular } from '@fluentui/react-icons/svg/plug-connected'
import { TextBulletListRegular } from '@fluentui/react-icons/svg/text-bullet-list'
import { Outlet } from 'react-router-dom'
import { AppShell } from '../kit/app-shell.tsx'
import { useMe } from '../kit/session.tsx'
import { SideNav } from '../kit/side-nav.tsx'
import { ErrorState, Loading } from '../kit/states.tsx'
import { useLoad } from '../kit/use-load.ts'
import { loadOverview } from './admin-api.ts'
import { AdminContext } from './admin-context.ts'

const items = [
  { to: '/workstreams', label: 'Workstreams', icon: <FlowRegular /> },
  { to: '/queues', label: 'Queues', icon: <TextBulletListRegular /> },
  { to: '/users', label: 'Users', icon: <PeopleRegular /> },
  { to: '/widgets', label: 'Chat widgets', icon: <ChatMultipleRegular /> },
  { to: '/copilots', label: 'Connected copilots', icon: <BotRegular /> },
  { to: '/connections', label: 'Connections', icon: <PlugConnectedRegular /> },
  { to: '/environment-variables', label: 'Environment variables', icon: <BracesVariableRegular /> },
]

export function AdminLayout() {
  const loaded = useLoad('overview', loadOverview)
  return (
    <AppShell area="admin" title="Admin" me={useMe()}>
      {loaded.status === 'loading' && <Loading label="Loading the environment…" />}
      {!loaded.data && loaded.status === 'failed' && <ErrorState title="The environment could not be loaded" error={loaded.error} onRetry={loaded.reload} />}
      {loaded.data && (
        <AdminContext value={{ overview: loaded.data, reload: loaded.reload }}>
          <SideNav label="Administration" items={items}>
            <Outlet />
          </SideNav>
        </AdminContext>
      )}
    </AppShell>
  )
}
