import { type ReactNode, createContext, useContext } from 'react'
import type { Me, Role } from '../../src/contracts/auth.ts'
import { callApi, requireMe } from './api.ts'
import { ErrorState, Loading, RestrictedState } from './states.tsx'
import { useLoad } from './use-load.ts'

const MeContext = createContext<Me | undefined>(undefined)

/** The signed-in person. Only below `SessionGate`. */
export function useMe(): Me {
  const me = useContext(MeContext)
  if (!me) throw new Error('useMe needs a SessionGate above it.')
  return me
}

/** Shows its children to a signed-in person with one of the roles; goes to the sign-in page otherwise. */
export function SessionGate(props: { roles: readonly Role[]; area: string; children: ReactNode }) {
  const loaded = useLoad('me', requireMe)
  if (loaded.status === 'loading') return <Loading label="Checking who you are…" />
  if (!loaded.data) return <ErrorState title="We could not check who you are" error={loaded.error} onRetry={loaded.reload} />
  if (!props.roles.some((role) => loaded.data?.roles.includes(role))) return <RestrictedState area={props.area} name={loaded.data.name} />
  return <MeContext value={loaded.data}>{props.children}</MeContext>
}

export async function signOut() {
  await callApi('/api/auth/sign-out', { method: 'POST' })
  location.assign('/')
}
