import { isIP } from 'node:net'
import { BatonError } from '../../platform/index.ts'
import { isInside } from '../outgoing-http.ts'

/** The address of a flow, connection or MCP server, or BAD_REQUEST in words. A name is looked up only when it is called. */
export function readAddress(text: string, privateHost: boolean): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !['http:', 'https:'].includes(url.protocol)) throw new BatonError('BAD_REQUEST', `"${text}" is not an http or https address`)
  if (url.username || url.password) throw new BatonError('BAD_REQUEST', 'the address holds a user name or password: enter them as a header instead')
  const literal = url.hostname.replace(/^\[|\]$/g, '')
  const inside = literal === 'localhost' || literal.endsWith('.localhost') || (isIP(literal) !== 0 && isInside(literal))
  if (inside && !privateHost) throw new BatonError('BAD_REQUEST', `${url.hostname} is an address of this machine or a private network. An administrator can allow it for this connection ("Private address")`)
  return url
}
