import { RouterProvider, createBrowserRouter } from 'react-router-dom'
import { mountPage } from '../kit/mount-page.tsx'
import { SessionGate } from '../kit/session.tsx'
import { routes } from './routes.tsx'

const router = createBrowserRouter(routes, { basename: '/admin' })

mountPage(
  <SessionGate roles={['administrator']} area="The administration">
    <RouterProvider router={router} />
  </SessionGate>,
)
