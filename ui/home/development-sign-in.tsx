import { Avatar, Badge, Body1, Button, Caption1, Link, Subtitle1, Subtitle2, makeStyles, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { z } from 'zod'
import { type Me, developmentUsers } from '../../src/contracts/auth.ts'
import { ErrorBar, ErrorState, Loading, api, areasFor, callApi, useLoad } from '../kit/index.ts'
import { nextAfterSignIn } from './next-after-sign-in.ts'

type DevelopmentUser = z.infer<typeof developmentUsers>[number]

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  title: { margin: 0 },
  hint: { color: tokens.colorNeutralForeground3, margin: 0 },
  grid: { display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(min(280px, 100%), 1fr))', gap: tokens.spacingHorizontalM, listStyleType: 'none', margin: 0, padding: 0 },
  card: { width: '100%', height: '100%', justifyContent: 'flex-start', textAlign: 'left', gap: tokens.spacingHorizontalM, padding: tokens.spacingHorizontalL, backgroundColor: tokens.colorNeutralBackground1, boxShadow: tokens.shadow2 },
  who: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXXS, minWidth: 0, fontWeight: tokens.fontWeightRegular },
  roles: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS, marginTop: tokens.spacingVerticalXS },
})

/** One click signs in as a seeded person; with `me`, as somebody else. Production has no such door. */
export function DevelopmentSignIn(props: { me?: Me }) {
  const styles = useStyles()
  const users = useLoad('users', (signal) => api(developmentUsers, '/api/auth/development-users', { signal }))
  const [busy, setBusy] = useState<string>()
  const [error, setError] = useState<unknown>()

  const signIn = async (user: DevelopmentUser) => {
    setBusy(user.id)
    setError(undefined)
    try {
      await callApi('/api/auth/development-sign-in', { body: { userId: user.id } })
      location.assign(nextAfterSignIn(location.search) ?? areasFor(user.roles)[0]?.href ?? '/')
    } catch (failure) {
      setError(failure)
      setBusy(undefined)
    }
  }

  if (users.status === 'loading') return <Loading label="Looking for ways to sign in…" />
  if (!users.data) return <ErrorState title="We could not load the sign-in" error={users.error} onRetry={users.reload} />
  return (
    <section className={styles.section} aria-labelledby="development-sign-in">
      <div>
        <Subtitle1 as="h2" block id="development-sign-in" className={styles.title}>{props.me ? 'Be somebody else' : 'Sign in to try it'}</Subtitle1>
        <Body1 as="p" block className={styles.hint}>
          {props.me ? (
            'Development sign-in. One browser is one person at a time: use a private window to see two sides at once.'
          ) : (
            <>Development sign-in: no passwords. It does not exist when the server runs with BATON_ENV=production. To be the customer, open the <Link href="/demo" inline>demo shop</Link>.</>
          )}
        </Body1>
      </div>
      {error !== undefined && <ErrorBar title="You are not signed in" error={error} />}
      <ul className={styles.grid}>
        {users.data.filter((user) => user.id !== props.me?.id).map((user) => (
          <li key={user.id}>
            <Button className={styles.card} disabledFocusable={busy !== undefined} onClick={() => void signIn(user)}>
              <Avatar name={user.name} size={40} color="colorful" aria-hidden="true" />
              <span className={styles.who}>
                <Subtitle2>{user.name}</Subtitle2>
                <Caption1 className={styles.hint}>{busy === user.id ? 'Signing in…' : user.email}</Caption1>
                <span className={styles.roles}>
                  {user.roles.map((role) => (
                    <Badge key={role} appearance="tint" color="brand" size="small">{role}</Badge>
                  ))}
                </span>
              </span>
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
