import { Button, Input, Popover, PopoverSurface, PopoverTrigger } from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'

export function GoToLine(props: { onGo(line: number): void }) {
  const [open, setOpen] = useState(false)
  const [line, setLine] = useState('')
  const go = (event: FormEvent) => {
    event.preventDefault()
    setOpen(false)
    // After the popover has given the focus back to its button.
    if (Number(line) > 0) setTimeout(() => props.onGo(Number(line)), 50)
  }
  return (
    <Popover open={open} onOpenChange={(_, data) => setOpen(data.open)} trapFocus>
      <PopoverTrigger disableButtonEnhancement>
        <Button appearance="subtle">Go to line…</Button>
      </PopoverTrigger>
      <PopoverSurface aria-label="Go to line">
        <form onSubmit={go} style={{ display: 'flex', gap: '8px' }}>
          <Input autoFocus aria-label="Line number" inputMode="numeric" style={{ width: '110px' }} value={line} onChange={(_, data) => setLine(data.value.replace(/\D/g, ''))} />
          <Button type="submit" appearance="primary">Go</Button>
        </form>
      </PopoverSurface>
    </Popover>
  )
}
