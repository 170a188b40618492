import { Button, Field, Input } from '@fluentui/react-components'
import { LinkDismissRegular } from '@fluentui/react-icons/svg/link-dismiss'
import { useState } from 'react'
import { type LinkAbout, type Me, linkAbout } from '../../src/contracts/auth.ts'
import { ApiError, EmptyState, ErrorState, Loading, api, callApi, useLoad } from '../kit/index.ts'
import { Heading } from './heading.tsx'
import { goOn } from './go-on.ts'
import { PasswordField, newPasswordHint, newPasswordProblem } from './password-field.tsx'
import { SmallForm } from './small-form.tsx'

/** What a one-time link opens: a password for the first time, or a new one; the first gives name and address, too. */
export function LinkPage(props: { purpose: LinkAbout['purpose']; token: string; me: Me | undefined }) {
  const about = useLoad(props.token, (signal) => api(linkAbout, '/api/auth/links/look', { body: { token: props.token }, signal }))
  if (about.status === 'loading') return <Loading label="Looking at the link…" />
  if (about.error instanceof ApiError && about.error.code === 'LINK_GONE') {
    return <EmptyState alone icon={<LinkDismissRegular />} title="This link leads nowhere any more" action={<Button as="a" appearance="primary" href="/">Go to the sign-in</Button>}>{gone(props.purpose)}</EmptyState>
  }
  if (!about.data) return <ErrorState title="The link could not be looked at" error={about.error} onRetry={about.reload} />
  return (
    <>
      <Heading {...words(about.data, props.me)} />
      <LinkForm token={props.token} about={about.data} />
    </>
  )
}

function gone(purpose: LinkAbout['purpose']): string {
  if (purpose === 'first-administrator') return 'It was used or replaced, or it has expired. If nobody became the administrator, start the server again: it prints a new one.'
  return 'It was used, replaced or withdrawn, or it has expired. Ask an administrator for a new one.'
}

function words({ purpose, name }: LinkAbout, me: Me | undefined): { title: string; lead: string } {
  const now = me ? ` At the moment you are signed in as ${me.email}.` : ''
  if (purpose === 'first-administrator') return { title: 'Create the first administrator', lead: 'No administrator can sign in to this installation yet. You get every role: agent, supervisor, maker and administrator. Add the others under Admin, Users.' }
  if (purpose === 'invitation') return { title: `Welcome, ${name}`, lead: `Choose a password, and you are in. This link works once.${now}` }
  return { title: 'Choose a new password', lead: `It takes the place of the old one and ends every session that is open. This link works once.${now}` }
}

const buttons: Record<LinkAbout['purpose'], string> = { 'first-administrator': 'Create the administrator', invitation: 'Set password and sign in', reset: 'Set new password and sign in' }

function LinkForm(props: { token: string; about: LinkAbout }) {
  const { purpose } = props.about
  const isFirst = purpose === 'first-administrator'
  const [draft, setDraft] = useState({ name: props.about.name, email: props.about.email, password: '' })
  const [tried, setTried] = useState(false)
  const [refused, setRefused] = useState<{ password: string; words: string }>()
  const [error, setError] = useState<unknown>()
  const set = (change: Partial<typeof draft>) => setDraft((old) => ({ ...old, ...change }))
  const naming = draft.name.trim() === '' ? 'Enter your name.' : undefined
  const address = /^[^\s@]+@[^\s@]+$/.test(draft.email.trim()) ? undefined : 'Enter your e-mail address, like ana@example.org.'
  const problem = newPasswordProblem(draft.password) ?? (refused?.password === draft.password ? refused.words : undefined)

  const use = async () => {
    setError(undefined)
    try {
      await callApi('/api/auth/links/use', { body: { token: props.token, password: draft.password, ...(isFirst ? { name: draft.name.trim(), email: draft.email.trim() } : {}) } })
      await goOn()
    } catch (failure) {
      if (failure instanceof ApiError && failure.code === 'PASSWORD_REFUSED') setRefused({ password: draft.password, words: failure.message })
      else setError(failure)
    }
  }
  const showing = (words: string | undefined) => (tried && words ? { validationMessage: words } : {})
  return (
    <SmallForm label={buttons[purpose]} submit={buttons[purpose]} busy="One moment…" failure={error === undefined ? undefined : { title: 'Nothing was set', error }} sound={!naming && !address && !problem} onTried={() => setTried(true)} onSubmit={use}>
      {isFirst && (
        <Field label="Name" required {...showing(naming)}>
          <Input name="name" autoComplete="name" maxLength={100} value={draft.name} onChange={(_, data) => set({ name: data.value })} />
        </Field>
      )}
      {/* Where it cannot be changed it still is the name that a password manager keeps the password under. */}
      <Field label="E-mail" required={isFirst} {...showing(address)}>
        <Input type="email" name="email" autoComplete="username" autoCapitalize="none" spellCheck={false} maxLength={254} readOnly={!isFirst} value={draft.email} onChange={(_, data) => set({ email: data.value })} />
      </Field>
      <PasswordField label={isFirst || purpose === 'invitation' ? 'Password' : 'New password'} name="new-password" autoComplete="new-password" hint={newPasswordHint} value={draft.password} problem={tried ? problem : undefined} onChange={(password) => set({ password })} />
    </SmallForm>
  )
}
