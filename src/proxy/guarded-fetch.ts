import { request, type Dispatcher } from 'undici'
import { ApiError } from '../contract/api-error.ts'
import { assertPublicHost, ForbiddenAddress, type Patience } from './network.ts'
import { upstreamError } from './upstream-error.ts'

const MAX_HOPS = 3

/** Which URLs may be fetched, and over which connections. */
export interface Reach {
  /** Whether the URL may be fetched. Called for every redirect too. */
  readonly allows: (url: URL) => boolean
  /** The connections to use. `guarded` ones refuse addresses outside the public internet. */
  readonly dispatcherFor: (url: URL) => { dispatcher: Dispatcher; guarded: boolean }
  /** What to say of a URL that may not be fetched. */
  readonly refusal: (url: URL) => string
  readonly patience: Patience
}

export interface Fetched {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Dispatcher.ResponseData['body']
}

const single = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value)

function parsed(target: string, base?: URL): URL {
  try {
    return new URL(target, base)
  } catch (cause) {
    throw new ApiError('bad_upstream', 'The address of the file is not a URL.', { cause })
  }
}

function check(url: URL, reach: Reach): Dispatcher {
  // `user@host` would be sent as credentials; a trailing dot names the same host past an exact list.
  if (url.username || url.password || url.hostname.endsWith('.') || !reach.allows(url)) {
    throw new ApiError('bad_upstream', reach.refusal(url))
  }
  const { dispatcher, guarded } = reach.dispatcherFor(url)
  if (guarded) assertPublicHost(url.hostname)
  return dispatcher
}

async function hop(url: URL, reach: Reach, headers: Record<string, string>, signal: AbortSignal): Promise<Fetched> {
  const dispatcher = check(url, reach)
  const answer = await request(url, {
    dispatcher,
    method: 'GET',
    headers: { ...headers, 'accept-encoding': 'identity' },
    signal,
  })
  return {
    status: answer.statusCode,
    headers: Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, single(value)])),
    body: answer.body,
  }
}

/**
 * GETs a file without any credential. Follows at most three redirects and checks each like the first address; refuses
 * compression, so that the bytes counted are all the bytes there are. Throws ApiError. The caller must read or
 * destroy the body.
 */
export async function guardedFetch(
  target: string,
  reach: Reach,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Fetched> {
  let url = parsed(target)
  try {
    for (let hops = 0; hops <= MAX_HOPS; hops += 1) {
      const answer = await hop(url, reach, headers, signal)
      const coding = answer.headers['content-encoding']
      const location = answer.headers.location
      const moved = answer.status >= 300 && answer.status < 400 && answer.status !== 304
      if (!moved && (!coding || coding === 'identity')) return answer
      answer.body.on('error', () => {}).destroy()
      if (!moved)
        throw new ApiError('bad_upstream', `${url.host} sent a compressed file, which Plinth does not accept.`)
      if (!location) throw new ApiError('bad_upstream', `${url.host} redirected without naming an address.`)
      url = parsed(location, url)
    }
  } catch (error) {
    if (error instanceof ForbiddenAddress)
      throw new ApiError('bad_upstream', 'The file is at an address outside the public internet.', {
        cause: error,
      })
    throw upstreamError(error, { host: url.host, sent: 'get' })
  }
  throw new ApiError('bad_upstream', `The file was redirected more than ${MAX_HOPS} times.`)
}
