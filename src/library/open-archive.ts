import { contentDigest } from '../contract/content-digest.ts'
import { InvalidInput, parseWith } from '../contract/problems.ts'
import { IntakeError } from '../intake/intake-error.ts'
import { openZip } from '../intake/open-zip.ts'
import type { SourceFile } from '../intake/file-set.ts'
import { resultId } from '../result/kept-result.ts'
import type { Incoming } from '../result/mesh-shelf.ts'
import { archiveSchema, INDEX_FILE, MAX_ARCHIVE_BYTES, type ArchiveIndex } from './archive.ts'

/** Large enough for the index of ten thousand results. */
const MAX_INDEX_BYTES = 50_000_000
const MAX_PICTURE_BYTES = 5_000_000
const PICTURE_TYPES: Readonly<Record<string, string>> = { png: 'image/png', webp: 'image/webp', jpeg: 'image/jpeg' }

export interface OpenedArchive {
  readonly sessions: ArchiveIndex['sessions']
  readonly meshes: readonly Incoming[]
}

/** `glTF`, as every GLB begins: glTF 2.0, section 4.4.2. */
const GLB_MAGIC = [0x67, 0x6c, 0x54, 0x46]

const refuse = (path: string, text: string): never => {
  throw new InvalidInput([{ path, text }])
}

async function indexIn(files: ReadonlyMap<string, SourceFile>, name: string): Promise<ArchiveIndex> {
  const file = files.get(INDEX_FILE)
  if (!file) throw new IntakeError(`${name} is no library: it has no ${INDEX_FILE}.`)
  const text = new TextDecoder().decode(await file.read(MAX_INDEX_BYTES))
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return refuse(INDEX_FILE, 'it is not JSON')
  }
  return parseWith(archiveSchema, json)
}

async function meshAt(
  files: ReadonlyMap<string, SourceFile>,
  { file, picture, ...kept }: ArchiveIndex['results'][number],
  path: string,
): Promise<Incoming> {
  if (kept.id !== resultId(kept))
    refuse(`${path}.id`, `expected ${resultId(kept)}, which its session, kind and version make`)
  const source = files.get(file) ?? refuse(`${path}.file`, `${file} is not in the archive`)
  const bytes = await source.read(MAX_ARCHIVE_BYTES)
  if (bytes.length !== kept.bytes || contentDigest(bytes) !== kept.digest)
    refuse(`${path}.file`, `${file} is not the mesh that was exported`)
  // Whether it is safe to decode is checked whenever a mesh is opened.
  if (GLB_MAGIC.some((byte, at) => bytes[at] !== byte)) refuse(`${path}.file`, `${file} is not a GLB`)
  const type = PICTURE_TYPES[picture?.split('.').at(-1) ?? '']
  const shown = picture === null || type === undefined ? undefined : files.get(picture)
  return {
    kept: { ...kept, forgotten: false, deletedAtMs: null, pageOnly: false },
    bytes,
    picture: shown && type ? { bytes: await shown.read(MAX_PICTURE_BYTES), type } : null,
  }
}

/**
 * Reads an exported library, and checks all of it before any of it is kept.
 * @throws {InvalidInput} with the path of what is wrong, such as `results[2].request.pivot_point[1]`
 * @throws {IntakeError} when the archive itself is damaged
 */
export async function openArchive(archive: Uint8Array<ArrayBuffer>, name: string): Promise<OpenedArchive> {
  const files = new Map(openZip(archive, name).map((file) => [file.path, file]))
  const index = await indexIn(files, name)
  const meshes: Incoming[] = []
  for (const [k, result] of index.results.entries()) meshes.push(await meshAt(files, result, `results[${k}]`))
  return { sessions: index.sessions, meshes }
}
