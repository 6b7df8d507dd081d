/** The API's five calls, the files of their answers, and Plinth's own calls: on enclosed areas, names, deletion and the disk. */
import { Hono, type Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { ApiError } from '../contract/api-error.ts'
import { assetNamed, IMAGE_ASSET } from '../contract/assets.ts'
import { cutOutQuerySchema, type CutOutAnswer } from '../contract/cut-out.ts'
import { createRequestSchema, listQuerySchema, sessionCodeSchema } from '../contract/create-request.ts'
import { enclosedRequestSchema, type EnclosedChoice } from '../contract/enclosed-areas.ts'
import { envelope } from '../contract/envelope.ts'
import type { Outline } from '../contract/outline.ts'
import { previewRequestSchema, refineRequestSchema } from '../contract/preview-request.ts'
import { InvalidInput, parseWith } from '../contract/problems.ts'
import { namesOf, readFields, type FieldsSchema } from '../contract/read-fields.ts'
import { isSampleCode } from '../contract/sample.ts'
import { nameRequestSchema } from '../contract/session-name.ts'
import {
  API_MOUNT,
  CUT_OUT_PATH,
  CUT_PICTURE_PATH,
  DISK_PATH,
  SESSIONS_PATH,
  apiUrl,
  assetPath,
  enclosedPath,
  namePath,
  ownSessionPath,
  previewPath,
  refinePath,
  sessionPath,
} from '../contract/paths.ts'
import { chooseEnclosed } from './choose-enclosed.ts'
import type { Picture } from '../cutout/decode-picture.ts'
import type { CutPicture } from './cut-picture.ts'
import type { JobRunner } from './job-runner.ts'
import { WAITING } from './job-tools.ts'
import { previewJob, refineJob } from './mesh-job.ts'
import { imageOf, newRecord, openImage } from './new-session.ts'
import { reasonOf } from './reason-of.ts'
import { queuedAnswer, sessionAnswer } from './session-answer.ts'
import type { SessionBook } from './session-book.ts'
import { IMAGE_FILE } from './session-files.ts'
import type { MeshJob, SessionRecord } from './session-record.ts'
import type { SessionStore } from './session-store.ts'
import { storedFile } from './stored-file.ts'

/** A picture to be looked at, as it came and decoded. */
export interface Upload {
  readonly image: Uint8Array
  readonly picture: Picture
  readonly enclosed: EnclosedChoice
}

export interface RoutesOptions {
  readonly store: SessionStore
  readonly book: SessionBook
  readonly runner: JobRunner
  /** Ends a session's work and deletes it. */
  readonly remove: (code: string) => Promise<void>
  readonly fetchImage: (url: string, signal: AbortSignal) => Promise<Uint8Array>
  /** Of a picture's subject; null where none stands apart. */
  readonly outlineOf: (image: Uint8Array) => Promise<Outline>
  /** A picture and its cut-out; undefined where none came. @throws once `signal` has come */
  readonly cutPicture: (upload: Upload, signal: AbortSignal) => Promise<CutPicture | undefined>
  /** Shows the learned model a session's picture while the session is not at work yet. */
  readonly lookEarly: (code: string, picture: Picture) => void
  readonly newId: () => string
  readonly now: () => Date
  readonly warn: (message: string) => void
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

const pngUrl = (png: Uint8Array): string => `data:image/png;base64,${Buffer.from(png).toString('base64')}`

const originOf = (c: Context): string => new URL(c.req.url).origin

const answer = (c: Context, status: number, message: string, data: unknown, error = '') =>
  c.json(envelope(status, message, data, error), status as ContentfulStatusCode)

/** The session itself, unless it is a sample, which is everybody's. */
function ownOf(record: SessionRecord): SessionRecord {
  if (isSampleCode(record.code))
    throw new ApiError('conflict', 'A sample stays as it is: it is neither renamed nor deleted.')
  return record
}

export function createRoutes({
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
}: RoutesOptions): Hono {
  const found = (c: Context): SessionRecord => {
    const code = parseWith(sessionCodeSchema, c.req.param('code'))
    const record = book.get(code)
    if (!record)
      throw new ApiError('not_found', `There is no session ${code} here. Check the code, or open one from the list.`)
    return record
  }
  const dataOf = (record: SessionRecord, c: Context) => sessionAnswer(record, originOf(c), book.percentOf(record))

  /** The fields that a call knows. The others are ignored, with a line in the log [CREATE-2]. */
  async function fieldsOf<S extends FieldsSchema>(c: Context, schema: S) {
    const { known, unknown } = readFields(schema, await jsonBody(c))
    if (Object.keys(unknown).length > 0) warn(`Ignored fields of POST ${c.req.path}: ${namesOf(unknown)}`)
    return known
  }

  /** Puts a job into the record before anything answers: it survives a restart from then on. */
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
    const promised = book.get(record.code) ?? record
    runner.wake(record.code)
    const imageUrl = `${originOf(c)}${apiUrl(assetPath(record.code, IMAGE_ASSET))}`
    const queued = { key: job.key, imageUrl, startedAtSeconds: now().getTime() / 1000 }
    return answer(c, 200, 'Generating Mesh', queuedAnswer(promised, book.percentOf(promised), queued))
  }

  const app = new Hono().basePath(API_MOUNT)

  app.get(SESSIONS_PATH, (c) => {
    const { limit, page } = parseWith(listQuerySchema, c.req.query())
    const all = book.all().filter(({ code }) => !isSampleCode(code))
    const results = all.slice((page - 1) * limit, page * limit).map((record) => dataOf(record, c))
    return answer(c, 200, '', { results, page, limit, total: all.length })
  })

  app.post(SESSIONS_PATH, async (c) => {
    const { image_url: url, ...request } = await fieldsOf(c, createRequestSchema)
    const image = await imageOf(url, (address) => fetchImage(address, c.req.raw.signal))
    const picture = await openImage(image)
    const record = newRecord(`SESSION_${newId()}`, newId(), image, request, now())
    try {
      await store.write(record.code, IMAGE_FILE, image)
      await book.add(record)
    } catch (error) {
      await store.remove(record.code).catch((left: unknown) => warn(`Session ${record.code}: ${reasonOf(left)}`))
      throw error
    }
    lookEarly(record.code, picture)
    runner.wake(record.code)
    return answer(c, 201, 'Session created', dataOf(record, c))
  })

  app.post(enclosedPath(':code'), async (c) => {
    const record = found(c)
    const { enclosed_areas: choice } = parseWith(enclosedRequestSchema, await jsonBody(c))
    await chooseEnclosed(book, record, choice, newId())
    runner.wake(record.code)
    return answer(c, 200, '', dataOf(found(c), c))
  })

  app.put(namePath(':code'), async (c) => {
    const { code } = ownOf(found(c))
    const { name } = parseWith(nameRequestSchema, await jsonBody(c))
    await book.update(code, () => ({ name: name || undefined }))
    return answer(c, 200, '', dataOf(found(c), c))
  })

  app.delete(ownSessionPath(':code'), async (c) => {
    const { code } = ownOf(found(c))
    await remove(code).catch((error: unknown) => {
      // It is still there, and so is what it was at work on.
      runner.wake(code)
      throw error
    })
    return answer(c, 200, 'Session deleted', null)
  })

  app.get(DISK_PATH, async (c) => answer(c, 200, '', await store.diskUse(new Set(book.all().map(({ code }) => code)))))

  app.post(CUT_OUT_PATH, async (c) => {
    const outline = await outlineOf(new Uint8Array(await c.req.arrayBuffer()))
    return answer(c, 200, '', { outline })
  })

  app.post(CUT_PICTURE_PATH, async (c) => {
    const { enclosed_areas: enclosed } = parseWith(cutOutQuerySchema, c.req.query())
    const image = new Uint8Array(await c.req.arrayBuffer())
    const picture = await openImage(image)
    const { signal } = c.req.raw
    const cut = await cutPicture({ image, picture, enclosed }, signal).catch((cause: unknown) => {
      throw signal.aborted ? new ApiError('conflict', 'Nobody waits for this cut-out any more.', { cause }) : cause
    })
    if (!cut) throw new ApiError('internal', 'No cut-out came of this picture. Try again.')
    const told = { ...cut, picture: pngUrl(cut.picture), alpha: cut.alpha && pngUrl(cut.alpha) }
    return answer(c, 200, '', told satisfies CutOutAnswer)
  })

  app.get(sessionPath(':code'), (c) => answer(c, 200, '', dataOf(found(c), c)))

  app.post(previewPath(':code'), async (c) => {
    const record = found(c)
    const request = await fieldsOf(c, previewRequestSchema)
    return promise(c, record, previewJob(record, request, newId()))
  })

  app.post(refinePath(':code'), async (c) => {
    const record = found(c)
    const request = await fieldsOf(c, refineRequestSchema)
    return promise(c, record, refineJob(record, request, newId()))
  })

  app.get(assetPath(':code', ':name{.+}'), async (c) => {
    const record = found(c)
    const name = assetNamed(c.req.param('name'))
    const stored = name ? storedFile(record, name) : null
    if (!stored) throw new ApiError('not_found', `This session has no ${c.req.param('name').slice(0, 60)}.`)
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
