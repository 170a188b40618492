import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, makeStyles, tokens } from '@fluentui/react-components'
import { useEffect } from 'react'
import { useNavigate, useParams } from 'react-router-dom'
import { useReturnFocus } from '../kit/index.ts'
import { useDesk } from './desk-state.tsx'
import type { InboxSection } from './inbox-sections.ts'
import { useOfferActions } from './offer-actions.ts'

const useStyles = makeStyles({
  list: { display: 'grid', gridTemplateColumns: 'max-content 1fr', columnGap: tokens.spacingHorizontalXL, rowGap: tokens.spacingVerticalS, margin: 0 },
  key: { fontFamily: tokens.fontFamilyMonospace },
  what: { margin: 0 },
})

const shortcuts: { keys: string; what: string }[] = [
  { keys: 'Alt+Shift+A', what: 'Accept the first offer' },
  { keys: 'Alt+Shift+D', what: 'Decline the first offer' },
  { keys: 'Alt+Shift+↓ / ↑', what: 'Next or previous of my conversations' },
  { keys: 'Alt+Shift+E', what: 'End, then close, this conversation' },
  { keys: 'Enter', what: 'Send the message' },
  { keys: 'Shift+Enter', what: 'Start a line' },
]

export function ShortcutsDialog(props: { onClose(): void }) {
  useReturnFocus()
  const styles = useStyles()
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && props.onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>Keyboard shortcuts</DialogTitle>
          <DialogContent>
            <dl className={styles.list}>
              {shortcuts.map((shortcut) => (
                <div key={shortcut.keys} style={{ display: 'contents' }}>
                  <dt className={styles.key}>{shortcut.keys}</dt>
                  <dd className={styles.what}>{shortcut.what}</dd>
                </div>
              ))}
            </dl>
          </DialogContent>
          <DialogActions><Button appearance="primary" onClick={props.onClose}>Close</Button></DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  )
}

/** Alt+Shift with a key, because plain Alt belongs to the browser's menus. `code`, because Alt changes what a key types. */
export function useShortcuts(sections: InboxSection[]) {
  const { inbox } = useDesk()
  const { id } = useParams()
  const { accept, decline } = useOfferActions()
  const navigate = useNavigate()
  useEffect(() => {
    const offer = inbox?.offers[0]
    const move = (step: number) => {
      const rows = sections.find((section) => section.id === 'mine')?.rows ?? []
      const at = rows.findIndex((row) => row.conversation.id === id)
      const next = rows[(at + step + rows.length) % rows.length]
      if (next) navigate(`/conversations/${encodeURIComponent(next.conversation.id)}`)
    }
    const actions: Record<string, () => void> = {
      KeyA: () => offer && void accept(offer.conversation.id, offer.offerId),
      KeyD: () => offer && void decline(offer),
      KeyE: () => void window.dispatchEvent(new Event('desk:end')),
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
    }
    const keyed = (event: KeyboardEvent) => {
      const action = event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey ? actions[event.code] : undefined
      if (!action || event.repeat) return
      event.preventDefault()
      action()
    }
    window.addEventListener('keydown', keyed)
    return () => window.removeEventListener('keydown', keyed)
  })
}
