import { ApiError } from '../contract/api-error.ts'
import { assetFile } from '../contract/assets.ts'
import type { AssetSource } from './asset-source.ts'
import { countedStream, MAX_DOWN_BYTES } from './counted.ts'
import { mediaTypeOf, SNIFFED_BYTES, type MediaType } from './media-type.ts'
import { upstreamError } from './upstream-error.ts'

const isMeshName = (name: string): boolean => name.includes('mesh_url')

/** A spin never changes once it is made; a mesh is made anew under the same name by each job. */
const cacheControl = (name: string): string => (isMeshName(name) ? 'private, no-cache' : 'private, max-age=3600')

function headersFor(code: string, name: string, media: MediaType, source: AssetSource): Record<string, string> {
  return {
    ...guardHeaders(name, source.etag),
    'content-type': media.type,
    'content-disposition': `attachment; filename="${assetFile(code, name, media.extension)}"`,
    ...(source.length === null ? {} : { 'content-length': String(source.length) }),
  }
}

/** A file opened directly is downloaded; no browser guesses its type, and no script in it could run. */
const guardHeaders = (name: string, etag: string | null): Record<string, string> => ({
  'cache-control': cacheControl(name),
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  ...(etag ? { etag } : {}),
})

async function head(chunks: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let bytes = new Uint8Array(0)
  while (bytes.byteLength < SNIFFED_BYTES) {
    const next = await chunks.next()
    if (next.done) break
    bytes = new Uint8Array(Buffer.concat([bytes, next.value]))
  }
  return bytes
}

/**
 * Streams a file to the browser under the proxy's own headers. Its magic bytes decide the type, and only a picture, a
 * video or a mesh is served. Throws ApiError before the first byte is sent; a stream that breaks or grows too large
 * after that is cut.
 */
export async function serveAsset(code: string, name: string, source: AssetSource): Promise<Response> {
  if (source.status === 304) {
    source.close()
    return new Response(null, { status: 304, headers: guardHeaders(name, source.etag) })
  }
  const chunks = (source.body ?? emptyBody())[Symbol.asyncIterator]()
  try {
    if (source.status !== 200) {
      const kind = source.status === 404 || source.status === 410 ? 'not_found' : 'bad_upstream'
      throw new ApiError(kind, `The file could not be fetched: its host answered ${source.status}.`)
    }
    if (source.length !== null && source.length > MAX_DOWN_BYTES)
      throw new ApiError('bad_upstream', `The file is larger than ${MAX_DOWN_BYTES / 1_000_000} MB.`)
    const first = await head(chunks)
    const media = mediaTypeOf(first.subarray(0, SNIFFED_BYTES), name, source.length)
    if (!media || media.kind !== (isMeshName(name) ? 'mesh' : 'picture')) {
      throw new ApiError(
        'bad_upstream',
        `The file is not a ${isMeshName(name) ? 'mesh' : 'picture or video'} that can be shown.`,
      )
    }
    source.begin()
    return new Response(countedStream(chunks, first, MAX_DOWN_BYTES, source.close), {
      headers: headersFor(code, name, media, source),
    })
  } catch (error) {
    source.close()
    await chunks.return?.()
    throw upstreamError(error, { host: source.host, sent: 'get' })
  }
}

async function* emptyBody(): AsyncGenerator<Uint8Array> {}
