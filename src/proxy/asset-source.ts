import type { RequestHandler } from './backend.ts'
import { startDeadline } from '../contract/deadline.ts'
import { guardedFetch, type Reach } from './guarded-fetch.ts'

/** A file on its way, wherever it comes from. */
export interface AssetSource {
  /** Who holds it, for the text of an error. */
  readonly host: string
  readonly status: number
  /** Bytes of the whole file, or null when not told. */
  readonly length: number | null
  readonly etag: string | null
  readonly body: AsyncIterable<Uint8Array> | null
  /** Says that the file's type is known: from now on it has the time of a file. */
  readonly begin: () => void
  /** Lets the connection go. Must be called once nothing more will be read. */
  readonly close: () => void
}

/** Only a tag that the browser sent passes on; no other header of its request does. */
export type FileHeaders = Readonly<{ 'if-none-match'?: string }>

const ENTITY_TAG = /^(?:W\/)?"[\x21\x23-\x7e]{0,200}"$/

/** `"abc"` as it is; null for anything that is not one well-formed entity tag (RFC 9110, section 8.8.3). */
export const entityTag = (value: string | null | undefined): string | null =>
  value && ENTITY_TAG.test(value) ? value : null

function contentLength(value: string | null | undefined): number | null {
  return value && /^\d{1,15}$/.test(value) ? Number(value) : null
}

const nothing = (): void => {}

/** A file that the engine in this process holds at `url`. */
export async function engineFile(
  engine: RequestHandler,
  url: string,
  headers: FileHeaders,
  signal: AbortSignal,
): Promise<AssetSource> {
  const { status, body, headers: answered } = await engine.fetch(new Request(url, { headers, signal }))
  return {
    host: 'the local engine',
    status,
    length: contentLength(answered.get('content-length')),
    etag: entityTag(answered.get('etag')),
    body: body as AsyncIterable<Uint8Array> | null,
    begin: nothing,
    close: nothing,
  }
}

/** A file on the network. Throws ApiError when it cannot be reached, or may not be. */
export async function networkFile(
  url: string,
  reach: Reach,
  headers: FileHeaders,
  signal: AbortSignal,
): Promise<AssetSource> {
  const deadline = startDeadline(reach.patience.answerMs, signal)
  const {
    status,
    body,
    headers: answered,
  } = await guardedFetch(url, reach, headers, deadline.signal).catch((error: unknown) => {
    deadline.clear()
    throw error
  })
  return {
    host: new URL(url).host,
    status,
    length: contentLength(answered['content-length']),
    etag: entityTag(answered.etag),
    body,
    begin: () => deadline.restart(reach.patience.fileMs),
    close: () => {
      deadline.clear()
      body.on('error', nothing).destroy()
    },
  }
}
