/** The page that asked for the sign-in: a path of this site, never another one, which `/.//elsewhere` is once its dots are gone. */
export function nextAfterSignIn(search: string): string | undefined {
  const here = 'https://here.invalid'
  const next = new URLSearchParams(search).get('next')
  if (!next || !/^\/[^/\\]/.test(next) || !URL.canParse(next, here)) return undefined
  const url = new URL(next, here)
  return url.origin === here && !url.pathname.startsWith('//') ? url.pathname + url.search : undefined
}
