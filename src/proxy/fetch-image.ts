import { ApiError } from '../contract/api-error.ts'
import { MAX_UP_BYTES, readCounted } from './counted.ts'
import { startDeadline } from './deadline.ts'
import { guardedFetch, type Reach } from './guarded-fetch.ts'
import { mediaTypeOf } from './media-type.ts'

const bad = (message: string): ApiError => new ApiError('bad_image', message)

const notFetched = (why: string): ApiError => bad(`The image could not be fetched: ${why}.`)

const tooLarge = (): ApiError => bad(`The image is larger than ${MAX_UP_BYTES / 1_000_000} MB.`)

async function bytesAt(url: string, reach: Reach, signal: AbortSignal): Promise<Uint8Array> {
  const answer = await guardedFetch(url, reach, { accept: 'image/*' }, signal).catch((error: unknown) => {
    if (signal.aborted) throw error
    throw bad(`The image could not be fetched. ${error instanceof ApiError ? error.message : ''}`.trim())
  })
  if (answer.status !== 200) {
    answer.body.on('error', () => {}).destroy()
    throw notFetched(`its host answered ${answer.status}`)
  }
  return readCounted(answer.body, MAX_UP_BYTES, tooLarge).catch((error: unknown) => {
    throw error instanceof ApiError || signal.aborted ? error : notFetched('the connection broke')
  })
}

/**
 * The bytes of an image at an http(s) address that an artist gave, over connections that reach the public internet only. Throws
 * ApiError `bad_image` with a sentence for the artist, whatever went wrong: the host's own words are not repeated. Throws the
 * signal's reason when the artist leaves.
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
