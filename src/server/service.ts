import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Logger } from 'pino'
import { createEngine } from '../engine/engine.ts'
import { addressGuard } from '../proxy/reach.ts'
import { networkBackend } from '../proxy/backend.ts'
import { fetchImage } from '../proxy/fetch-image.ts'
import { createIntents } from '../proxy/intents.ts'
import { createProxy, type Upstream } from '../proxy/proxy.ts'
import { openIntentFiles } from './intent-files.ts'
import type { Settings } from './settings.ts'
import { bundledModel } from '../saliency/model-spec.ts'
import { createModelServer, type ModelServer } from '../saliency/model-server.ts'

const samplesSchema = z.array(z.object({ code: z.string(), file: z.string().regex(/^[a-z0-9-]+\.(?:webp|png)$/) }))

/** How long a POST under way may take to be answered once the server is told to stop: it may have been paid for. */
const POST_GRACE_MS = 10_000

export interface ServiceOptions {
  readonly settings: Settings
  /** The engine's built worker. */
  readonly workerFile: string
  /** The built process of the learned model. */
  readonly modelFile: string
  /** Folder with the samples' pictures and `samples.json`. */
  readonly samplesDir: string
  readonly mask: (text: string) => string
  readonly log: Logger
}

export interface Service {
  fetch(request: Request): Promise<Response>
  close(): Promise<void>
}

/** The bundled samples, from the same list that the page shows. */
async function readSamples(dir: string) {
  const samples = samplesSchema.parse(JSON.parse(await readFile(join(dir, 'samples.json'), 'utf8')))
  return Promise.all(samples.map(async ({ code, file }) => ({ code, image: await readFile(join(dir, file)) })))
}

/** The learned model of the cut-out, or why there is none. */
function startedModel({ settings, modelFile, log }: ServiceOptions): ModelServer | { readonly why: string } {
  try {
    return createModelServer({ processFile: modelFile, model: settings.model ?? bundledModel(), log })
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    log.warn(`Pictures are cut out without the learned model: ${why}`)
    return { why: 'Its weights are not installed. The server’s log says more.' }
  }
}

/**
 * Everything under `/api`: the proxy, and behind it the engine, which runs whatever the upstream is, because the
 * samples are its own.
 */
export async function openService(options: ServiceOptions): Promise<Service> {
  const { settings, workerFile, samplesDir, mask, log } = options
  const model = startedModel(options)
  const guard = addressGuard({ assetHosts: settings.assetHosts, upstream: settings.upstream })
  const engine = await createEngine({
    dataDir: settings.dataDir,
    workerFile,
    fetchImage: (url: string, signal: AbortSignal) => fetchImage(url, guard.anywhere, signal),
    model: 'why' in model ? null : model,
    log,
  })
  await engine.seedSamples(await readSamples(samplesDir))
  const { upstream, upstreamKind, apiKey } = settings
  const backend = upstream === null ? null : networkBackend({ baseUrl: upstream, apiKey })
  const target: Upstream =
    backend === null || upstream === null || upstreamKind === 'local'
      ? { kind: 'local' }
      : { kind: upstreamKind, host: new URL(upstream).host, backend, reach: guard.assets }
  const intents = createIntents({
    shelf: openIntentFiles(settings.dataDir, () => new Date()),
    now: () => new Date(),
    mask,
    warn: (message) => log.warn(message),
  })
  const proxy = createProxy({
    upstream: target,
    engine,
    mask,
    intents,
    withoutModel: () => ('why' in model ? model.why : model.missing()),
    onEvent: ({ reason, ...event }) =>
      event.status >= 500 ? log.warn({ ...event, reason }) : log.info({ ...event, ...(reason && { reason }) }),
  })
  return {
    fetch: proxy.fetch,
    close: async () => {
      await intents.settled(POST_GRACE_MS)
      await Promise.all([engine.close(), backend?.close(), guard.close()])
      if ('close' in model) await model.close()
    },
  }
}
