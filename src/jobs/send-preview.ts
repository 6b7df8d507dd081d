import { readAnswer } from '../contract/answer.ts'
import { ApiError, type ApiErrorKind } from '../contract/api-error.ts'
import { artistText } from '../contract/artist-text.ts'
import { INTENT_HEADER } from '../contract/intent.ts'
import { apiUrl, previewPath } from '../contract/paths.ts'
import type { Job, Sent } from './job.ts'

/** After these errors the request may have been accepted all the same; every other one says that it was not. */
const MAYBE_ACCEPTED: ReadonlySet<ApiErrorKind> = new Set(['bad_upstream', 'upstream_timeout', 'internal'])

/** Posts a job's request once, and never throws. Nothing is sent again: a POST costs credits, and the API documents no idempotency key. */
export async function sendPreview(job: Job, send: typeof fetch = fetch): Promise<Sent> {
  try {
    const response = await send(apiUrl(previewPath(job.sessionCode)), {
      method: 'POST',
      headers: { 'content-type': 'application/json', [INTENT_HEADER]: job.id },
      body: JSON.stringify(job.request),
      // A page that is left right after the click still sends.
      keepalive: true,
    })
    await readAnswer(response)
    return { is: 'accepted' }
  } catch (error) {
    const { what, next } = artistText(error)
    const maybe = !(error instanceof ApiError) || MAYBE_ACCEPTED.has(error.kind)
    return maybe ? { is: 'unconfirmed', reason: what } : { is: 'refused', reason: what, next }
  }
}
