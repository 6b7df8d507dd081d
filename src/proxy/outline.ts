import { readEnvelope } from '../contract/envelope.ts'
import { MAX_PICTURE_BYTES } from '../contract/limits.ts'
import { outlineSchema, type Outline } from '../contract/outline.ts'
import { apiUrl } from '../contract/paths.ts'
import type { AssetSource } from './asset-source.ts'
import { addressOf, type Answer, type Call, type RequestHandler } from './backend.ts'
import { readCounted } from './counted.ts'
import { pictureTooLarge } from './json-body.ts'

/** A session's file, or the error that its upstream answered when it was asked for the session. */
export type FoundFile = { readonly source: AssetSource } | { readonly refused: Answer }

async function bytesOf(file: FoundFile): Promise<Uint8Array<ArrayBuffer> | null> {
  if ('refused' in file) return null
  const { source } = file
  try {
    if (source.status !== 200 || (source.length ?? 0) > MAX_PICTURE_BYTES) return null
    return new Uint8Array(await readCounted(source.body, MAX_PICTURE_BYTES, pictureTooLarge))
  } finally {
    source.close()
  }
}

/**
 * The outline of a picture's subject, cut out by the local engine, which costs nothing. The page can do without: whatever
 * goes wrong, the answer is null.
 */
export async function subjectOutline(
  engine: RequestHandler,
  find: () => Promise<FoundFile>,
  { origin, path, signal }: Pick<Call, 'origin' | 'path' | 'signal'>,
): Promise<Outline> {
  try {
    const body = await bytesOf(await find())
    if (!body) return null
    const answer = await engine.fetch(new Request(addressOf(origin, apiUrl(path)), { method: 'POST', body, signal }))
    const told = outlineSchema.safeParse(readEnvelope(await answer.json())?.data)
    return told.success ? told.data.outline : null
  } catch {
    return null
  }
}
