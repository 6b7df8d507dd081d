/** The five calls and the files, as `csm-api.md` has them. */
import { Hono, type Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { ApiError } from '../contract/api-error.ts'
import { ASSET_NAMES, IMAGE_ASSET, spinAsset } from '../contract/assets.ts'
import { MESH_FORMATS, MESH_KINDS, meshField, type MeshFormat } from '../contract/mesh-fields.ts'
import { createRequestSchema, listQuerySchema, sessionCodeSchema } from '../contract/create-request.ts'
import { envelope } from '../contract/envelope.ts'
import { previewRequestSchema, refineRequestSchema } from '../contract/preview-request.ts'
import { InvalidInput, parseWith } from '../contract/problems.ts'
import { isSampleCode } from '../contract/sample.ts'
import { API_MOUNT, SESSIONS_PATH, apiUrl, assetPath, previewPath, refinePath, sessionPath } from '../contract/paths.ts'
import type { JobRunner } from './job-runner.ts'
import { WAITING } from './job-tools.ts'
import { imageOf, newRecord, refuseBadImage } from './new-session.ts'
import { reasonOf } from './reason-of.ts'
import { selectedSpin } from './selected-spin.ts'
import { latestTarget, queuedAnswer, sessionAnswer } from './session-answer.ts'
import type { SessionBook } from './session-book.ts'
import { IMAGE_FILE, meshFile, spinFile } from './session-files.ts'
import type { MeshJob, SessionRecord } from './session-record.ts'
import type { SessionStore } from './session-store.ts'

export interface RoutesOptions {
  readonly store: SessionStore
  readonly book: SessionBook
  readonly runner: JobRunner
  readonly fetchImage: (url: string, signal: AbortSignal) => Promise<Uint8Array>
  readonly newId: () => string
  readonly now: () => Date
  readonly warn: (message: string) => void
}

const FILE_TYPES: Readonly<Record<MeshFormat | 'webp', string>> = {
  webp: 'image/webp',
  glb: 'model/gltf-binary',
  obj: 'model/obj',
  zip: 'application/zip',
  usdz: 'model/vnd.usdz+zip',
  fbx: 'application/octet-stream',
  stl: 'model/stl',
}

interface StoredFile {
  readonly file: string
  readonly type: string
  readonly tag: string
}

/** Where a record keeps an asset; null when it has none by that name. */
function storedFile(record: SessionRecord, name: string): StoredFile | null {
  // The page's proxy decides an image's type by its bytes.
  if (name === IMAGE_ASSET) return { file: IMAGE_FILE, type: 'application/octet-stream', tag: record.madeFrom }
  for (const index of record.spins.keys())
    if (name === spinAsset(index))
      return { file: spinFile(index), type: FILE_TYPES.webp, tag: `${record.madeFrom}-${index}` }
  for (const kind of MESH_KINDS) {
    const mesh = record.meshes[kind]
    const format = MESH_FORMATS.find((each) => meshField(kind, each) === name)
    if (mesh && format && mesh.formats.includes(format))
      return { file: meshFile(mesh.key, format), type: FILE_TYPES[format], tag: `${mesh.key}-${format}` }
  }
  return null
}

async function jsonBody(c: Context): Promise<unknown> {
  const text = await c.req.text()
  try {
    return text.trim() === '' ? {} : JSON.parse(text)
  } catch (cause) {
    throw new ApiError(
      'not_json',
      `The body is not valid JSON: ${cause instanceof Error ? cause.message : 'it cannot be read'}.`,
      { cause },
    )
  }
}

const originOf = (c: Context): string => new URL(c.req.url).origin

const answer = (c: Context, status: number, message: string, data: unknown, error = '') =>
  c.json(envelope(status, message, data, error), status as ContentfulStatusCode)

export function createRoutes({ store, book, runner, fetchImage, newId, now, warn }: RoutesOptions): Hono {
  const found = (c: Context): SessionRecord => {
    const code = parseWith(sessionCodeSchema, c.req.param('code'))
    const record = book.get(code)
    if (!record)
      throw new ApiError('not_found', `There is no session ${code} here. Check the code, or open one from the list.`)
    return record
  }
  const told = (record: SessionRecord, c: Context) => sessionAnswer(record, originOf(c), book.percentOf(record))

  async function promise(c: Context, record: SessionRecord, job: MeshJob) {
    const status = job.kind === 'preview' ? 'training_preview' : 'training_refine'
    await book.update(record.code, ({ pending }) => {
      const idle = pending.length === 0
      if (idle) book.setPercent(record.code, 0)
      return {
        pending: [...pending, job],
        message: WAITING,
        ...(idle && { status, selectedSpinIndex: job.spinIndex }),
      }
    })
    runner.wake(record.code)
    const imageUrl = `${originOf(c)}${apiUrl(assetPath(record.code, IMAGE_ASSET))}`
    return answer(
      c,
      200,
      'Generating Mesh',
      queuedAnswer({ code: record.code, key: job.key, imageUrl, startedAtSeconds: now().getTime() / 1000 }),
    )
  }

  const app = new Hono().basePath(API_MOUNT)

  app.get(SESSIONS_PATH, (c) => {
    const { limit, page } = parseWith(listQuerySchema, c.req.query())
    const all = book.all().filter(({ code }) => !isSampleCode(code))
    const results = all.slice((page - 1) * limit, page * limit).map((record) => told(record, c))
    return answer(c, 200, '', { results, page, limit, total: all.length })
  })

  app.post(SESSIONS_PATH, async (c) => {
    const { image_url: url, ...request } = parseWith(createRequestSchema, await jsonBody(c))
    const image = await imageOf(url, (address) => fetchImage(address, c.req.raw.signal))
    await refuseBadImage(image)
    const record = newRecord(`SESSION_${newId()}`, newId(), image, request, now())
    try {
      await store.write(record.code, IMAGE_FILE, image)
      await book.add(record)
    } catch (error) {
      await store.remove(record.code).catch((left: unknown) => warn(`Session ${record.code}: ${reasonOf(left)}`))
      throw error
    }
    runner.wake(record.code)
    return answer(c, 201, 'Session created', told(record, c))
  })

  app.get(sessionPath(':code'), (c) => answer(c, 200, '', told(found(c), c)))

  app.post(previewPath(':code'), async (c) => {
    const record = found(c)
    const request = parseWith(previewRequestSchema, await jsonBody(c))
    if (record.spins.length === 0) {
      const failed = record.status === 'spin_generate_failed'
      throw new ApiError(
        'conflict',
        failed
          ? `This session has no spins: ${record.message}`
          : 'The spins of this session are not ready yet. Wait until they are done, then ask again.',
      )
    }
    const scaledBbox = request.scaled_bbox ?? record.target.scaledBbox
    const pivotPoint = request.pivot_point ?? record.target.pivotPoint
    // A box given now is meant as it stands; only the session's own box may keep the aspect ratio.
    const preserveAspectRatio = request.scaled_bbox ? false : record.target.preserveAspectRatio
    const target = { ...(scaledBbox && { scaledBbox }), ...(pivotPoint && { pivotPoint }), preserveAspectRatio }
    return promise(c, record, { kind: 'preview', key: newId(), spinIndex: selectedSpin(record, request), target })
  })

  app.post(refinePath(':code'), async (c) => {
    const record = found(c)
    const request = parseWith(refineRequestSchema, await jsonBody(c))
    const preview = record.pending.findLast((job) => job.kind === 'preview') ?? record.meshes.preview
    if (!preview)
      throw new ApiError('conflict', 'This session has no preview mesh to refine yet. Generate a preview first.')
    const before = latestTarget(record)
    const target = {
      ...before,
      ...(request.scaled_bbox && { scaledBbox: request.scaled_bbox, preserveAspectRatio: false }),
      ...(request.pivot_point && { pivotPoint: request.pivot_point }),
    }
    return promise(c, record, { kind: 'refine', key: newId(), spinIndex: preview.spinIndex, target })
  })

  app.get(assetPath(':code', ':name{.+}'), async (c) => {
    const record = found(c)
    const name = c.req.param('name')
    const stored = ASSET_NAMES.includes(name) ? storedFile(record, name) : null
    if (!stored) throw new ApiError('not_found', `This session has no ${name.slice(0, 60)}.`)
    const tag = `"${stored.tag}"`
    if (c.req.header('if-none-match') === tag) return c.body(null, 304, { etag: tag })
    const bytes = await store.read(record.code, stored.file).catch((cause: unknown) => {
      throw new ApiError('not_found', `The file of ${name} is gone from the data folder. Generate it again.`, { cause })
    })
    return c.body(new Uint8Array(bytes), 200, {
      'content-type': stored.type,
      'content-length': String(bytes.length),
      etag: tag,
    })
  })

  app.notFound((c) => answer(c, 404, 'There is no such call.', null, 'not_found'))

  app.onError((error, c) => {
    if (error instanceof ApiError)
      return answer(
        c,
        error.status,
        error.message,
        error.problems.length > 0 ? { problems: error.problems } : null,
        error.kind,
      )
    if (error instanceof InvalidInput)
      return answer(c, 400, error.message, { problems: error.problems }, 'invalid_input')
    warn(`The engine failed on ${c.req.method} ${c.req.path}: ${error.stack ?? error.message}`)
    return answer(c, 500, 'The local engine failed on this request. Try again.', null, 'internal')
  })

  return app
}
