import { ApiError } from '../contract/api-error.ts'
import { MAX_UP_BYTES, readCounted } from './counted.ts'
import { startDeadline } from '../contract/deadline.ts'
import { guardedFetch, type Reach } from './guarded-fetch.ts'
import { mediaTypeOf } from './media-type.ts'

const bad = (message: string): ApiError => new ApiError('bad_image', message)

const notFetched = (why: string): ApiError => bad(`The image could not be fetched: ${why}.`)

const tooLarge = (): ApiError => bad(`The image is larger than ${MAX_UP_BYTES / 1_000_000} MB.`)

function reason(error: unknown): string {
  if (!(error instanceof ApiError)) return 'the connection broke'
  if (error.kind === 'upstream_unreachable') return 'its host could not be reached'
  if (error.kind === 'upstream_timeout') return 'its host did not answer in time'
  return error.message.charAt(0).toLowerCase() + error.message.slice(1).replace(/\.$/, '')
}

async function bytesAt(url: string, reach: Reach, signal: AbortSignal): Promise<Uint8Array> {
  const answer = await guardedFetch(url, reach, { accept: 'image/*' }, signal).catch((error: unknown) => {
    throw signal.aborted ? error : notFetched(reason(error))
  })
  if (answer.status !== 200) {
    answer.body.on('error', () => {}).destroy()
    throw notFetched(`its host answered ${answer.status}`)
  }
  return readCounted(answer.body, MAX_UP_BYTES, tooLarge).catch((error: unknown) => {
    throw error instanceof ApiError || signal.aborted ? error : notFetched(reason(error))
  })
}

/**
 * The bytes of an image at an http(s) address that an artist gave, over connections that reach the public internet
 * only. Throws ApiError `bad_image` with a sentence for the artist, whatever went wrong: the host's own words are not
 * repeated. Throws the signal's reason when the artist leaves.
 */
export async function fetchImage(url: string, reach: Reach, signal: AbortSignal): Promise<Uint8Array> {
  const deadline = startDeadline(reach.patience.imageMs, signal)
  const bytes = await bytesAt(url, reach, deadline.signal)
    .catch((error: unknown) => {
      throw deadline.signal.aborted && !signal.aborted ? notFetched('it took too long to arrive') : error
    })
    .finally(deadline.clear)
  if (mediaTypeOf(bytes, 'image', bytes.byteLength)?.type.startsWith('image/') !== true)
    throw bad('That address holds no image.')
  return bytes
}
