import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import { ErrorBar } from '../kit/index.ts'

const useStyles = makeStyles({
  form: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    width: '100%',
    maxWidth: '420px',
    boxSizing: 'border-box',
    padding: tokens.spacingHorizontalXL,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow2,
  },
  submit: { alignSelf: 'flex-start' },
})

type Props = {
  label: string
  submit: string
  busy: string
  /** Shown above the button. */
  failure: { title: string; error: unknown } | undefined
  /** Its fields may be sent; otherwise the first one with a problem gets the focus. */
  sound: boolean
  onTried(): void
  onSubmit(): Promise<void>
  children: ReactNode
}

/** A few fields and one button: sign-in, a new password. */
export function SmallForm(props: Props) {
  const styles = useStyles()
  const form = useRef<HTMLFormElement>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    props.onTried()
    if (props.sound) {
      setBusy(true)
      await props.onSubmit().finally(() => setBusy(false))
    }
    setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
  }
  return (
    <form ref={form} className={styles.form} aria-label={props.label} noValidate onSubmit={(event) => void submit(event)}>
      {props.children}
      {props.failure && <ErrorBar title={props.failure.title} error={props.failure.error} />}
      <Button type="submit" appearance="primary" className={styles.submit} disabledFocusable={busy}>{busy ? props.busy : props.submit}</Button>
    </form>
  )
}
