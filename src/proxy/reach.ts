import type { Reach } from './guarded-fetch.ts'
import { apiAgent, guardedAgent, PATIENCE, type Patience, type Resolve } from './network.ts'

export interface AddressGuardOptions {
  readonly assetHosts: readonly string[]
  /** Base URL of the upstream, from whose origin files may come too; null for the local engine. */
  readonly upstream: string | null
  readonly patience?: Patience
  readonly resolve?: Resolve
}

export interface AddressGuard {
  /** For a session's files: the upstream's own origin, and https on exactly the listed hosts. */
  readonly assets: Reach
  /** For an image that an artist names by its address: any public host, over http as well. */
  readonly anywhere: Reach
  close(): Promise<void>
}

/**
 * Decides where files may be fetched from. The operator's own upstream may stand on this machine or in a private
 * network, so its connections are plain; all others refuse any address outside the public internet.
 */
export function addressGuard({
  assetHosts,
  upstream,
  patience = PATIENCE,
  resolve,
}: AddressGuardOptions): AddressGuard {
  const guarded = guardedAgent(patience, resolve)
  const own = apiAgent(patience, { keepAlive: true })
  const ownOrigin = upstream === null ? null : new URL(upstream).origin
  const hosts = new Set(assetHosts)
  return {
    assets: {
      allows: (url) =>
        url.origin === ownOrigin || (url.protocol === 'https:' && url.port === '' && hosts.has(url.hostname)),
      dispatcherFor: (url) =>
        url.origin === ownOrigin ? { dispatcher: own, guarded: false } : { dispatcher: guarded, guarded: true },
      refusal: ({ host }) =>
        `The file is at ${host}, from which Plinth may not fetch files. If you trust that host, add it to PLINTH_ASSET_HOSTS.`,
      patience,
    },
    anywhere: {
      allows: (url) => (url.protocol === 'https:' || url.protocol === 'http:') && url.port === '',
      dispatcherFor: () => ({ dispatcher: guarded, guarded: true }),
      refusal: ({ host }) => `${host} is not a public address on the web's own ports.`,
      patience,
    },
    close: async () => {
      await Promise.all([guarded.destroy(), own.destroy()])
    },
  }
}
