import { useCallback, useEffect, useRef } from 'react'
import { useBlocker } from 'react-router-dom'
import { ConfirmDialog } from './confirm-dialog.tsx'

/**
 * Asks before a page with unsaved changes is left, by a link (needs a data router) or by closing the tab. Call `allow`
 * before navigating on purpose, e.g. after a save.
 */
export function useUnsavedGuard(dirty: boolean, what: string) {
  const allowed = useRef(false)
  if (!dirty) allowed.current = false
  const blocker = useBlocker(useCallback(({ currentLocation, nextLocation }) => dirty && !allowed.current && currentLocation.pathname !== nextLocation.pathname, [dirty]))

  useEffect(() => {
    if (!dirty) return
    const warn = (event: BeforeUnloadEvent) => {
      if (!allowed.current) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [dirty])

  const guard = (
    <ConfirmDialog
      open={blocker.state === 'blocked'}
      title="Leave without saving?"
      confirmLabel="Leave without saving"
      danger
      onConfirm={() => blocker.proceed?.()}
      onClose={() => blocker.state === 'blocked' && blocker.reset()}
    >
      {what} has changes that are not saved. They are lost when you leave.
    </ConfirmDialog>
  )
  return { guard, allow: useCallback(() => void (allowed.current = true), []) }
}
