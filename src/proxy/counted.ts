import { ApiError } from '../contract/api-error.ts'
import { MAX_PICTURE_BYTES } from '../contract/limits.ts'

/** As long as a picture of 9 MB in base64. */
export const MAX_UP_BYTES = MAX_PICTURE_BYTES

/** More than the largest mesh that an API of this kind delivers. */
export const MAX_DOWN_BYTES = 200_000_000

/** A session with its signed links is a few kilobytes, a list of a hundred less than a megabyte. */
export const MAX_ANSWER_BYTES = 16_000_000

/**
 * Reads a whole body, counting what arrives instead of trusting a declared length. Throws `tooLarge()` beyond `max`
 * bytes.
 */
export async function readCounted(
  body: AsyncIterable<Uint8Array> | null,
  max: number,
  tooLarge: () => ApiError,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let count = 0
  for await (const chunk of body ?? []) {
    count += chunk.byteLength
    if (count > max) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/**
 * The same bytes as a stream that fails beyond `max`. Pulls only as fast as its reader, and calls `close` once
 * nothing more is read: at the end, beyond `max`, when the source breaks, and as soon as the reader goes away.
 */
export function countedStream(
  chunks: AsyncIterator<Uint8Array>,
  first: Uint8Array,
  max: number,
  close: () => void,
): ReadableStream<Uint8Array> {
  let count = first.byteLength
  const end = async () => {
    close()
    await chunks.return?.()
  }
  return new ReadableStream<Uint8Array>({
    start(controller) {
      if (first.byteLength > 0) controller.enqueue(first)
    },
    async pull(controller) {
      try {
        const next = await chunks.next()
        if (next.done) {
          close()
          return controller.close()
        }
        count += next.value.byteLength
        if (count > max) throw new ApiError('bad_upstream', `The file is larger than ${max / 1_000_000} MB.`)
        controller.enqueue(new Uint8Array(next.value))
      } catch (error) {
        await end()
        throw error
      }
    },
    cancel: end,
  })
}
