import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { ErrorBoundary } from './error-boundary.tsx'
import { Notices } from './notify.tsx'
import { ThemeProvider } from './theme.tsx'

/** Puts a page into `#root` with theme, notices and error boundary. Sessions and routing are the page's. */
export function mountPage(page: ReactNode) {
  const root = document.getElementById('root')
  if (!root) throw new Error('index.html has no #root.')
  createRoot(root).render(
    <ThemeProvider>
      <ErrorBoundary>{page}</ErrorBoundary>
      <Notices />
    </ThemeProvider>,
  )
}
