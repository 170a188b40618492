import { BrowserRouter, Navigate, Route, Routes } from 'react-router-dom'
import { SessionGate } from '../kit/index.ts'
import { mountPage } from '../kit/mount-page.tsx'
import { DeskPage } from './desk-page.tsx'
import { DeskProvider } from './desk-state.tsx'

mountPage(
  <SessionGate roles={['agent']} area="The desk">
    <BrowserRouter basename="/desk">
      <DeskProvider>
        <Routes>
          <Route path="/" element={<DeskPage />} />
          <Route path="/conversations/:id" element={<DeskPage />} />
          <Route path="*" element={<Navigate to="/" replace />} />
        </Routes>
      </DeskProvider>
    </BrowserRouter>
  </SessionGate>,
)
