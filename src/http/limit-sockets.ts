import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'
import { createLimiter, networkOf, type Clock } from '../platform/index.ts'
import type { HttpConfig } from './config.ts'

const usual = { perSecond: 100, burst: 1000 }
/** A socket stays, and opening one asks the database. */
const cost = 2

/** Sockets are opened past the routes' own measure: this one counts them. Answers the seconds to wait, 0 for none. */
export function limitSockets(config: HttpConfig, proxies: HttpConfig['trustProxy'], clock: Clock): (request: IncomingMessage) => number {
  if (config.rateLimit === false) return () => 0
  const limiter = createLimiter(config.rateLimit ?? usual, clock)
  const addressOf = clientAddress(proxies)
  return (request) => limiter.take(networkOf(addressOf(request)), cost)
}

/** Ranges that proxies are trusted by name, as routes know them. */
const named: Record<string, string[]> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
}

/** Who is at the other end, past the proxies that are believed: what `request.ip` is on a route. */
export function clientAddress(proxies: HttpConfig['trustProxy']): (request: Pick<IncomingMessage, 'headers' | 'socket'>) => string {
  const believed = typeof proxies === 'string' ? rangesOf(proxies) : undefined
  return ({ headers, socket }) => {
    const remote = plain(socket.remoteAddress ?? '')
    if (!proxies) return remote
    const hops = [...[headers['x-forwarded-for'] ?? []].flat().join(',').split(',').map((hop) => plain(hop.trim())).filter(Boolean), remote]
    return (believed && hops.findLast((hop) => !isAmong(believed, hop))) ?? hops[0] ?? remote
  }
}

function rangesOf(list: string): BlockList {
  const ranges = new BlockList()
  for (const range of list.split(',').map((part) => part.trim()).filter(Boolean).flatMap((part) => named[part] ?? [part])) {
    const [address = '', bits] = range.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (isIP(address)) ranges.addSubnet(address, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family)
  }
  return ranges
}

const isAmong = (ranges: BlockList, address: string) => isIP(address) !== 0 && ranges.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** IPv4 written as IPv6 is the same address. */
const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '')
