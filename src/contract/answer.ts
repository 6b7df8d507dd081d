import { ApiError, isApiErrorKind, kindOfStatus } from './api-error.ts'
import { readEnvelope } from './envelope.ts'

function retryAfterSeconds(response: Response): number | undefined {
  const value = response.headers.get('retry-after')
  if (!value) return undefined
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined
}

/**
 * `data` of an envelope answer. Throws ApiError for an error status and for a body that is not an envelope (an HTML
 * error page, truncated JSON); the upstream's own `message` is kept as plain text.
 */
export async function readAnswer(response: Response): Promise<unknown> {
  const body: unknown = await response.json().catch(() => undefined)
  const answer = readEnvelope(body)
  if (!response.ok) {
    const kind = answer && isApiErrorKind(answer.error) ? answer.error : kindOfStatus(response.status)
    const message = answer?.message || `The server answered ${response.status}.`
    throw new ApiError(kind, message, { status: response.status, retryAfterSeconds: retryAfterSeconds(response) })
  }
  if (!answer) throw new ApiError('bad_upstream', 'The answer could not be read: it is not a JSON object.')
  return answer.data
}
