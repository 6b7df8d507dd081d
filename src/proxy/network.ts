import { lookup as resolveName, type LookupAddress } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { Agent } from 'undici'
import { isPublicAddress } from './public-address.ts'

/** How long the other side may take. Tests give shorter times. */
export interface Patience {
  readonly connectMs: number
  readonly headersMs: number
  /** Until the headers of the answer to a create, whose body of up to 12 MB has to travel first. */
  readonly uploadMs: number
  /** Between two pieces of a body. */
  readonly idleMs: number
  /** For the whole of an API answer, and for a file until its type is known. */
  readonly answerMs: number
  /** For the whole of an image that an artist named by its address. */
  readonly imageMs: number
  /** For the whole of a file, from the moment its type is known. */
  readonly fileMs: number
}

export const PATIENCE: Patience = {
  connectMs: 5_000,
  headersMs: 10_000,
  uploadMs: 30_000,
  idleMs: 30_000,
  answerMs: 60_000,
  // 12 MB at 1.6 Mbit/s.
  imageMs: 60_000,
  // 200 MB at 0.9 Mbit/s.
  fileMs: 30 * 60_000,
}

const MAX_CONNECTIONS = 64

/** Thrown for an address outside the public internet, before a socket is opened. */
export class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress'
}

export type Resolve = (
  hostname: string,
  done: (error: Error | null, addresses: readonly LookupAddress[]) => void,
) => void

const systemResolve: Resolve = (hostname, done) =>
  resolveName(hostname, { all: true }, (error, addresses) => done(error, addresses ?? []))

/**
 * A resolver that fails for a name with any address outside the public internet. The connection itself calls it and
 * opens its socket to the addresses returned, so a name that resolves differently a second time (DNS rebinding) gains
 * nothing.
 */
function guardedLookup(resolve: Resolve = systemResolve): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, (error, addresses) => {
      if (error) return callback(error, [])
      const bad = addresses.find(({ address }) => !isPublicAddress(address))
      if (bad || addresses.length === 0)
        return callback(new ForbiddenAddress(`${hostname} resolves to ${bad?.address ?? 'no address'}`), [])
      const [first] = addresses
      if (options.all || !first) return callback(null, [...addresses])
      return callback(null, first.address, first.family)
    })
  }
}

/** Throws ForbiddenAddress for an IP address in a URL, for which no resolver is called. */
export function assertPublicHost(hostname: string): void {
  const bare = hostname.replace(/^\[|\]$/g, '')
  if (isIP(bare) !== 0 && !isPublicAddress(bare)) throw new ForbiddenAddress(`${hostname} is not a public address`)
}

/**
 * Connections to the upstream's API. `pipelining: 0` opens a new socket for every POST, so that no stale one can
 * swallow it.
 */
export const apiAgent = (patience: Patience, { keepAlive }: { keepAlive: boolean }): Agent =>
  new Agent({
    connections: MAX_CONNECTIONS,
    pipelining: keepAlive ? 1 : 0,
    headersTimeout: patience.headersMs,
    bodyTimeout: patience.idleMs,
    connect: { timeout: patience.connectMs },
  })

/** Connections to hosts named by an answer or an artist: public addresses only. */
export const guardedAgent = (patience: Patience, resolve?: Resolve): Agent =>
  new Agent({
    connections: MAX_CONNECTIONS,
    headersTimeout: patience.headersMs,
    bodyTimeout: patience.idleMs,
    connect: { timeout: patience.connectMs, lookup: guardedLookup(resolve) },
  })
