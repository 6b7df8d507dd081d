import { readAnswer } from '../contract/answer.ts'
import { ApiError, type ApiErrorKind } from '../contract/api-error.ts'
import { artistText } from '../contract/artist-text.ts'
import { contentDigest } from '../contract/content-digest.ts'
import { within } from '../contract/deadline.ts'
import { INTENT_HEADER, WISH_HEADER } from '../contract/intent.ts'
import { intentOf } from '../contract/preview-request.ts'
import { SESSIONS_PATH, apiUrl, previewPath, refinePath } from '../contract/paths.ts'
import { readSession } from '../contract/session.ts'
import { createBody } from './create-body.ts'
import { isOfSession, type Job } from './job.ts'
import type { Sent } from './step.ts'

/** After these errors the request may have been accepted all the same; every other one says that it was not. */
const MAYBE_ACCEPTED: ReadonlySet<ApiErrorKind> = new Set(['bad_upstream', 'upstream_timeout', 'internal'])

/** A relay gives up waiting with this, whatever has become of the request behind it. */
const REQUEST_TIMEOUT = 408

/** What an answer, or an error in its place, says about a request of this kind. */
export async function sentBy(kind: Job['kind'], answering: () => Promise<Response>): Promise<Sent> {
  try {
    const data = await readAnswer(await answering())
    if (kind !== 'create') return { is: 'accepted', code: null }
    const session = readSession(data)
    if (!session) throw new ApiError('bad_upstream', 'The answer names no session.')
    return { is: 'accepted', code: session.code }
  } catch (error) {
    const { what, next } = artistText(error)
    const maybe = !(error instanceof ApiError) || error.status === REQUEST_TIMEOUT || MAYBE_ACCEPTED.has(error.kind)
    return maybe ? { is: 'unconfirmed', reason: what } : { is: 'refused', reason: what, next }
  }
}

async function requestOf(job: Job): Promise<{ readonly path: string; readonly body: BodyInit }> {
  switch (job.kind) {
    case 'preview':
      return { path: previewPath(job.sessionCode), body: JSON.stringify(job.request) }
    case 'refine':
      return { path: refinePath(job.sessionCode), body: JSON.stringify(job.request) }
    case 'create': {
      if (!job.picture.file) throw new Error('This picture was sent before.')
      // For its spins alone: the mesh is requested once size and pivot are set.
      const body = await createBody(job.picture.file, { preview_mesh: 'turbo', generate_preview_mesh: false })
      return { path: SESSIONS_PATH, body }
    }
  }
}

/** [LIMIT-2] For the whole of a POST: longer than the server takes in a request, so that nothing is on its way after it. */
const POST_WITHIN_MS = 150_000

/** A server that the browser cannot reach answers at once or not at all. */
const REACHED_WITHIN_MS = 5000

/** Where the browser itself says that it is offline, a look at the server tells whether that concerns it. */
async function isCutOff(): Promise<boolean> {
  if (navigator.onLine) return false
  return within(REACHED_WITHIN_MS, (signal) => fetch(apiUrl('/plinth'), { cache: 'no-store', signal })).then(
    () => false,
    () => true,
  )
}

/** [INTENT-4] The same in every tab that asks the same of the same state of a session. */
function wishHeader(job: Job): Readonly<Record<string, string>> {
  if (!isOfSession(job) || job.before === null) return {}
  const { kind, request, before, nth } = job
  return {
    [WISH_HEADER]: contentDigest(new TextEncoder().encode(JSON.stringify([kind, intentOf(request), before, nth]))),
  }
}

export const OFFLINE = 'You are offline, so it has not left this computer.'

/** Posts a job's request once, and never throws. Nothing is sent again by itself: a POST costs credits. */
export async function sendJob(job: Job): Promise<Sent> {
  const request = await requestOf(job).catch(() => null)
  if (request === null)
    return {
      is: 'refused',
      reason: 'The picture could not be read. Nothing was sent.',
      next: 'Check that the file has not been moved or deleted, and add it again.',
    }
  if (await isCutOff()) return { is: 'never left', reason: OFFLINE }
  return within(POST_WITHIN_MS, (signal) =>
    sentBy(job.kind, () =>
      fetch(apiUrl(request.path), {
        method: 'POST',
        headers: { 'content-type': 'application/json', [INTENT_HEADER]: job.id, ...wishHeader(job) },
        body: request.body,
        // A page that is left right after the click still sends; browsers allow it for small bodies alone.
        keepalive: job.kind !== 'create',
        signal,
      }),
    ),
  )
}
