/** @jsxImportSource preact */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Chat } from '../chat/chat.ts'
import { texts } from '../texts.ts'
import { Icon } from './icons.tsx'
import { Panel } from './panel.tsx'

export function App({ chat }: { chat: Chat }) {
  const [view, setView] = useState(chat.view())
  useEffect(() => chat.subscribe(() => setView(chat.view())), [chat])
  useTitle(view.unread)

  const button = useRef<HTMLButtonElement>(null)
  const wasOpen = useRef(view.open)
  useEffect(() => {
    if (wasOpen.current && !view.open) button.current?.focus()
    wasOpen.current = view.open
  }, [view.open])

  const label = view.open ? texts.closeChat : view.unread ? `${texts.openChat}, ${texts.unread(view.unread)}` : texts.openChat
  return (
    <div class={`baton ${view.config.position}${view.open ? ' open' : ''}`}>
      {view.open ? <Panel view={view} chat={chat} /> : null}
      <button ref={button} type="button" class="launcher" aria-label={label} aria-expanded={view.open} onClick={() => chat.setOpen(!view.open)}>
        <Icon name={view.open ? 'down' : 'chat'} />
        {!view.open && view.unread ? (
          <span class="badge" aria-hidden="true">
            {view.unread > 99 ? '99+' : view.unread}
          </span>
        ) : null}
      </button>
    </div>
  )
}

/** "(2) Shop": the page's own title comes back when everything was read. */
function useTitle(unread: number) {
  useEffect(() => {
    const plain = document.title.replace(/^\(\d+\) /, '')
    document.title = unread ? `(${unread}) ${plain}` : plain
  }, [unread])
}
