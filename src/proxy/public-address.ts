import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** NAT64 (RFC 6052, and its local-use prefix of RFC 8215) carries an IPv4 address inside an IPv6 one. */
const NAT64: readonly [string, number][] = [
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
]

/**
 * Whether an address belongs to the public internet. False for everything in IANA's special-purpose registries, and
 * for IPv6 forms that lead to an IPv4 address (mapped, NAT64, 6to4, Teredo), which no public host needs. Only
 * canonical addresses count: `0x7f.1` and the like do not.
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false
  const parsed = ipaddr.parse(address.split('%')[0] ?? '')
  if (
    parsed.kind() === 'ipv6' &&
    NAT64.some(([prefix, bits]) => (parsed as ipaddr.IPv6).match(ipaddr.IPv6.parse(prefix), bits))
  )
    return false
  return parsed.range() === 'unicast' && !address.includes('%')
}
