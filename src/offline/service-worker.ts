/*
 * Keeps the page itself: its document, scripts, decoders, styles and the samples' pictures, so that it opens without a
 * server. Whatever it does not list goes to the network as if there were no worker, the API first of all. `token` in the
 * address is for the server to read, so such a visit is not answered here either.
 */
import { PrecacheController, PrecacheRoute, type PrecacheEntry } from 'workbox-precaching'
import { registerRoute } from 'workbox-routing'
import { TAKE_OVER } from './take-over.ts'

/** The page's files, which the build lists; those without a revision have it in their names. */
declare const PAGE_FILES: PrecacheEntry[]

/** What of a worker's global scope is used here; the page's own scope is all that the compiler knows. */
declare const clients: {
  claim(): Promise<void>
  matchAll(of: { readonly type: 'window'; readonly includeUncontrolled: boolean }): Promise<readonly unknown[]>
}
declare const skipWaiting: () => Promise<void>
type Lasting = Event & { waitUntil(work: Promise<unknown>): void }

const files = new PrecacheController()
files.addToCacheList(PAGE_FILES)

/** What a page of the version before fetches later on is kept as long as one is open. */
async function dropOldFiles(event: Lasting): Promise<void> {
  const windows = await clients.matchAll({ type: 'window', includeUncontrolled: true })
  if (windows.length <= 1) await files.activate(event)
}

addEventListener('install', (event) => void files.install(event as Lasting))
addEventListener('activate', (event) => {
  const lasting = event as Lasting
  lasting.waitUntil(dropOldFiles(lasting).then(() => clients.claim()))
})
// Never by itself: the artist says when.
addEventListener('message', ({ data }) => void (data === TAKE_OVER && skipWaiting()))

registerRoute(new PrecacheRoute(files, { ignoreURLParametersMatching: [/^(?!token$)/] }))
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/assets/'),
  async ({ request }) => (await caches.match(request)) ?? fetch(request),
)
