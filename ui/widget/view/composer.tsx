/** @jsxImportSource preact */
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Chat } from '../chat/chat.ts'
import { texts } from '../texts.ts'
import { Icon } from './icons.tsx'

const longest = 4000

export function Composer({ chat, disabled, focus }: { chat: Chat; disabled: boolean; focus: boolean }) {
  const [text, setText] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)

  useLayoutEffect(() => {
    // On a touch screen the keyboard would cover the messages before one was read.
    if (focus && !disabled && !matchMedia('(pointer: coarse)').matches) field.current?.focus({ preventScroll: true })
  }, [focus, disabled])
  // As high as its text; the style sheet says where it stops.
  useLayoutEffect(() => {
    const element = field.current
    if (!element) return
    element.style.height = 'auto'
    element.style.height = `${element.scrollHeight}px`
  }, [text])

  const over = text.length - longest
  // Pasted text is never cut in silence: it says how much is too much.
  const idle = disabled || !text.trim() || over > 0
  const send = () => {
    if (idle) return
    chat.say(text)
    setText('')
    field.current?.focus()
  }
  return (
    <>
      <form
        class="composer"
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <textarea
          ref={field}
          rows={1}
          value={text}
          disabled={disabled}
          aria-label={texts.composerLabel}
          aria-invalid={over > 0}
          placeholder={texts.composerPlaceholder}
          enterkeyhint="send"
          dir="auto"
          onInput={(event) => {
            setText(event.currentTarget.value)
            if (event.currentTarget.value.trim()) chat.typing()
          }}
          onKeyDown={(event) => {
            // Keys belong to the person who writes, not to the host page's shortcuts. Escape goes on to the panel.
            if (event.key !== 'Escape') event.stopPropagation()
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
            event.preventDefault()
            send()
          }}
        />
        {/* Never taken away from under the pointer or the focus: a second click would leave the keyboard nowhere. */}
        <button type="submit" class="send" aria-label={texts.send} title={texts.send} aria-disabled={idle} onMouseDown={(event) => event.preventDefault()}>
          <Icon name="send" />
        </button>
      </form>
      <div role="status">{over > 0 ? <p class="too-long">{texts.tooLong(over)}</p> : null}</div>
    </>
  )
}
