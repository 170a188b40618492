import { Field, Input } from '@fluentui/react-components'
import { useState } from 'react'
import { callApi } from '../kit/index.ts'
import { goOn } from './go-on.ts'
import { PasswordField } from './password-field.tsx'
import { SmallForm } from './small-form.tsx'

/** E-mail and password. What is wrong is said in words that do not tell whether the address is known. */
export function PasswordSignIn() {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [tried, setTried] = useState(false)
  const [error, setError] = useState<unknown>()
  const signIn = async () => {
    setError(undefined)
    try {
      await callApi('/api/auth/sign-in', { body: { email, password } })
      await goOn()
    } catch (failure) {
      setError(failure)
    }
  }
  return (
    <SmallForm label="Sign in with a password" submit="Sign in" busy="Signing in…" failure={error === undefined ? undefined : { title: 'You are not signed in', error }} sound={email.trim() !== '' && password !== ''} onTried={() => setTried(true)} onSubmit={signIn}>
      <Field label="E-mail" required {...(tried && email.trim() === '' ? { validationMessage: 'Enter your e-mail address.' } : {})}>
        <Input type="email" name="email" autoComplete="username" autoCapitalize="none" spellCheck={false} maxLength={254} value={email} onChange={(_, data) => setEmail(data.value)} />
      </Field>
      <PasswordField label="Password" name="password" autoComplete="current-password" value={password} problem={tried && password === '' ? 'Enter your password.' : undefined} onChange={setPassword} />
    </SmallForm>
  )
}
