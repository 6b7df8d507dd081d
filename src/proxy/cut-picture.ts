import { ApiError } from '../contract/api-error.ts'
import { MAX_PICTURE_BYTES } from '../contract/limits.ts'
import { apiUrl } from '../contract/paths.ts'
import { addressOf, answerOf, type Answer, type Call, type RequestHandler } from './backend.ts'
import { readCounted } from './counted.ts'

const tooLarge = (): ApiError =>
  new ApiError(
    'bad_image',
    `This picture is too large: the limit is ${MAX_PICTURE_BYTES / 1e6} MB. Save it smaller or as JPEG.`,
  )

/**
 * The picture in a request's body, and its cut-out, as the local engine makes it [CUTOUT-1]: never the upstream's work.
 * @throws {ApiError} `bad_image` for a body beyond the limit
 */
export async function cutOutOf(
  engine: RequestHandler,
  request: Request,
  { origin, path, signal }: Pick<Call, 'origin' | 'path' | 'signal'>,
): Promise<Answer> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_PICTURE_BYTES) throw tooLarge()
  const picture = request.body as AsyncIterable<Uint8Array> | null
  const body = new Uint8Array(await readCounted(picture, MAX_PICTURE_BYTES, tooLarge))
  const answer = await engine.fetch(new Request(addressOf(origin, apiUrl(path)), { method: 'POST', body, signal }))
  return answerOf(answer.status, await answer.text(), null, 'the local engine')
}
