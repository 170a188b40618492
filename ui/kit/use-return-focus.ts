import { useEffect, useRef } from 'react'

/** When the component goes away, what had the focus before it came gets it back. For dialogs that exist only while open. */
export function useReturnFocus() {
  const before = useRef<Element | null>(null)
  before.current ??= document.activeElement
  useEffect(
    () => () => {
      const target = before.current
      if (!(target instanceof HTMLElement)) return
      // After the dialog has left the page: until then it keeps the focus for itself.
      setTimeout(() => {
        const lost = document.activeElement === null || document.activeElement === document.body
        if (lost && target.isConnected) target.focus()
      })
    },
    [],
  )
}
