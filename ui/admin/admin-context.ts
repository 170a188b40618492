import { createContext, useContext } from 'react'
import type { AdminOverview } from './admin-api.ts'

export type OpenAdmin = { overview: AdminOverview; reload(): void }

export const AdminContext = createContext<OpenAdmin | undefined>(undefined)

/** The environment's configuration. Only below `AdminLayout`. */
export function useAdmin(): OpenAdmin {
  const open = useContext(AdminContext)
  if (!open) throw new Error('useAdmin needs an AdminLayout above it.')
  return open
}
