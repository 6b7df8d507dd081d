import { ApiError } from '../contract/api-error.ts'
import { MAX_UP_BYTES, readCounted } from './counted.ts'

const JSON_TYPE = /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i

const tooLarge = (): ApiError => new ApiError('too_large', `The request is larger than ${MAX_UP_BYTES / 1_000_000} MB.`)

/** For a call whose body can only be that large because of the picture in it. */
export const pictureTooLarge = (): ApiError =>
  new ApiError(
    'bad_image',
    `This picture is too large to send: a request may hold ${MAX_UP_BYTES / 1_000_000} MB, enough for a picture of 9 MB. Save it smaller or as JPEG.`,
  )

/**
 * The JSON value of a POST; `{}` for an empty body, as every field of preview and refine is optional. The content
 * type keeps other sites out: neither their forms nor their `no-cors` fetches can send `application/json`. Throws
 * ApiError; beyond 12 MB, `refusal()`.
 */
export async function readJsonBody(request: Request, refusal = tooLarge): Promise<unknown> {
  if (!JSON_TYPE.test(request.headers.get('content-type')?.trim() ?? '')) {
    throw new ApiError(
      'unsupported_media_type',
      'The body must be JSON: send the header "Content-Type: application/json".',
    )
  }
  if (Number(request.headers.get('content-length') ?? 0) > MAX_UP_BYTES) throw refusal()
  const bytes = await readCounted(request.body as AsyncIterable<Uint8Array> | null, MAX_UP_BYTES, refusal)
  if (bytes.byteLength === 0) return {}
  const value = parsed(bytes)
  if (isDeeper(value, MAX_DEPTH))
    throw new ApiError('invalid_input', `The body is nested deeper than ${MAX_DEPTH} levels.`)
  return value
}

/** No client of the API comes near. What is nested a hundred thousand times parses, but cannot be written again. */
const MAX_DEPTH = 64

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((each) => isDeeper(each, levels - 1)))

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new ApiError(
      'not_json',
      'The body is not JSON: it ends early, or holds something that JSON does not allow.',
      {
        cause,
      },
    )
  }
}
