import { makeStyles, tokens } from '@fluentui/react-components'
import { useSyncExternalStore } from 'react'
import type { Me } from '../../src/contracts/auth.ts'
import { AppShell, ErrorState, Loading, findMe, useLoad } from '../kit/index.ts'
import { AccountPage } from './account-page.tsx'
import { AreaCards } from './area-cards.tsx'
import { DevelopmentSignIn } from './development-sign-in.tsx'
import { Heading } from './heading.tsx'
import { LinkPage } from './link-page.tsx'
import { type Place, placeOf } from './place.ts'
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
})

/** Who you are and where to go; or, signed out, how to sign in. Also what one-time links open, and one's own account. */
export function HomePage() {
  const styles = useStyles()
  const place = usePlace()
  const loaded = useLoad('me', findMe)
  const me = loaded.data ?? undefined
  const { title, tab, lead } = words(place, me)
  return (
    <AppShell title={tab} me={me}>
      <div className={styles.page}>
        {place.kind !== 'link' && <Heading title={title} lead={lead} />}
        {loaded.status === 'loading' && <Loading label="Checking who you are…" />}
        {loaded.status === 'failed' && <ErrorState title="The server does not answer" error={loaded.error} onRetry={loaded.reload} />}
        {loaded.status === 'ready' && <Content place={place} me={me} />}
      </div>
    </AppShell>
  )
}

function Content({ place, me }: { place: Place; me: Me | undefined }) {
  if (place.kind === 'link') return <LinkPage purpose={place.purpose} token={place.token} me={me} />
  if (!me) return <SignIn refused={place.kind === 'start' ? place.refused : undefined} />
  if (place.kind === 'account') return <AccountPage me={me} />
  return (
    <>
      <AreaCards me={me} />
      {me.developmentSignIn && <DevelopmentSignIn me={me} />}
    </>
  )
}

function words(place: Place, me: Me | undefined): { title: string; tab: string; lead: string } {
  if (place.kind === 'link') return { title: '', tab: 'Set a password', lead: '' }
  if (!me) return { title: 'Copilots that hand off to people', tab: 'Baton', lead: 'Baton answers customers with your copilots, and hands the conversation to a person in the same thread when it should.' }
  if (place.kind === 'account') return { title: 'Your account', tab: 'Your account', lead: `${me.name}, ${me.email}. Your name and your roles (${me.roles.join(', ') || 'none yet'}) are changed by an administrator.` }
  const none = me.roles.length === 0 ? ' You have no role yet: ask an administrator for one.' : ''
  return { title: `Welcome, ${me.name.split(' ')[0]}`, tab: 'Baton', lead: `You are signed in as ${me.email} in the environment ${me.environment.name}.${none}` }
}

let lastHash = ''

/** The skip link's #main is a place on the page, not another one. */
function currentHash(): string {
  if (location.hash !== '#main') lastHash = location.hash
  return lastHash
}

function usePlace(): Place {
  const hash = useSyncExternalStore((changed) => {
    window.addEventListener('hashchange', changed)
    return () => window.removeEventListener('hashchange', changed)
  }, currentHash)
  return placeOf(hash)
}
