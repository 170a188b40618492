import { BrowserRouter, Navigate, Route, Routes } from 'react-router-dom'
import { SessionGate } from '../kit/index.ts'
import { mountPage } from '../kit/mount-page.tsx'
import { SupervisorPage } from './supervisor-page.tsx'

mountPage(
  <SessionGate roles={['supervisor']} area="The supervisor's page">
    <BrowserRouter basename="/supervisor">
      <Routes>
        <Route path="/" element={<SupervisorPage />}>
          <Route path="conversations/:id" element={<></>} />
        </Route>
        <Route path="*" element={<Navigate to="/" replace />} />
      </Routes>
    </BrowserRouter>
  </SessionGate>,
)
