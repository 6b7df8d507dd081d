import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import type { Picture } from '../cutout/decode-picture.ts'
import { createEarlyLooks } from './early-looks.ts'
import { createJobRunner } from './job-runner.ts'
import { digestOf, newRecord } from './new-session.ts'
import { reasonOf } from './reason-of.ts'
import { createRoutes, type Upload } from './routes.ts'
import { createSessionBook } from './session-book.ts'
import { IMAGE_FILE } from './session-files.ts'
import { openSessionStore } from './session-store.ts'
import { withModel } from './with-model.ts'
import { createWorkerPool } from './worker-pool.ts'
import type { ModelServer } from '../saliency/model-server.ts'

export interface EngineOptions {
  readonly dataDir: string
  /** The built worker script. */
  readonly workerFile: string
  /** Fetches an `image_url` that is not a data URL, guarded against addresses inside the network. */
  readonly fetchImage: (url: string, signal: AbortSignal) => Promise<Uint8Array>
  /** The learned model beside the picture's own label; null or left out where there is none. */
  readonly model?: ModelServer | null
  readonly log: { warn(message: string): void }
  readonly threads?: number
  readonly now?: () => Date
  readonly newId?: () => string
}

export interface SeedImage {
  readonly code: string
  readonly image: Uint8Array
}

/** Local image-to-3D behind CSM's API. */
export interface Engine {
  fetch(request: Request): Promise<Response>
  /**
   * Makes the bundled samples' sessions, in this order and while no artist's work waits; resolves once their records are
   * written.
   */
  seedSamples(samples: readonly SeedImage[]): Promise<void>
  /** Ends a session's work at once and deletes its folder. */
  remove(code: string): Promise<void>
  close(): Promise<void>
}

/** As much as a laptop spares beside the browser that shows the page. */
const THREADS = 2

/**
 * Opens the data folder and takes up what a restart cut off.
 * @throws {ApiError} `storage` when the data folder cannot be written
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { dataDir, workerFile, fetchImage, model, log } = options
  const now = options.now ?? (() => new Date())
  const newId = options.newId ?? (() => randomBytes(8).toString('hex').toUpperCase())
  const warn = (message: string) => log.warn(message)
  const store = await openSessionStore(dataDir, newId, warn)
  const book = createSessionBook(store, await store.load(), now)
  const size = Math.min(options.threads ?? THREADS, Math.max(1, availableParallelism()))
  const threads = createWorkerPool(workerFile, size)
  const early = model ? createEarlyLooks(model) : null
  const pool = model && early ? withModel(threads, model, early) : threads
  const lookEarly = (session: string, picture: Picture): void => early?.begin(session, picture)
  const runner = createJobRunner({ store, book, pool, newId, warn })
  const outlineOf = async (image: Uint8Array) => {
    // Whatever is wrong with a picture, the page goes on without its outline.
    const cut = await pool.run('outlines', { kind: 'outline', image }, () => {}).catch(() => null)
    return cut?.outline ?? null
  }
  const cutPicture = async ({ image, picture, enclosed }: Upload, signal: AbortSignal) => {
    // A name of its own: it waits its turn among the sessions, and ends when the page goes away.
    signal.throwIfAborted()
    const name = `cut-out ${newId()}`
    const leave = () => void pool.cancel(name)
    signal.addEventListener('abort', leave)
    lookEarly(name, picture)
    try {
      return (await pool.run(name, { kind: 'picture', image, enclosed }, () => {})).cutOut
    } finally {
      signal.removeEventListener('abort', leave)
    }
  }
  const remove = async (code: string): Promise<void> => {
    await runner.cancel(code)
    await book.remove(code)
  }
  const app = createRoutes({
    store,
    book,
    runner,
    remove,
    fetchImage,
    outlineOf,
    cutPicture,
    lookEarly,
    newId,
    now,
    warn,
  })
  for (const { code } of book.all().toReversed()) runner.wake(code)

  /** A sample whose folder is in use elsewhere stays as it was: an older one is no reason not to start. */
  const couldRemove = (code: string): Promise<boolean> =>
    remove(code).then(
      () => true,
      (error: unknown) => {
        warn(`Sample ${code} stays as it was: ${reasonOf(error)}`)
        runner.wake(code)
        return false
      },
    )
  async function seed({ code, image }: SeedImage): Promise<void> {
    const known = book.get(code)
    if (known?.madeFrom === digestOf(image) && known.status !== 'spin_generate_failed') return
    if (known && !(await couldRemove(code))) return
    await store.write(code, IMAGE_FILE, image)
    await book.add(newRecord(code, newId(), image, { generate_preview_mesh: false }, now()))
    runner.wake(code)
  }
  return {
    fetch: async (request) => app.fetch(request),
    async seedSamples(samples) {
      for (const sample of samples) await seed(sample)
    },
    remove,
    close: () => runner.close(),
  }
}
