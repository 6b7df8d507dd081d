/**
 * A .gltf and its files as one GLB. glTF 2.0 §3.6.1, §4.4. What the file says besides is left as it is, with every extension: glTF-Transform,
 * which would do this too, drops those that it does not know.
 */
import { packGlb } from '../glb/glb-container.ts'
import type { Redrawer } from '../glb/picture.ts'
import { baseName } from './file-kind.ts'
import type { FileSet, SourceFile } from './file-set.ts'
import { isRecord, type Buffer, type Extensions, type Gltf, type Image, type View } from './gltf-json.ts'
import { withoutImages } from './gltf-without-images.ts'
import { IntakeError } from './intake-error.ts'
import { pictureType } from './picture-bytes.ts'
import { listed, type Report } from './report.ts'

/** Types that glTF names, in its core or by an extension; others are drawn anew. */
const GLTF_PICTURES = /^image\/(?:png|jpeg|webp|avif|ktx2)$/

const isList = (value: unknown): boolean => value === undefined || (Array.isArray(value) && value.every(isRecord))

function jsonOf(bytes: Uint8Array, name: string): Gltf {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    json = null
  }
  if (!isRecord(json) || !isRecord(json.asset) || ![json.buffers, json.bufferViews, json.images].every(isList))
    throw new IntakeError(`${name} is damaged: it is not the JSON that a .gltf is. Export it again.`)
  return json
}

/** The bytes of a `data:` URI, RFC 2397; null where they cannot be read. */
function dataOf(uri: string): Uint8Array<ArrayBuffer> | null {
  const [, head = '', body = ''] = /^data:([^,]*),(.*)$/s.exec(uri) ?? []
  try {
    const text = decodeURIComponent(body)
    return head.endsWith(';base64')
      ? Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))
      : new TextEncoder().encode(text)
  } catch {
    return null
  }
}

/** Grows the one buffer of a GLB, each part at a multiple of four bytes. */
class OneBuffer {
  readonly #parts: Uint8Array[] = []
  length = 0

  /** Where the part begins. */
  add(part: Uint8Array): number {
    const at = this.length
    this.#parts.push(part)
    this.length = (at + part.length + 3) & ~3
    return at
  }

  bytes(): Uint8Array<ArrayBuffer> {
    const whole = new Uint8Array(this.length)
    let at = 0
    for (const part of this.#parts) {
      whole.set(part, at)
      at = (at + part.length + 3) & ~3
    }
    return whole
  }
}

export interface IntakeTools {
  readonly redraw: Redrawer
}

interface Work extends IntakeTools {
  readonly main: SourceFile
  readonly files: FileSet
  readonly report: Report
}

/** Where each buffer's bytes are in the one buffer; null for one that is only a place to decode into (EXT_meshopt_compression). */
async function mergeBuffers(buffers: readonly Buffer[], whole: OneBuffer, work: Work): Promise<(number | null)[]> {
  const { main, files } = work
  const found = buffers.map(({ uri }) => {
    if (typeof uri !== 'string') return null
    if (uri.startsWith('data:')) return dataOf(uri) ?? uri.slice(0, 20)
    return files.find(uri, main.path) ?? uri
  })
  const missing = found.filter((entry) => typeof entry === 'string').map((uri) => baseName(uri.replaceAll('\\', '/')))
  if (missing.length > 0)
    throw new IntakeError(
      `${listed(missing)} ${missing.length === 1 ? 'is' : 'are'} missing, without which ${baseName(main.path)} has no shape. Give all its files together, or the whole folder.`,
    )
  const starts: (number | null)[] = []
  for (const [index, entry] of found.entries()) {
    if (entry === null || typeof entry === 'string') {
      starts.push(null)
      continue
    }
    const bytes = entry instanceof Uint8Array ? entry : await files.read(entry)
    const { byteLength } = buffers[index] ?? { byteLength: 0 }
    if (bytes.length < byteLength)
      throw new IntakeError(
        `${entry instanceof Uint8Array ? baseName(main.path) : baseName(entry.path)} is cut off: it should hold ${byteLength} bytes and holds ${bytes.length}. Export or copy it again.`,
      )
    starts.push(whole.add(bytes))
  }
  return starts
}

/** A view into the one buffer; compressed data of an extension move in the same way. */
function movedView<T extends { readonly buffer?: unknown; readonly byteOffset?: unknown }>(
  view: T,
  places: readonly { readonly buffer: number; readonly start: number }[],
): T {
  const place = places[Number(view.buffer)]
  if (!place) return view
  return { ...view, buffer: place.buffer, byteOffset: Number(view.byteOffset ?? 0) + place.start }
}

const movedExtensions = (extensions: Extensions, places: Parameters<typeof movedView>[1]): Extensions =>
  Object.fromEntries(
    Object.entries(extensions).map(([name, value]) => [
      name,
      isRecord(value) && 'buffer' in value ? movedView(value, places) : value,
    ]),
  )

const movedWhole = (view: View, places: Parameters<typeof movedView>[1]): View => ({
  ...movedView(view, places),
  ...(view.extensions && { extensions: movedExtensions(view.extensions, places) }),
})

/** A picture's bytes with their real type; null for one that did not come or is none. */
async function pictureOf(uri: string, { main, files, report, redraw }: Work) {
  const embedded = uri.startsWith('data:')
  const file = embedded ? null : files.find(uri, main.path)
  if (!embedded && !file) {
    report.missing(uri)
    return null
  }
  const bytes = file ? await files.read(file) : dataOf(uri)
  const mimeType = bytes && pictureType(bytes)
  if (bytes && mimeType && GLTF_PICTURES.test(mimeType)) return { bytes, mimeType }
  const drawn =
    bytes && mimeType ? await redraw({ bytes, mimeType }, { mimeType: 'image/png', longestPx: Infinity }) : null
  if (!drawn) report.unreadable(file ? file.path : 'A picture inside it')
  return drawn
}

/**
 * Packs a .gltf with its files. A picture that is missing is left out and reported.
 * @throws {IntakeError} for a file that it cannot do without
 */
export async function readGltf(work: Work): Promise<Uint8Array<ArrayBuffer>> {
  const { main, files } = work
  const json = jsonOf(await files.read(main), baseName(main.path))
  const { buffers = [], bufferViews = [], images = [] } = json
  const whole = new OneBuffer()
  const starts = await mergeBuffers(buffers, whole, work)
  let others = 0
  const places = starts.map((start) => (start === null ? { buffer: ++others, start: 0 } : { buffer: 0, start }))
  const views = bufferViews.map((view) => movedWhole(view, places))
  const gone = new Set<number>()
  const kept: Image[] = []
  for (const [index, image] of images.entries()) {
    const { uri, ...rest } = image
    const picture = typeof uri === 'string' ? await pictureOf(uri, work) : null
    if (picture) {
      const byteOffset = whole.add(picture.bytes)
      views.push({ buffer: 0, byteOffset, byteLength: picture.bytes.length })
      kept.push({ ...rest, mimeType: picture.mimeType, bufferView: views.length - 1 })
    } else {
      if (typeof uri === 'string') gone.add(index)
      kept.push(rest)
    }
  }
  const packed: Gltf = {
    ...json,
    ...(whole.length > 0 || others > 0
      ? { buffers: [{ byteLength: whole.length }, ...buffers.filter((_, index) => starts[index] === null)] }
      : {}),
    ...(views.length > 0 && { bufferViews: views }),
    ...(kept.length > 0 && { images: kept }),
  }
  return packGlb(JSON.stringify(withoutImages(packed, gone)), whole.length > 0 ? whole.bytes() : undefined)
}
