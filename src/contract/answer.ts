import { ApiError, isApiErrorKind, kindOfStatus } from './api-error.ts'
import { readEnvelope, type Envelope } from './envelope.ts'

function retryAfterSeconds(response: Response): number | undefined {
  const value = response.headers.get('retry-after')
  if (!value) return undefined
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined
}

/** An answer came, and nothing in it may be believed. */
export class UnusableAnswer extends ApiError {
  constructor(message: string) {
    super('bad_upstream', message)
  }
}

/**
 * The status that an envelope stands for. [ANSWER-1] An envelope that names an error is one, though it came with 200: as
 * its own `statusCode` says, else the fault of what was sent.
 */
function statusOf(response: Response, answer: Envelope | null): number {
  if (!response.ok || !answer) return response.status
  if (answer.statusCode >= 400) return answer.statusCode
  return answer.error ? 400 : response.status
}

/**
 * `data` of an envelope answer. Throws ApiError for an error status, for an envelope with an error, and for a body that is
 * no envelope (an HTML error page, truncated JSON); the upstream's own `message` is kept as plain text.
 */
export async function readAnswer(response: Response): Promise<unknown> {
  const body: unknown = await response.json().catch(() => undefined)
  const answer = readEnvelope(body)
  const status = statusOf(response, answer)
  if (status >= 400) {
    const kind = answer && isApiErrorKind(answer.error) ? answer.error : kindOfStatus(status)
    const message = answer?.message || `The server answered ${answer?.error || status}.`
    throw new ApiError(kind, message, { status, retryAfterSeconds: retryAfterSeconds(response) })
  }
  if (!answer) throw new UnusableAnswer('The answer could not be read: it is not a JSON object.')
  return answer.data
}
