import { request, type Dispatcher } from 'undici'
import { ApiError } from '../contract/api-error.ts'
import { readEnvelope } from '../contract/envelope.ts'
import { SESSIONS_PATH, apiUrl } from '../contract/paths.ts'
import { MAX_ANSWER_BYTES, readCounted } from './counted.ts'
import { startDeadline } from '../contract/deadline.ts'
import { apiAgent, PATIENCE, type Patience } from './network.ts'
import { upstreamError } from './upstream-error.ts'

/** A call as it leaves the proxy. Of the browser's request it holds validated parts and unknown fields of the body. */
export interface Call {
  /** The last two only for the local engine's own calls. */
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Path and query under the API's base, built from validated parts. */
  readonly path: string
  /** JSON text of a body whose known fields are right. */
  readonly body: string | null
  /** The origin under which the browser reached the proxy; the local engine builds its URLs on it. */
  readonly origin: string
  readonly signal: AbortSignal
}

/** What came back: a JSON object with its status. */
export interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
  /** The `Retry-After` header as the upstream sent it. */
  readonly retryAfter: string | null
}

/** Whatever speaks the API: the network, or the engine in this process. */
export type Backend = (call: Call) => Promise<Answer>

/** Anything that answers requests the way the local engine does. */
export interface RequestHandler {
  fetch(request: Request): Promise<Response>
}

const JSON_TYPE = { accept: 'application/json' } as const

/**
 * Joins base and path. Throws ApiError when a URL parser would change the result, as it does for `..` or a backslash.
 */
export function addressOf(base: string, path: string): URL {
  const address = `${base.replace(/\/+$/, '')}${path}`
  const url = new URL(address)
  if (url.href !== address) throw new ApiError('invalid_input', 'The path holds characters that no session code has.')
  return url
}

/** The text of an upstream's error page does not reach the browser; its status does. */
export function answerOf(status: number, text: string, retryAfter: string | null, host: string): Answer {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    json = undefined
  }
  const readable = !Array.isArray(json) && readEnvelope(json) !== null
  if (readable && status >= 200 && status !== 204 && status !== 205)
    return { status, body: json as Record<string, unknown>, retryAfter }
  if (status < 400) throw new ApiError('bad_upstream', `${host} answered ${status}, but not with a JSON object.`)
  throw new ApiError(
    status === 429 ? 'rate_limited' : 'bad_upstream',
    `${host} answered ${status} with a web page instead of data.`,
    {
      status,
      retryAfterSeconds: retryAfter && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : undefined,
    },
  )
}

export interface NetworkOptions {
  readonly baseUrl: string
  readonly apiKey: string | null
  readonly patience?: Patience
}

interface WholeAnswer {
  readonly status: number
  readonly headers: Dispatcher.ResponseData['headers']
  readonly text: string
}

const first = (value: string | string[] | undefined): string | null => (Array.isArray(value) ? value[0] : value) ?? null

/**
 * The API over the network, with the key added. It follows no redirect, because the key would go along, and sends
 * nothing twice: a POST costs credits, and the page repeats a GET itself. `close` ends all connections.
 */
export function networkBackend({
  baseUrl,
  apiKey,
  patience = PATIENCE,
}: NetworkOptions): Backend & { close(): Promise<void> } {
  const { host } = new URL(baseUrl)
  const tooLarge = () => new ApiError('bad_upstream', `${host} sent an answer larger than ${MAX_ANSWER_BYTES} bytes.`)
  const reading = apiAgent(patience, { keepAlive: true })
  const posting = apiAgent(patience, { keepAlive: false })

  const send = async (call: Call, signal: AbortSignal): Promise<WholeAnswer> => {
    const answer = await request(addressOf(baseUrl, call.path), {
      dispatcher: call.method === 'POST' ? posting : reading,
      method: call.method,
      headers: {
        ...JSON_TYPE,
        'accept-encoding': 'identity',
        'user-agent': 'plinth',
        ...(apiKey ? { 'x-api-key': apiKey } : {}),
        ...(call.body === null ? {} : { 'content-type': 'application/json' }),
      },
      body: call.body,
      headersTimeout: call.path === SESSIONS_PATH ? patience.uploadMs : patience.headersMs,
      signal,
    })
    const coding = first(answer.headers['content-encoding'])
    if (coding && coding !== 'identity') {
      answer.body.on('error', () => {}).destroy()
      throw new ApiError('bad_upstream', `${host} sent a compressed answer, which Plinth does not accept.`)
    }
    const bytes = await readCounted(answer.body, MAX_ANSWER_BYTES, tooLarge)
    return { status: answer.statusCode, headers: answer.headers, text: new TextDecoder().decode(bytes) }
  }

  const backend: Backend = async (call) => {
    const deadline = startDeadline(patience.answerMs, call.signal)
    const answer = await send(call, deadline.signal)
      .catch((error: unknown) => {
        throw upstreamError(error, { host, sent: call.method === 'POST' ? 'post' : 'get' })
      })
      .finally(deadline.clear)
    if (answer.status >= 300 && answer.status < 400) {
      throw new ApiError(
        'bad_upstream',
        `${host} answered with a redirect (${answer.status}), which Plinth does not follow, because the key would go along.`,
      )
    }
    return answerOf(answer.status, answer.text, first(answer.headers['retry-after']), host)
  }
  const close = () => Promise.all([reading.destroy(), posting.destroy()]).then(() => undefined)
  return Object.assign(backend, { close })
}

/** The API answered by the engine in this process. */
export const engineBackend =
  (engine: RequestHandler): Backend =>
  async ({ method, path, body, origin, signal }) => {
    const headers = body === null ? JSON_TYPE : { ...JSON_TYPE, 'content-type': 'application/json' }
    const init = { method, headers, signal, ...(body !== null && { body }) }
    const answer = await engine.fetch(new Request(addressOf(origin, apiUrl(path)), init))
    return answerOf(answer.status, await answer.text(), answer.headers.get('retry-after'), 'the local engine')
  }
