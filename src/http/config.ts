import type { RateLimit } from '../platform/index.ts'

export type HttpConfig = {
  environment: 'development' | 'production'
  /** Where people reach this server when it is not where it listens (behind a proxy), e.g. https://chat.example.org. */
  publicUrl?: string | undefined
  /** The built pages: an index.html per area. */
  uiFolder: string
  /** The built chat widget. Default: `widget` beside the pages. */
  widgetFolder?: string | undefined
  /** Whose X-Forwarded-* headers are believed. Default: with a `publicUrl` those of proxies in this network, else nobody's. */
  trustProxy?: boolean | string | undefined
  /** Requests per address on public routes; `false` for none. */
  rateLimit?: RateLimit | false | undefined
}
