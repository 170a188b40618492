import type { LinkAbout } from '../../src/contracts/auth.ts'

/** What the start page shows, by what stands behind the # of its address: tokens there reach no server and no log. */
export type Place = { kind: 'start'; refused?: string } | { kind: 'account' } | { kind: 'link'; purpose: LinkAbout['purpose']; token: string }

export function placeOf(hash: string): Place {
  if (hash === '#account') return { kind: 'account' }
  const [, name, value = ''] = /^#([a-z-]+)=(.+)$/.exec(hash) ?? []
  if (name === 'first-administrator' || name === 'invitation' || name === 'reset') return { kind: 'link', purpose: name, token: value }
  // Known reasons only: nobody else writes on our page.
  return name === 'refused' && Object.hasOwn(refusals, value) ? { kind: 'start', refused: value } : { kind: 'start' }
}

/** Why a sign-in at the OpenID provider came to nothing. */
export const refusals: Record<string, string> = {
  cancelled: 'The provider says that the sign-in was cancelled or refused there.',
  expired: 'It took too long, or it began in another browser. Try again.',
  unknown: 'Nobody here has the e-mail address of that account. An administrator can add you on the users page.',
  unverified: 'The provider does not confirm your e-mail address. Ask an administrator to look at its settings.',
  another: 'Your account here belongs to another account at the provider. Ask an administrator.',
  failed: 'The provider could not be asked, or its answer cannot be trusted. Try again; the server’s log says more.',
}
