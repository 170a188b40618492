import { createContext, useContext } from 'react'
import type { CopilotDetail } from './studio-api.ts'

export type OpenCopilot = {
  copilot: CopilotDetail
  /** Loads the copilot again, after something of it was changed. */
  reload(): void
  /** Whether the page that is open has changes which are not saved. */
  unsaved: { current: boolean }
}

export const CopilotContext = createContext<OpenCopilot | undefined>(undefined)

/** The copilot whose pages are open. Only below `CopilotLayout`. */
export function useCopilot(): OpenCopilot {
  const open = useContext(CopilotContext)
  if (!open) throw new Error('useCopilot needs a CopilotLayout above it.')
  return open
}
