import { Hono, type Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { ApiError } from '../contract/api-error.ts'
import { IMAGE_ASSET, assetNamed, assetUrl, type AssetName } from '../contract/assets.ts'
import { createRequestSchema, listQuerySchema, sessionCodeSchema } from '../contract/create-request.ts'
import { cutOutQuerySchema } from '../contract/cut-out.ts'
import { enclosedRequestSchema } from '../contract/enclosed-areas.ts'
import { envelope } from '../contract/envelope.ts'
import { previewRequestSchema, refineRequestSchema } from '../contract/preview-request.ts'
import { INTENT_HEADER, WISH_HEADER, intentIdSchema } from '../contract/intent.ts'
import { InvalidInput, parseWith } from '../contract/problems.ts'
import { isSampleCode } from '../contract/sample.ts'
import { nameRequestSchema } from '../contract/session-name.ts'
import { checkedFields } from '../contract/read-fields.ts'
import { readSession } from '../contract/session.ts'
import {
  API_MOUNT,
  CUT_OUT_PATH,
  CUT_PICTURE_PATH,
  cutPicturePath,
  DISK_PATH,
  SESSIONS_PATH,
  apiUrl,
  assetPath,
  enclosedPath,
  namePath,
  ownSessionPath,
  intentPath,
  outlinePath,
  previewPath,
  refinePath,
  sessionPath,
} from '../contract/paths.ts'
import { engineFile, entityTag, networkFile } from './asset-source.ts'
import { serveAsset } from './asset.ts'
import { engineBackend, type Answer, type Backend, type Call, type RequestHandler } from './backend.ts'
import type { Reach } from './guarded-fetch.ts'
import type { Intents } from './intents.ts'
import { pictureTooLarge, readJsonBody } from './json-body.ts'
import { cutOutOf } from './cut-picture.ts'
import { subjectOutline, type FoundFile } from './outline.ts'
import { assertSameOrigin } from './same-origin.ts'

/** Where the calls go. Those about samples always go to the local engine. */
export type Upstream =
  | { readonly kind: 'local' }
  | { readonly kind: 'csm' | 'custom'; readonly host: string; readonly backend: Backend; readonly reach: Reach }

/** One line of the log, for every request but a GET, and for every request that failed with 500 or more. */
export interface ProxyEvent {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly reason: string
}

export interface ProxyOptions {
  readonly upstream: Upstream
  readonly engine: RequestHandler
  /** Blanks secrets in everything that leaves. */
  readonly mask: (text: string) => string
  readonly intents: Intents
  /** Why the engine cuts pictures out without its learned model; null while it has one. */
  readonly withoutModel?: () => string | null
  readonly onEvent?: (event: ProxyEvent) => void
}

const ANSWER_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
} as const

/**
 * Seconds or a date (RFC 9110, section 10.2.3) and nothing else: an upstream may write anything there, even the key.
 */
const RETRY_AFTER = /^(?:\d{1,6}|[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT)$/

const asApiError = (error: unknown): ApiError => {
  if (error instanceof ApiError) return error
  if (error instanceof InvalidInput)
    return new ApiError('invalid_input', error.message, { problems: error.problems, cause: error })
  return new ApiError('internal', 'The proxy failed on this request.', { cause: error })
}

/** The API knows two methods; Plinth's own calls on a session two more. */
const isAnswered = ({ method, path }: Pick<Context['req'], 'method' | 'path'>): boolean =>
  method === 'GET' ||
  method === 'POST' ||
  ((method === 'PUT' || method === 'DELETE') && path.startsWith(apiUrl(ownSessionPath(''))))

const codeOf = (c: Context): string => parseWith(sessionCodeSchema, c.req.param('code'))

const callOf = (c: Context, method: Call['method'], path: string, body: unknown = null): Call => ({
  method,
  path,
  body: body === null ? null : JSON.stringify(body),
  origin: new URL(c.req.url).origin,
  signal: c.req.raw.signal,
})

/**
 * The way from the page to the API: five calls, a session's files by name, and Plinth's own calls to its engine. The contract's schemas validate every
 * field that they know, and a path and a query are built from what they return; headers are built from scratch both ways.
 */
export function createProxy({
  upstream,
  engine,
  mask,
  intents,
  withoutModel = () => null,
  onEvent = () => {},
}: ProxyOptions): RequestHandler {
  const local = engineBackend(engine)
  const backendOf = (code: string | null): Backend =>
    upstream.kind === 'local' || (code !== null && isSampleCode(code)) ? local : upstream.backend

  const answer = (c: Context, { status, body, retryAfter }: Answer) => {
    const wait = retryAfter && RETRY_AFTER.test(retryAfter) ? { 'retry-after': retryAfter } : {}
    const text = mask(JSON.stringify(body))
    return c.body(text, status as ContentfulStatusCode, {
      ...ANSWER_HEADERS,
      'content-type': 'application/json; charset=utf-8',
      ...wait,
    })
  }

  /** Under an intent, a POST goes on when the browser has left: it may come back and ask what became of it. */
  const post = async (c: Context, code: string | null, path: string, readBody: () => Promise<unknown>) => {
    const intent = c.req.header(INTENT_HEADER)
    if (intent === undefined) return answer(c, await backendOf(code)(callOf(c, 'POST', path, await readBody())))
    const id = parseWith(intentIdSchema, intent)
    const arrived = intents.arrive(id)
    try {
      const call = callOf(c, 'POST', path, await readBody())
      const stays = { ...call, signal: new AbortController().signal }
      const wish = c.req.header(WISH_HEADER)
      const send = () => backendOf(code)(stays)
      return answer(c, await intents.once(id, { path, body: call.body ?? '' }, send, wish))
    } finally {
      arrived()
    }
  }

  /** A session's file by its name, or the error that its upstream answered when it was asked for the session. */
  const findFile = async (c: Context, code: string, name: AssetName): Promise<FoundFile> => {
    const call = callOf(c, 'GET', sessionPath(code))
    const found = await backendOf(code)(call)
    if (found.status >= 400) return { refused: found }
    const session = readSession(found.body.data)
    // Its file would be shown as this session's.
    if (session && session.code !== code)
      throw new ApiError('bad_upstream', 'The API answered about another session than the one requested.')
    const url = session && assetUrl(session, name)
    if (!url) throw new ApiError('not_found', `This session has no ${name} (yet).`)
    const tag = entityTag(c.req.header('if-none-match'))
    const headers = tag ? { 'if-none-match': tag } : {}
    if (upstream.kind !== 'local' && !isSampleCode(code))
      return { source: await networkFile(url, upstream.reach, headers, call.signal) }
    if (!url.startsWith(`${call.origin}${apiUrl(SESSIONS_PATH)}/`))
      throw new ApiError('internal', 'The local engine named a file outside its own.')
    return { source: await engineFile(engine, url, headers, call.signal) }
  }

  const log = (c: Context, status: number, reason: string) =>
    onEvent({ method: c.req.method, path: mask(c.req.path), status, reason: mask(reason) })

  const app = new Hono().basePath(API_MOUNT)

  app.use(async (c, next) => {
    assertSameOrigin(c.req.raw.headers, new URL(c.req.url).host)
    // Hono answers HEAD by running GET, which would fetch a whole file to throw it away.
    if (!isAnswered(c.req)) throw new ApiError('method_not_allowed', 'Only GET and POST are answered here.')
    await next()
    // An error is logged in `onError`, with its cause.
    if (!c.error && (c.req.method !== 'GET' || c.res.status >= 500)) log(c, c.res.status, '')
  })

  app.get('/plinth', (c) => {
    const badge =
      upstream.kind === 'local' ? { upstream: 'local', host: '' } : { upstream: upstream.kind, host: upstream.host }
    return answer(c, {
      status: 200,
      body: { ...envelope(200, '', { ...badge, without_model: withoutModel() }) },
      retryAfter: null,
    })
  })

  app.get(intentPath(':id'), async (c) => {
    const record = await intents.recordOf(parseWith(intentIdSchema, c.req.param('id')))
    return answer(c, { status: 200, body: { ...envelope(200, '', record) }, retryAfter: null })
  })

  app.get(SESSIONS_PATH, async (c) => {
    const { limit, page } = parseWith(listQuerySchema, c.req.query())
    return answer(c, await backendOf(null)(callOf(c, 'GET', `${SESSIONS_PATH}?limit=${limit}&page=${page}`)))
  })

  app.post(SESSIONS_PATH, (c) =>
    post(c, null, SESSIONS_PATH, async () =>
      checkedFields(createRequestSchema, await readJsonBody(c.req.raw, pictureTooLarge)),
    ),
  )

  app.get(sessionPath(':code'), async (c) => {
    const code = codeOf(c)
    return answer(c, await backendOf(code)(callOf(c, 'GET', sessionPath(code))))
  })

  for (const [pathOf, schema] of [
    [previewPath, previewRequestSchema],
    [refinePath, refineRequestSchema],
  ] as const) {
    app.post(pathOf(':code'), (c) => {
      const code = codeOf(c)
      return post(c, code, pathOf(code), async () => checkedFields(schema, await readJsonBody(c.req.raw)))
    })
  }

  /** The code of a session of the local engine's, for a call that no cloud has. */
  const localCode = (c: Context, what: string): string => {
    const code = codeOf(c)
    if (backendOf(code) !== local) throw new ApiError('not_found', `${what} by the local engine alone.`)
    return code
  }

  app.post(enclosedPath(':code'), async (c) => {
    const code = localCode(c, 'Enclosed areas are filled or opened')
    const body = parseWith(enclosedRequestSchema, await readJsonBody(c.req.raw))
    return answer(c, await local(callOf(c, 'POST', enclosedPath(code), body)))
  })

  app.put(namePath(':code'), async (c) => {
    const code = localCode(c, 'Names are kept with the session')
    const body = parseWith(nameRequestSchema, await readJsonBody(c.req.raw))
    return answer(c, await local(callOf(c, 'PUT', namePath(code), body)))
  })

  app.delete(ownSessionPath(':code'), async (c) => {
    const code = localCode(c, 'Sessions are deleted')
    return answer(c, await local(callOf(c, 'DELETE', ownSessionPath(code))))
  })

  app.get(DISK_PATH, async (c) => answer(c, await local(callOf(c, 'GET', DISK_PATH))))

  app.post(CUT_PICTURE_PATH, async (c) => {
    const { enclosed_areas: enclosed } = parseWith(cutOutQuerySchema, c.req.query())
    return answer(c, await cutOutOf(engine, c.req.raw, callOf(c, 'POST', cutPicturePath(enclosed))))
  })

  app.get(outlinePath(':code'), async (c) => {
    const code = codeOf(c)
    const outline = await subjectOutline(engine, () => findFile(c, code, IMAGE_ASSET), callOf(c, 'POST', CUT_OUT_PATH))
    return answer(c, { status: 200, body: { ...envelope(200, '', { outline }) }, retryAfter: null })
  })

  app.get(assetPath(':code', ':name{.+}'), async (c) => {
    const code = codeOf(c)
    const name = assetNamed(c.req.param('name'))
    if (!name)
      throw new ApiError(
        'not_found',
        `A session has no file named ${JSON.stringify(c.req.param('name').slice(0, 60))}.`,
      )
    const file = await findFile(c, code, name)
    return 'refused' in file ? answer(c, file.refused) : serveAsset(code, name, file.source)
  })

  app.notFound(() => {
    throw new ApiError('not_found', 'The API has no such call.')
  })

  app.onError((error, c) => {
    const fault = asApiError(error)
    const cause = fault.cause instanceof Error ? `: ${fault.cause.stack ?? fault.cause.message}` : ''
    if (fault.status >= 500 || c.req.method !== 'GET')
      log(c, fault.status, `${fault.message}${fault.kind === 'invalid_input' ? '' : cause}`)
    const data = fault.problems.length > 0 ? { problems: fault.problems } : null
    const retryAfter = fault.retryAfterSeconds === undefined ? null : String(fault.retryAfterSeconds)
    return answer(c, {
      status: fault.status,
      body: { ...envelope(fault.status, fault.message, data, fault.kind) },
      retryAfter,
    })
  })

  return { fetch: async (request) => app.fetch(request) }
}
