import { Button, Divider, MessageBar, MessageBarBody, MessageBarTitle, Subtitle1, makeStyles, tokens } from '@fluentui/react-components'
import { waysToSignIn } from '../../src/contracts/auth.ts'
import { ErrorState, Loading, api, useLoad } from '../kit/index.ts'
import { DevelopmentSignIn } from './development-sign-in.tsx'
import { nextAfterSignIn } from './next-after-sign-in.ts'
import { PasswordSignIn } from './password-sign-in.tsx'
import { refusals } from './place.ts'

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalL },
  title: { margin: 0 },
  openId: { alignSelf: 'flex-start' },
  or: { width: '100%', maxWidth: '420px', flexGrow: 0 },
})

/** Every way that this installation has. */
export function SignIn(props: { /** Why the last try came to nothing. */ refused: string | undefined }) {
  const styles = useStyles()
  const ways = useLoad('ways', (signal) => api(waysToSignIn, '/api/auth/ways', { signal }))
  if (ways.status === 'loading') return <Loading label="Looking for ways to sign in…" />
  if (!ways.data) return <ErrorState title="We could not load the sign-in" error={ways.error} onRetry={ways.reload} />
  const { development, openId, needsFirstAdministrator } = ways.data
  return (
    <>
      {props.refused !== undefined && (
        <MessageBar intent="error" politeness="assertive" layout="multiline">
          <MessageBarBody><MessageBarTitle>You are not signed in</MessageBarTitle>{refusals[props.refused]}</MessageBarBody>
        </MessageBar>
      )}
      {development && <DevelopmentSignIn />}
      {needsFirstAdministrator && <NoAdministrator />}
      <section className={styles.section} aria-labelledby="sign-in">
        <Subtitle1 as="h2" block id="sign-in" className={styles.title}>{development ? 'Or with a password, as in production' : 'Sign in'}</Subtitle1>
        {openId !== null && (
          <>
            <Button as="a" appearance="primary" size="large" className={styles.openId} href={`/api/auth/open-id/start?next=${encodeURIComponent(nextAfterSignIn(location.search) ?? '/')}`}>Sign in with {openId}</Button>
            <Divider className={styles.or}>or with a password</Divider>
          </>
        )}
        <PasswordSignIn />
      </section>
    </>
  )
}

function NoAdministrator() {
  return (
    <MessageBar intent="info" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>No administrator can sign in yet</MessageBarTitle>
        The server printed a link when it started. It makes the first administrator, once and within 24 hours. Open it in this browser; when it has expired, start the server again for a new one.
      </MessageBarBody>
    </MessageBar>
  )
}
