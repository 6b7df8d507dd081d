/**
 * [MEND-1] Every GLB is read through this before anything else reads it, so that stage, report, refit and exports have
 * the same file. What is harmless is put right, what cannot be read is left out and named, and what is dangerous or
 * leaves no mesh is left as it is for the checks that follow, which refuse it.
 */
import { looseChunksOf, packGlb } from './glb-container.ts'
import { jsonIn, type GlbJson } from './glb-document.ts'
import { mendAnimations } from './mend-animations.ts'
import { mendArrays } from './mend-arrays.ts'
import { DEEPEST, entriesOf, isObject, type Mending } from './mending.ts'
import { mendPictures, type PictureFault } from './mend-pictures.ts'
import { convertGloss } from './spec-gloss.ts'

export interface MendedGlb {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** What was left out or changed, in sentences for the artist; empty for nearly every file. */
  readonly leftOut: readonly string[]
}

/** How many sentences are shown; a broken file may have hundreds of the same kind. */
const MOST = 4

function shortened(sentences: readonly string[]): string[] {
  const own = [...new Set(sentences)]
  return own.length <= MOST
    ? own
    : [...own.slice(0, MOST - 1), `${own.length - MOST + 1} more of its parts were mended.`]
}

/** Names that are no text, extensions that are no object, and lists that glTF does not allow to be empty. */
function mendShapes(value: unknown, note: () => void, depth = 0): void {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return
  for (const [key, entry] of Object.entries(value)) {
    const odd =
      (key === 'name' && typeof entry !== 'string') ||
      (key === 'extensions' && !isObject(entry)) ||
      (Array.isArray(entry) && entry.length === 0 && OPTIONAL_LISTS.has(key))
    if (odd) {
      delete (value as Record<string, unknown>)[key]
      note()
    } else if (key !== 'extras' && key !== 'extensions' && key !== 'accessors' && key !== 'bufferViews')
      mendShapes(entry, note, depth + 1)
  }
}

const OPTIONAL_LISTS = new Set(
  'extensionsUsed extensionsRequired scenes nodes meshes materials textures samplers images skins cameras animations accessors bufferViews buffers children weights targets'.split(
    ' ',
  ),
)

/** The scene that the file names, if it has one at all. */
function mendScene({ json, note }: Mending): void {
  const count = Array.isArray(json.scenes) ? json.scenes.length : 0
  if (json.scene === undefined || count === 0 || (json.scenes?.[json.scene] as unknown)) return
  delete json.scene
  note('The file names a scene that it does not have. Its first scene is shown.')
}

/** The binary chunk as far as its buffer goes, which may be longer than what follows by the bytes that fill it up. */
function withoutRest(json: unknown, binary: Uint8Array | null): Uint8Array | null {
  const [first] = entriesOf(isObject(json) ? (json as unknown as GlbJson).buffers : undefined)
  const length = first?.[1].byteLength
  return typeof length === 'number' && length > 0 ? (binary?.subarray(0, length) ?? null) : binary
}

/**
 * Mends a GLB. The same bytes come back when there is nothing to mend.
 * @param faults pictures that a decoder has refused, by their index
 * @throws {UnsafeGlbError} for bytes that are no GLB
 */
export function mendGlb(
  bytes: Uint8Array<ArrayBuffer>,
  faults: ReadonlyMap<number, PictureFault> = new Map(),
): MendedGlb {
  const { text, binary, sound } = looseChunksOf(bytes)
  const parsed = jsonIn(text)
  let mended = !sound
  const sentences: string[] = []
  if (isObject(parsed)) {
    const mending: Mending = {
      json: parsed as unknown as GlbJson,
      binary,
      note: (sentence) => {
        mended = true
        if (sentence !== undefined) sentences.push(sentence)
      },
    }
    mendShapes(mending.json, mending.note)
    mendScene(mending)
    mendAnimations(mending)
    mendPictures(mending, faults)
    mendArrays(mending)
    convertGloss(mending)
  }
  if (!mended) return { bytes, leftOut: [] }
  return { bytes: packGlb(JSON.stringify(parsed), withoutRest(parsed, binary)), leftOut: shortened(sentences) }
}
