/*
 * A library as one file: a zip with `index.json`, and each mesh and its picture beside it. Everything in it can be
 * opened without Plinth.
 */
import * as z from 'zod/mini'
import { SESSION_CODE } from '../contract/session-code.ts'
import { tidyName } from '../contract/session-name.ts'
import { zip, type ZipFile } from '../formats/zip.ts'
import { keptResultSchema, type KeptResult } from '../result/kept-result.ts'
import type { Entry } from './entry.ts'

export const INDEX_FILE = 'index.json'

/** More does not fit into the memory of a browser's tab with certainty. */
export const MAX_ARCHIVE_BYTES = 1_000_000_000

const code = z.string().check(z.regex(SESSION_CODE, 'expected a session code'))

export const archiveSchema = z.object({
  format: z.literal('plinth-library', 'expected "plinth-library"'),
  version: z.literal(1, 'expected 1, the version that this Plinth reads'),
  sessions: z.array(
    z.object({ code, name: z.nullable(z.pipe(z.string(), z.transform(tidyName))), starred: z.boolean() }),
  ),
  results: z.array(
    z.extend(keptResultSchema, {
      sessionCode: code,
      file: z.string().check(z.minLength(1)),
      picture: z.nullable(z.string().check(z.minLength(1))),
    }),
  ),
})

export type ArchiveIndex = z.output<typeof archiveSchema>

/** Where the bytes of a kept mesh and its picture are to be had; null for what is not there any more. */
export interface Shelves {
  meshOf(kept: KeptResult): Promise<Uint8Array | null>
  pictureOf(kept: KeptResult): Promise<Blob | null>
}

const utf8 = new TextEncoder()

/** All that the browser keeps of these sessions. A mesh whose bytes are gone is left out. */
export async function writeArchive(
  entries: readonly Entry[],
  { meshOf, pictureOf }: Shelves,
): Promise<Uint8Array<ArrayBuffer>> {
  const files: ZipFile[] = []
  const results: ArchiveIndex['results'] = []
  for (const kept of entries.flatMap((entry) => entry.results)) {
    const mesh = await meshOf(kept)
    if (!mesh) continue
    const number = results.length + 1
    const file = `meshes/${number}.glb`
    files.push({ name: file, data: mesh, deflate: false })
    const blob = await pictureOf(kept)
    const picture = blob && `pictures/${number}.${blob.type.split('/')[1] ?? 'png'}`
    if (blob && picture) files.push({ name: picture, data: new Uint8Array(await blob.arrayBuffer()), deflate: false })
    results.push({ ...kept, file, picture })
  }
  const index: ArchiveIndex = {
    format: 'plinth-library',
    version: 1,
    sessions: entries.map((entry) => ({
      code: entry.code,
      name: entry.name === entry.code ? null : entry.name,
      starred: entry.starred,
    })),
    results,
  }
  const text = utf8.encode(JSON.stringify(index, null, 2))
  return zip([{ name: INDEX_FILE, data: text, deflate: true }, ...files])
}
