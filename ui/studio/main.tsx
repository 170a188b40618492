import { RouterProvider, createBrowserRouter } from 'react-router-dom'
import { SessionGate } from '../kit/session.tsx'
import { mountPage } from '../kit/mount-page.tsx'
import { routes } from './routes.tsx'

const router = createBrowserRouter(routes, { basename: '/studio' })

mountPage(
  <SessionGate roles={['maker', 'administrator']} area="The studio">
    <RouterProvider router={router} />
  </SessionGate>,
)
