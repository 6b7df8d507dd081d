import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { createHostList } from './host-list.ts'

export interface Listening {
  readonly server: Server
  readonly port: number
  close(): Promise<void>
}

export interface ListenOptions {
  readonly host: string
  readonly port: number
  readonly fetch: (request: Request) => Response | Promise<Response>
}

/** How long open requests may take to finish once the server is told to stop. */
const GRACE_MS = 3_000

const REFUSED = JSON.stringify({
  error: 'foreign_page',
  message: 'This server does not answer to that name.',
  statusCode: 403,
  data: null,
})

/** Starts to listen. Node's own timers close slow and idle sockets. Rejects with Node's error, such as EADDRINUSE. */
export async function listen({ host, port, fetch }: ListenOptions): Promise<Listening> {
  const handle = getRequestListener(fetch, { overrideGlobalObjects: false })
  const portOf = () => (server.address() as AddressInfo | null)?.port ?? port
  const isOwnHost = createHostList(host, portOf)
  const server = createServer(
    { headersTimeout: 10_000, requestTimeout: 120_000, connectionsCheckingInterval: 2_000, keepAliveTimeout: 5_000 },
    (request, response) => {
      if (isOwnHost(request)) return void handle(request, response)
      response.writeHead(403, { 'content-type': 'application/json; charset=utf-8', connection: 'close' }).end(REFUSED)
    },
  )
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const close = () =>
    new Promise<void>((resolve) => {
      const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS)
      server.close(() => {
        clearTimeout(cut)
        resolve()
      })
      server.closeIdleConnections()
    })
  return { server, port: portOf(), close }
}
