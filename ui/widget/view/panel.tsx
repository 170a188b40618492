/** @jsxImportSource preact */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Chat, ChatView } from '../chat/chat.ts'
import { texts } from '../texts.ts'
import { Composer } from './composer.tsx'
import { Icon } from './icons.tsx'
import { MessageList } from './message-list.tsx'

export function Panel({ view, chat }: { view: ChatView; chat: Chat }) {
  const [ending, setEnding] = useState(false)
  const { config, phase } = view
  const panel = useRef<HTMLDivElement>(null)
  // Into the panel with the focus; the composer takes it from there.
  useEffect(() => {
    const root = panel.current?.getRootNode()
    if (!(root instanceof ShadowRoot) || !panel.current?.contains(root.activeElement)) panel.current?.focus({ preventScroll: true })
  }, [])
  const startAgain = useRef<HTMLButtonElement>(null)
  // The end takes the composer away, and the question with its buttons: the focus goes to what can be done next.
  useEffect(() => {
    if (phase !== 'ended' || ending) return
    const root = panel.current?.getRootNode()
    if (root instanceof ShadowRoot && !root.activeElement && document.activeElement === document.body) (startAgain.current ?? panel.current)?.focus({ preventScroll: true })
  }, [phase, ending])
  const subtitle = view.agentName ? texts.with(view.agentName) : config.subtitle
  return (
    <div
      ref={panel}
      class="panel"
      tabIndex={-1}
      role="dialog"
      aria-label={config.title}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.isComposing) return
        event.stopPropagation()
        if (ending) setEnding(false)
        else chat.setOpen(false)
      }}
    >
      <div class="head">
        <div class="titles">
          <h2>{config.title}</h2>
          {subtitle ? <p>{subtitle}</p> : null}
        </div>
        <IconButton label={view.sound ? texts.soundOff : texts.soundOn} icon={view.sound ? 'bell' : 'mute'} pressed={view.sound} onClick={() => chat.setSound(!view.sound)} />
        <IconButton label={texts.minimise} icon="down" onClick={() => chat.setOpen(false)} />
        {phase === 'chatting' ? <IconButton label={texts.endChat} icon="close" onClick={() => setEnding(true)} /> : null}
      </div>
      <Status view={view} chat={chat} />
      <MessageList view={view} chat={chat} />
      {phase === 'ended' ? (
        <div class="closed">
          <p>{texts.ended}</p>
          {config.online ? (
            <button type="button" class="primary" ref={startAgain} onClick={() => void chat.startAgain()}>
              {texts.startNew}
            </button>
          ) : null}
        </div>
      ) : (
        <Composer chat={chat} disabled={phase !== 'chatting'} focus={!ending} />
      )}
      {ending ? <EndQuestion chat={chat} close={() => setEnding(false)} /> : null}
    </div>
  )
}

/** What is wrong, in words; nothing when all is well. */
function Status({ view, chat }: { view: ChatView; chat: Chat }) {
  const { phase, connection, config } = view
  const words = () => {
    if (phase === 'failed') return `${texts.cannotStart} ${view.problem ?? ''}`
    if (phase === 'ended') return undefined
    if (!config.online && phase === 'idle') return config.notice ? undefined : texts.closed
    if (phase === 'starting') return texts.connecting
    if (phase === 'chatting' && connection === 'connecting' && view.lines.length === 0) return texts.connecting
    if (phase === 'chatting' && connection === 'offline') return texts.offline
    if (phase === 'chatting' && connection === 'reconnecting') return texts.reconnecting
    return undefined
  }
  const text = words()
  return (
    <div class="status" role="status">
      {text ? (
        <p>
          {text}
          {phase === 'failed' ? (
            <button type="button" class="plain" onClick={() => void chat.start()}>
              {texts.tryAgain}
            </button>
          ) : null}
        </p>
      ) : null}
    </div>
  )
}

function EndQuestion({ chat, close }: { chat: Chat; close(): void }) {
  const [problem, setProblem] = useState('')
  const confirm = useRef<HTMLButtonElement>(null)
  const keep = useRef<HTMLButtonElement>(null)
  // Once: a message that arrives meanwhile must not move the focus back to ending.
  useEffect(() => confirm.current?.focus(), [])
  const end = async () => {
    try {
      await chat.end()
      close()
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <div
      class="question"
      role="alertdialog"
      aria-modal="true"
      aria-labelledby="end-question"
      aria-describedby="end-explanation"
      onKeyDown={(event) => {
        if (event.key !== 'Tab') return
        // Two buttons, either way round: what lies behind is out of reach until the question is answered.
        event.preventDefault()
        const other = event.target === confirm.current ? keep : confirm
        other.current?.focus()
      }}
    >
      <div>
        <h3 id="end-question">{texts.endQuestion}</h3>
        <p id="end-explanation">{problem || texts.endExplanation}</p>
        <button type="button" class="primary" ref={confirm} onClick={() => void end()}>
          {texts.endConfirm}
        </button>
        <button type="button" class="secondary" ref={keep} onClick={close}>
          {texts.endCancel}
        </button>
      </div>
    </div>
  )
}

type IconButtonProps = { label: string; icon: Parameters<typeof Icon>[0]['name']; onClick(): void; pressed?: boolean }

function IconButton({ label, icon, onClick, pressed }: IconButtonProps) {
  return (
    <button type="button" class="icon" aria-label={label} title={label} {...(pressed === undefined ? {} : { 'aria-pressed': pressed })} onClick={onClick}>
      <Icon name={icon} />
    </button>
  )
}
