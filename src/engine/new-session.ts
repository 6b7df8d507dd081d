import { createHash } from 'node:crypto'
import { ApiError } from '../contract/api-error.ts'
import { goesOnToMesh, type CreateRequest } from '../contract/create-request.ts'
import { MAX_PICTURE_BYTES } from '../contract/limits.ts'
import { decodePicture, type Picture } from '../cutout/decode-picture.ts'
import { PictureError } from '../cutout/picture-error.ts'
import { WAITING } from './job-tools.ts'
import { spinsStatus, type SessionRecord } from './session-record.ts'

/** Raised when the spins come out different or tell more, so that the bundled samples are made again. */
const ENGINE_VERSION = '3'

export const digestOf = (image: Uint8Array): string =>
  createHash('sha256').update(ENGINE_VERSION).update(image).digest('hex')

/** Bytes of a request's image: decoded from a data URL, or fetched. */
export async function imageOf(url: string, fetchImage: (url: string) => Promise<Uint8Array>): Promise<Uint8Array> {
  if (!url.startsWith('data:')) return fetchImage(url)
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')
}

/**
 * The picture of a request. Refuses what could only become a session that fails. The header is not enough, as a truncated file has a good one;
 * decoding takes some 20 ms on libuv's threads.
 * @throws {ApiError} `bad_image` with the sentence for the artist
 */
export async function openImage(image: Uint8Array): Promise<Picture> {
  if (image.length > MAX_PICTURE_BYTES) {
    const megabytes = (image.length / 1e6).toFixed(1)
    throw new ApiError(
      'bad_image',
      `This picture is too large: ${megabytes} MB, and the limit is ${MAX_PICTURE_BYTES / 1e6} MB. Save it smaller or as JPEG.`,
    )
  }
  try {
    return await decodePicture(image)
  } catch (error) {
    if (error instanceof PictureError) throw new ApiError('bad_image', error.message, { cause: error })
    throw error
  }
}

/** A session's first record, with its spins pending. */
export function newRecord(
  code: string,
  key: string,
  image: Uint8Array,
  request: Omit<CreateRequest, 'image_url'>,
  now: Date,
): SessionRecord {
  const { scaled_bbox, pivot_point, preserve_aspect_ratio, auto_refine } = request
  const goOnToMesh = goesOnToMesh(request)
  const time = now.toISOString()
  return {
    version: 2,
    code,
    createdAt: time,
    updatedAt: time,
    status: spinsStatus({ goOnToMesh }),
    message: WAITING,
    madeFrom: digestOf(image),
    goOnToMesh,
    autoRefine: auto_refine ?? false,
    target: {
      ...(scaled_bbox && { scaledBbox: scaled_bbox }),
      ...(pivot_point && { pivotPoint: pivot_point }),
      preserveAspectRatio: preserve_aspect_ratio ?? false,
    },
    selectedSpinIndex: null,
    spins: [],
    meshes: { preview: null, refine: null },
    pending: [{ kind: 'spins', key }],
  }
}
