import { isIP } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createMask } from '../proxy/mask.ts'
import { createGate } from './access.ts'
import { listen } from './listen.ts'
import { createLog } from './log.ts'
import { openPage } from './page.ts'
import { openService } from './service.ts'
import { readSettings, type Settings } from './settings.ts'
import { problemOfModel } from '../saliency/check-model.ts'

const here = dirname(fileURLToPath(import.meta.url))
const clientDir = join(here, '../client')
const modelFile = join(here, 'model-process.js')

function why(error: unknown, settings: Settings | null): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? error.code : ''
  const { host, port } = settings ?? { host: '', port: 0 }
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken on ${host}, perhaps by another Plinth. Stop that program, or choose another port: PORT=${port + 1} npm start`
  if (code === 'EACCES' && 'syscall' in error && error.syscall === 'listen')
    return `Port ${port} may not be used by this account. Choose one above 1023: PORT=4173 npm start`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `HOST is ${host}, which is not an address of this machine.`
  return error.message
}

function address(settings: Settings, port: number): string {
  const { host, accessToken } = settings
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : isIP(host) === 6 ? `[${host}]` : host
  return `http://${name}:${port}/${accessToken ? '?token=<PLINTH_ACCESS_TOKEN>' : ''}`
}

const isApi = (request: Request): boolean => /^\/api(?:\/|$)/.test(new URL(request.url).pathname)

async function start(settings: Settings): Promise<void> {
  const mask = createMask([settings.apiKey, settings.accessToken].filter((secret) => secret !== null))
  const log = createLog(mask)
  const page = await openPage(clientDir)
  const service = await openService({
    settings,
    workerFile: join(here, 'engine-worker.js'),
    modelFile,
    samplesDir: join(clientDir, 'samples'),
    mask,
    log,
  })
  const gate = createGate(settings.accessToken)
  const { host, port } = settings
  const listening = await listen({
    host,
    port,
    fetch: (request) => gate(request) ?? (isApi(request) ? service.fetch(request) : page(request)),
  }).catch(async (error: unknown) => {
    await service.close()
    throw error
  })
  const source = settings.upstream === null ? 'the local engine' : new URL(settings.upstream).host
  process.stdout.write(`Plinth is on ${address(settings, listening.port)}  (meshes from ${source}; Ctrl+C stops it)\n`)

  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    void Promise.all([listening.close(), service.close()]).then(() => process.exit(0))
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

let settings: Settings | null = null
try {
  settings = readSettings(process.env, (spec) => problemOfModel(modelFile, spec))
  await start(settings)
} catch (error) {
  process.stderr.write(`${why(error, settings)}\n`)
  process.exit(1)
}
