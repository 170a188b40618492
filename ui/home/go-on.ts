import { areasFor, findMe } from '../kit/index.ts'
import { nextAfterSignIn } from './next-after-sign-in.ts'

/** Signed in: to the page that asked for it, or to the first area that is open to this person. */
export async function goOn() {
  const me = await findMe()
  location.assign(nextAfterSignIn(location.search) ?? (me && areasFor(me.roles)[0]?.href) ?? '/')
}
