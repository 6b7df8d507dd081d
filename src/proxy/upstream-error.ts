import { ApiError } from '../contract/api-error.ts'

/** Node's and undici's codes for failures before any byte of the request was sent. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

const TIMEOUTS = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT', 'TimeoutError'])

function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0])
  if (!(error instanceof Error)) return ''
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}

/**
 * What a failed request to the network means. `upstream_unreachable` says that nothing was sent, so sending again is
 * safe. Any other kind leaves a POST unconfirmed: it may have been accepted, so look at the session before sending it
 * again.
 */
export function upstreamError(error: unknown, { host, sent }: { host: string; sent: 'get' | 'post' }): ApiError {
  if (error instanceof ApiError) return error
  const code = codeOf(error)
  if (NEVER_CONNECTED.has(code)) {
    const reason = code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? 'its name could not be resolved' : code
    return new ApiError('upstream_unreachable', `Nothing was sent: ${host} could not be reached (${reason}).`, {
      cause: error,
    })
  }
  const unconfirmed =
    sent === 'post'
      ? ' The request may have been accepted nevertheless: look at the session before sending it again.'
      : ''
  if (TIMEOUTS.has(code))
    return new ApiError('upstream_timeout', `${host} did not answer in time.${unconfirmed}`, { cause: error })
  return new ApiError('bad_upstream', `The connection to ${host} broke (${code || 'unknown reason'}).${unconfirmed}`, {
    cause: error,
  })
}
