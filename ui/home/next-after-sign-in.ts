/** The page that asked for the sign-in: a path of this site, never another one. */
export function nextAfterSignIn(search: string): string | undefined {
  const next = new URLSearchParams(search).get('next')
  if (!next || !/^\/[^/\\]/.test(next)) return undefined
  const url = new URL(next, 'https://here.invalid')
  return url.origin === 'https://here.invalid' ? url.pathname + url.search : undefined
}
