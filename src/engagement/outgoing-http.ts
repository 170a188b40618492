import { lookup as resolveName } from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { StringDecoder } from 'node:string_decoder'
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
 * followed. `enough` ends a streamed
 * answer as soon as it holds what is wanted; it is asked with all there is and with what just came. Never throws.
 */
export function outgoingHttp(allowedHosts: readonly string[]) {
  return (call: Extract<HostCall, { type: 'http' }>, signal?: AbortSignal, enough?: (body: string, more: string) => boolean): Promise<CallResult> => {
    const fail = (code: string, message: string): CallResult => ({ type: 'failed', code, message })
    const url = URL.canParse(call.url) ? new URL(call.url) : undefined
    if (!url || !['http:', 'https:'].includes(url.protocol)) return Promise.resolve(fail('InvalidUrl', `"${call.url}" is not an http or https address.`))
    const allowed = allowedHosts.includes(url.host) || allowedHosts.includes(url.hostname)
    const literal = url.hostname.replace(/^\[|\]$/g, '')
    if (!allowed && isIP(literal) && isInside(literal)) return Promise.resolve(fail('HttpRequestBlocked', insideWords(url.hostname)))

    return new Promise<CallResult>((resolve) => {
      let request: http.ClientRequest | undefined
      // Whatever happens first decides; the rest is silence.
      const settle = (result: CallResult) => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', stopped)
        resolve(result)
        request?.destroy()
      }
      const stopped = () => settle(fail('ExecutionTimeout', 'The service is stopping.'))
      const timer = setTimeout(() => settle(fail('ExecutionTimeout', `${url.host} did not answer within ${call.timeoutMs} ms.`)), call.timeoutMs)
      signal?.addEventListener('abort', stopped)
      const broken = (error?: NodeJS.ErrnoException) =>
        settle(error?.code === 'EINSIDE' ? fail('HttpRequestBlocked', insideWords(url.hostname)) : fail('HttpRequestFailed', `${url.host} could not be reached (${error?.code ?? 'the connection broke'}).`))
      try {
        request = (url.protocol === 'https:' ? https : http).request(url, { method: call.method, headers: call.headers, lookup: allowed ? undefined : checkedLookup, agent: false })
      } catch (error) {
        return settle(fail('HttpRequestFailed', `The request cannot be sent: ${(error as Error).message}`))
      }
      request.on('error', broken)
      request.on('response', (response) => receive(response, url.host, settle, fail, broken, enough))
      request.end(call.body)
    })
  }
}

function receive(response: http.IncomingMessage, host: string, settle: (result: CallResult) => void, fail: (code: string, message: string) => CallResult, broken: () => void, enough?: (body: string, more: string) => boolean) {
  const decoder = new StringDecoder('utf8')
  let body = ''
  let size = 0
  response.on('data', (part: Buffer) => {
    size += part.length
    if (size <= maxAnswerBytes) {
      const more = decoder.write(part)
      body += more
      if (enough?.(body, more)) finish()
    } else settle(fail('TooMuchDataToHandle', `The answer of ${host} is larger than ${maxAnswerBytes} bytes.`))
  })
  response.on('error', broken)
  response.on('aborted', broken)
  response.on('end', finish)
  function finish() {
    const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)]))
    settle({ type: 'http', status: response.statusCode ?? 0, headers, body: body + decoder.end() })
  }
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
