import { join } from 'node:path'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { build, type Plugin, type ViteDevServer } from 'vite'
import { envelope } from '../contract/envelope.ts'
import type { openService as OpenService, Service } from './service.ts'
import { createMask } from '../proxy/mask.ts'
import { createGate } from './access.ts'
import { createHostList } from './host-list.ts'
import { createLog } from './log.ts'
import { readSettings, type Settings } from './settings.ts'

/** The engine's worker and its model run outside Vite's module runner, so they have to be built. */
async function buildWorkers(server: ViteDevServer): Promise<{ workerFile: string; modelFile: string }> {
  const outDir = join(server.config.cacheDir, 'plinth-worker')
  const { root } = server.config
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: {
        input: {
          'engine-worker': join(root, 'src/engine/worker.ts'),
          'model-process': join(root, 'src/saliency/model-process.ts'),
        },
        output: { entryFileNames: '[name].js' },
      },
    },
  })
  return { workerFile: join(outDir, 'engine-worker.js'), modelFile: join(outDir, 'model-process.js') }
}

/** Vite's own options decide where the page is served; everything else comes from the environment. */
function settingsFor(server: ViteDevServer): Settings {
  const { host } = server.config.server
  const boundTo = host === true ? '0.0.0.0' : typeof host === 'string' ? host : '127.0.0.1'
  return readSettings({ ...process.env, HOST: boundTo })
}

async function open(server: ViteDevServer, settings: Settings): Promise<Service> {
  const mask = createMask([settings.apiKey, settings.accessToken].filter((secret) => secret !== null))
  const files = await buildWorkers(server)
  const { openService } = (await server.ssrLoadModule('/src/server/service.ts')) as { openService: typeof OpenService }
  return openService({
    settings,
    ...files,
    samplesDir: join(server.config.publicDir, 'samples'),
    mask,
    log: createLog(mask),
  })
}

/** `npm run dev` serves the same `/api` as `npm start`. */
export function plinthApi(): Plugin {
  return {
    name: 'plinth-api',
    apply: (_config, { command, isPreview }) => command === 'serve' && !isPreview && !process.env.VITEST,
    configureServer(server) {
      const settings = settingsFor(server)
      // Opens while Vite starts; a request that comes too early waits for it.
      const opening = open(server, settings)
      opening.catch((error: unknown) =>
        server.config.logger.error(
          `Plinth's /api did not open: ${error instanceof Error ? error.message : String(error)}`,
        ),
      )
      const gate = createGate(settings.accessToken)
      const answer = (request: Request) =>
        opening.then(
          (service) => service.fetch(request),
          () =>
            Response.json(
              envelope(500, "Plinth's /api did not open; the reason is in the terminal.", null, 'internal'),
              { status: 500 },
            ),
        )
      const handle = getRequestListener((request) => gate(request) ?? answer(request), { overrideGlobalObjects: false })
      const isOwnHost = createHostList(
        settings.host,
        () => (server.httpServer?.address() as AddressInfo | null)?.port ?? settings.port,
      )
      server.middlewares.use((request, response, next) => {
        if (!/^\/api(?:[/?]|$)/.test(request.url ?? '')) return next()
        if (isOwnHost(request)) return void handle(request, response)
        response.writeHead(403).end()
      })
      server.httpServer?.once('close', () => void opening.then((service) => service.close()).catch(() => {}))
    },
  }
}
