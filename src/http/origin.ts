import type { IncomingHttpHeaders } from 'node:http'
import type { HttpConfig } from './config.ts'

/** What we know about a request before it is trusted. */
type Request = { protocol: string; host: string }

/** Scheme, host and port under which the caller reaches this server. */
export function serverOrigin(request: Request, config: HttpConfig): string {
  return config.publicUrl ? new URL(config.publicUrl).origin : `${request.protocol}://${request.host}`
}

export function isOwnOrigin(origin: string, host: string | undefined, config: HttpConfig): boolean {
  if (config.publicUrl && origin === new URL(config.publicUrl).origin) return true
  if (!host || !/^https?:/.test(origin) || !URL.canParse(origin)) return false
  const { protocol, host: from } = new URL(origin)
  // A proxy may end TLS, so the scheme is the page's; a default port may be written or not.
  const ours = `${protocol}//${host}`
  return URL.canParse(ours) && new URL(ours).host === from
}

/**
 * Why a request that changes something cannot have come from one of our own pages; undefined when it can. A browser
 * always names the site, so a request that names none is refused too: scripts send an `origin` header.
 */
export function crossSite(headers: IncomingHttpHeaders, host: string | undefined, config: HttpConfig): string | undefined {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') return 'it came from another site'
  if (headers.origin !== undefined) return isOwnOrigin(headers.origin, host, config) ? undefined : 'it came from another site'
  return site === undefined ? 'it names no origin' : undefined
}
