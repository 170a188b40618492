import { lookup as resolveName } from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import type { CallResult, HostCall } from '../dialog/types.ts'

/** An answer larger than this is refused. */
const maxAnswerBytes = 1_000_000

/** Addresses that belong to this machine or to a private network: a topic must not reach them by default. (SSRF) */
const inside = new BlockList()
for (const [net, prefix] of [['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['224.0.0.0', 3]] as const)
  inside.addSubnet(net, prefix, 'ipv4')
for (const [net, prefix] of [['::', 128], ['::1', 128], ['fc00::', 7], ['fe80::', 10], ['ff00::', 8], ['64:ff9b::', 96], ['2002::', 16]] as const) inside.addSubnet(net, prefix, 'ipv6')

export function isInside(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped) return inside.check(mapped, 'ipv4')
  if (/^::ffff:/i.test(address)) return true
  return inside.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/**
 * Performs a topic's HTTP call. The name is resolved once and the very address that was checked is connected to, so a
 * name that changes its mind gains nothing. `allowedHosts` (host or host:port) may be inside. Redirects are answers, not
 * followed. Never throws.
 */
export function outgoingHttp(allowedHosts: readonly string[]) {
  return (call: Extract<HostCall, { type: 'http' }>): Promise<CallResult> =>
    new Promise((resolve) => {
      const fail = (code: string, message: string) => resolve({ type: 'failed', code, message })
      const url = URL.canParse(call.url) ? new URL(call.url) : undefined
      if (!url || !['http:', 'https:'].includes(url.protocol)) return fail('InvalidUrl', `"${call.url}" is not an http or https address.`)
      const allowed = allowedHosts.includes(url.host) || allowedHosts.includes(url.hostname)
      const literal = url.hostname.replace(/^\[|\]$/g, '')
      if (!allowed && isIP(literal) && isInside(literal)) return fail('HttpRequestBlocked', insideWords(url.hostname))

      const request = (url.protocol === 'https:' ? https : http).request(url, {
        method: call.method,
        headers: call.headers,
        timeout: call.timeoutMs,
        lookup: allowed ? undefined : checkedLookup,
        agent: false,
      })
      const total = setTimeout(() => request.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })), call.timeoutMs)
      request.on('error', (error: NodeJS.ErrnoException) => {
        clearTimeout(total)
        if (error.code === 'EINSIDE') return fail('HttpRequestBlocked', insideWords(url.hostname))
        if (error.code === 'ETIMEDOUT') return fail('ExecutionTimeout', `${url.host} did not answer within ${call.timeoutMs} ms.`)
        fail('HttpRequestFailed', `${url.host} could not be reached (${error.code ?? 'no code'}).`)
      })
      request.on('response', (response) => {
        const parts: Buffer[] = []
        let size = 0
        response.on('data', (part: Buffer) => {
          size += part.length
          if (size <= maxAnswerBytes) return void parts.push(part)
          fail('TooMuchDataToHandle', `The answer of ${url.host} is larger than ${maxAnswerBytes} bytes.`)
          request.destroy()
        })
        response.on('end', () => {
          clearTimeout(total)
          const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)]))
          resolve({ type: 'http', status: response.statusCode ?? 0, headers, body: Buffer.concat(parts).toString('utf8') })
        })
      })
      request.on('timeout', () => request.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })))
      request.end(call.body)
    })
}

const checkedLookup: LookupFunction = (hostname, options, callback) => {
  resolveName(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0)
    const refused = addresses.find(({ address }) => isInside(address))
    if (refused || !addresses[0]) return callback(Object.assign(new Error('inside'), { code: 'EINSIDE' }), '', 0)
    if (options.all) return callback(null, addresses as never)
    callback(null, addresses[0].address, addresses[0].family)
  })
}

function insideWords(host: string): string {
  return `${host} is an address of this machine or a private network. An administrator can allow it with BATON_ALLOWED_HOSTS.`
}
