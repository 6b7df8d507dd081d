import type { Problem } from './problems.ts'

/**
 * What can go wrong between page and upstream, as the proxy and the engine name it in the envelope's `error`. The
 * page turns a kind into a sentence and a next step in one place (`artistText`).
 */
export const API_ERROR_KINDS = {
  invalid_input: 400,
  bad_image: 400,
  not_json: 400,
  unauthorised: 401,
  no_access: 401,
  forbidden: 403,
  foreign_page: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  rate_limited: 429,
  internal: 500,
  bad_upstream: 502,
  upstream_unreachable: 502,
  storage: 507,
  upstream_timeout: 504,
} as const

export type ApiErrorKind = keyof typeof API_ERROR_KINDS

export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly kind: ApiErrorKind
  readonly status: number
  readonly problems: readonly Problem[]
  /** Seconds to wait before another try, when the upstream named them. */
  readonly retryAfterSeconds: number | undefined

  constructor(
    kind: ApiErrorKind,
    message: string,
    more: {
      status?: number
      problems?: readonly Problem[]
      retryAfterSeconds?: number | undefined
      cause?: unknown
    } = {},
  ) {
    super(message, { cause: more.cause })
    this.kind = kind
    this.status = more.status ?? API_ERROR_KINDS[kind]
    this.problems = more.problems ?? []
    this.retryAfterSeconds = more.retryAfterSeconds
  }
}

export const isApiErrorKind = (value: string): value is ApiErrorKind => Object.hasOwn(API_ERROR_KINDS, value)

const GONE_STATUSES = new Set([404, 410])

/** Whether an error says that what was asked for is no more, or never was. */
export const isGone = (error: unknown): boolean => error instanceof ApiError && GONE_STATUSES.has(error.status)

/** The kind that stands for an upstream's HTTP status when its body names none. */
export function kindOfStatus(status: number): ApiErrorKind {
  if (status === 401) return 'unauthorised'
  if (status === 403) return 'forbidden'
  if (GONE_STATUSES.has(status)) return 'not_found'
  if (status === 413) return 'too_large'
  if (status === 429) return 'rate_limited'
  if (status === 504) return 'upstream_timeout'
  if (status >= 400 && status < 500) return 'invalid_input'
  return 'bad_upstream'
}
