import { Body1, Title1, makeStyles, tokens } from '@fluentui/react-components'
import { AppShell, ErrorState, Loading, findMe, useLoad } from '../kit/index.ts'
import { AreaCards } from './area-cards.tsx'
import { SignIn } from './sign-in.tsx'

const useStyles = makeStyles({
  page: {
    width: '100%',
    maxWidth: '960px',
    margin: '0 auto',
    padding: `48px ${tokens.spacingHorizontalXXL}`,
    boxSizing: 'border-box',
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXXL,
    '@media (max-width: 640px)': { padding: `${tokens.spacingVerticalXXL} ${tokens.spacingHorizontalL}` },
  },
  title: { margin: 0, textWrap: 'balance' },
  lead: { margin: `${tokens.spacingVerticalS} 0 0`, color: tokens.colorNeutralForeground2, maxWidth: '60ch', fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400 },
})

/** Who you are and where to go; or, signed out, how to sign in. */
export function HomePage() {
  const styles = useStyles()
  const loaded = useLoad('me', findMe)
  const me = loaded.data ?? undefined
  return (
    <AppShell title="Baton" me={me}>
      <div className={styles.page}>
        <div>
          <Title1 as="h1" block className={styles.title}>{me ? `Welcome, ${me.name.split(' ')[0]}` : 'Copilots that hand off to people'}</Title1>
          <Body1 as="p" block className={styles.lead}>
            {me
              ? `You are signed in as ${me.email} in the environment ${me.environment.name}.`
              : 'Baton answers customers with your copilots, and hands the conversation to a person in the same thread when it should.'}
          </Body1>
        </div>
        {loaded.status === 'loading' && <Loading label="Checking who you are…" />}
        {loaded.status === 'failed' && <ErrorState title="The server does not answer" error={loaded.error} onRetry={loaded.reload} />}
        {loaded.status === 'ready' && (me ? <AreaCards me={me} /> : <SignIn />)}
        {me?.developmentSignIn && <SignIn me={me} />}
      </div>
    </AppShell>
  )
}
