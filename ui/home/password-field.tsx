import { Button, Field, Input } from '@fluentui/react-components'
import { EyeOffRegular } from '@fluentui/react-icons/svg/eye-off'
import { EyeRegular } from '@fluentui/react-icons/svg/eye'
import { useState } from 'react'

type Props = {
  label: string
  name: string
  /** What password managers fill in, or offer to keep. */
  autoComplete: 'current-password' | 'new-password'
  value: string
  hint?: string | undefined
  problem?: string | undefined
  onChange(value: string): void
}

/** A password that can be looked at while it is typed. */
export function PasswordField(props: Props) {
  const [shown, setShown] = useState(false)
  return (
    <Field label={props.label} required {...(props.hint ? { hint: props.hint } : {})} {...(props.problem ? { validationMessage: props.problem } : {})}>
      <Input
        type={shown ? 'text' : 'password'}
        name={props.name}
        autoComplete={props.autoComplete}
        maxLength={256}
        value={props.value}
        onChange={(_, data) => props.onChange(data.value)}
        contentAfter={
          <Button appearance="transparent" size="small" aria-label={`Show ${props.label.toLowerCase()}`} aria-pressed={shown} icon={shown ? <EyeOffRegular /> : <EyeRegular />} onClick={() => setShown(!shown)} />
        }
      />
    </Field>
  )
}

export const newPasswordHint = 'At least 8 characters. A few words in a row are good; digits and signs are not needed.'

/** What can be said without the server, which knows the common ones. */
export function newPasswordProblem(password: string): string | undefined {
  if (password === '') return 'Choose a password.'
  return [...password].length < 8 ? 'Use at least 8 characters.' : undefined
}
