import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { isLoopback } from './settings.ts'

const inUrl = (host: string): string => (isIP(host) === 6 ? `[${host}]` : host)

/**
 * Returns whether a request names this server in its one Host header. An attacker's name that resolves to 127.0.0.1
 * (DNS rebinding) is not on the list, so its page can read nothing. A server that other machines can reach has names
 * that it cannot know; its access token protects it instead.
 */
export function createHostList(
  boundTo: string,
  portOf: () => number,
): (request: Pick<IncomingMessage, 'rawHeaders' | 'url'>) => boolean {
  return ({ rawHeaders, url }) => {
    const hosts = rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === 'host')
    const [host] = hosts
    // `GET http://other/ HTTP/1.1` would overrule the Host header (RFC 9112, section 3.2.2).
    if (hosts.length !== 1 || host === undefined || !url?.startsWith('/')) return false
    if (!isLoopback(boundTo)) return /^[a-z0-9.:[\]-]{1,260}$/i.test(host)
    const port = portOf()
    const names = ['localhost', '127.0.0.1', '[::1]', inUrl(boundTo)]
    return names.some(
      (name) => host.toLowerCase() === `${name}:${port}` || (port === 80 && host.toLowerCase() === name),
    )
  }
}
