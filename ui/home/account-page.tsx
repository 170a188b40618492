import { Body1, Button, Subtitle1, makeStyles, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { type Me, ownAccount } from '../../src/contracts/auth.ts'
import { ApiError, ConfirmDialog, ErrorState, Loading, api, callApi, useLoad, useNotify } from '../kit/index.ts'
import { PasswordField, newPasswordHint, newPasswordProblem } from './password-field.tsx'
import { SmallForm } from './small-form.tsx'

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: tokens.spacingVerticalM },
  title: { margin: 0 },
  text: { margin: 0, maxWidth: '60ch', color: tokens.colorNeutralForeground2 },
  // Password managers look for whose password it is.
  unseen: { display: 'none' },
})

/** What people change about themselves; name and roles are an administrator's. */
export function AccountPage(props: { me: Me }) {
  const styles = useStyles()
  const account = useLoad('account', (signal) => api(ownAccount, '/api/auth/account', { signal }))
  if (account.status === 'loading') return <Loading label="Loading your account…" />
  if (!account.data) return <ErrorState title="Your account could not be loaded" error={account.error} onRetry={account.reload} />
  return (
    <>
      <section className={styles.section} aria-labelledby="password">
        <Subtitle1 as="h2" block id="password" className={styles.title}>Password</Subtitle1>
        {account.data.hasPassword ? (
          <PasswordForm email={account.data.email} />
        ) : (
          <Body1 as="p" className={styles.text}>
            You sign in without a password{props.me.developmentSignIn ? ', by the development sign-in' : ''}. An administrator can give you a link to set one, under Admin, Users.
          </Body1>
        )}
      </section>
      <Sessions />
    </>
  )
}

function PasswordForm(props: { email: string }) {
  const styles = useStyles()
  const { notify } = useNotify()
  const [draft, setDraft] = useState({ current: '', wanted: '' })
  const [tried, setTried] = useState(false)
  const [refused, setRefused] = useState<{ of: 'current' | 'wanted'; value: string; words: string }>()
  const [error, setError] = useState<unknown>()
  const refusalOf = (of: 'current' | 'wanted') => (refused?.of === of && refused.value === draft[of] ? refused.words : undefined)
  const currentProblem = draft.current === '' ? 'Enter your password as it is now.' : refusalOf('current')
  const wantedProblem = newPasswordProblem(draft.wanted) ?? refusalOf('wanted')

  const change = async () => {
    setError(undefined)
    try {
      await callApi('/api/auth/account/password', { method: 'PUT', body: draft })
      setDraft({ current: '', wanted: '' })
      setTried(false)
      notify({ title: 'Your password is changed', body: 'Other browsers and devices are signed out.', intent: 'success' })
    } catch (failure) {
      const of = failure instanceof ApiError ? ({ WRONG_PASSWORD: 'current', PASSWORD_REFUSED: 'wanted' } as const)[failure.code] : undefined
      if (of) setRefused({ of, value: draft[of], words: (failure as ApiError).message })
      else setError(failure)
    }
  }
  return (
    <SmallForm label="Change password" submit="Change password" busy="Changing…" failure={error === undefined ? undefined : { title: 'Nothing was changed', error }} sound={!currentProblem && !wantedProblem} onTried={() => setTried(true)} onSubmit={change}>
      <input type="email" name="email" autoComplete="username" className={styles.unseen} value={props.email} readOnly tabIndex={-1} aria-hidden="true" />
      <PasswordField label="Current password" name="current-password" autoComplete="current-password" value={draft.current} problem={tried ? currentProblem : undefined} onChange={(current) => setDraft((old) => ({ ...old, current }))} />
      <PasswordField label="New password" name="new-password" autoComplete="new-password" hint={newPasswordHint} value={draft.wanted} problem={tried ? wantedProblem : undefined} onChange={(wanted) => setDraft((old) => ({ ...old, wanted }))} />
    </SmallForm>
  )
}

function Sessions() {
  const styles = useStyles()
  const [asking, setAsking] = useState(false)
  const end = async () => {
    await callApi('/api/auth/account/sign-out', { method: 'POST' })
    location.assign('/')
  }
  return (
    <section className={styles.section} aria-labelledby="sessions">
      <Subtitle1 as="h2" block id="sessions" className={styles.title}>Sessions</Subtitle1>
      <Body1 as="p" className={styles.text}>When you have left yourself signed in somewhere, or a device is lost, end every session you have.</Body1>
      <Button onClick={() => setAsking(true)}>Sign out everywhere…</Button>
      <ConfirmDialog open={asking} title="Sign out everywhere?" confirmLabel="Sign out everywhere" onConfirm={end} onClose={() => setAsking(false)}>
        You are signed out in every browser, this one included. An open desk closes; its conversations wait for you to come back.
      </ConfirmDialog>
    </section>
  )
}
