import type { GLTF } from '@gltf-transform/core'
import { bytesOfUri, pictureSides } from './check-pictures.ts'
import { DEEPEST, entriesOf, isObject, type Mending } from './mending.ts'

/** Why a picture is left out, as the end of a sentence: `is empty`. */
export type PictureFault = string

type Image = GLTF.IImage

/** A white pixel: stands in for a picture that cannot be read, so that others keep their numbers. */
const BLANK =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII='

/** Extensions that name a texture's picture instead of `source`, and which are read here. */
const NAMES_PICTURE = ['KHR_texture_basisu', 'EXT_texture_webp', 'EXT_texture_avif'] as const

const ascii = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to))

/** The type that a picture's first bytes show; null for what is none of glTF's. */
function typeOf(bytes: Uint8Array): string | null {
  if (bytes[0] === 0x89 && ascii(bytes, 1, 4) === 'PNG') return 'image/png'
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return 'image/jpeg'
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return 'image/webp'
  if (ascii(bytes, 1, 7) === 'KTX 20') return 'image/ktx2'
  return ascii(bytes, 4, 12) === 'ftypavif' ? 'image/avif' : null
}

/** Whether a PNG has its last chunk, PNG §5.3; decoders refuse one without. */
function isWholePng(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
    if (ascii(bytes, at + 4, at + 8) === 'IEND') return true
  }
  return false
}

/** What is wrong with a picture's bytes; null for nothing that shows without decoding them. */
function faultOf(bytes: Uint8Array): PictureFault | null {
  if (bytes.length === 0) return 'is empty'
  const type = typeOf(bytes)
  if (type === 'image/png') return isWholePng(bytes) ? null : 'is cut off'
  if (type === 'image/webp') {
    const declared = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true)
    return declared + 8 > bytes.length ? 'is cut off' : null
  }
  if (type === 'image/avif') return null
  if (type !== null) return pictureSides(bytes) ? null : 'is cut off'
  const start = ascii(bytes, 0, 256).trim().toLowerCase()
  if (start.startsWith('<svg') || (start.startsWith('<?xml') && start.includes('<svg'))) return 'is an SVG drawing'
  if (start.startsWith('<')) return 'is a web page and no picture'
  return 'is of no type that is known here'
}

/** A picture's bytes in the file; a fault where there are none. */
function bytesOf({ uri, bufferView }: Image, { json, binary }: Mending): Uint8Array | PictureFault {
  if (typeof uri === 'string') return uri.startsWith('data:') ? bytesOfUri(uri) : 'lies outside the file'
  const view = bufferView === undefined ? undefined : json.bufferViews?.[bufferView]
  if (!isObject(view)) return 'is not in the file'
  const { byteOffset = 0, byteLength } = view as unknown as GLTF.IBufferView
  const whole = Number.isInteger(byteOffset) && Number.isInteger(byteLength) && byteOffset >= 0 && byteLength >= 0
  if (!whole || !binary || byteOffset + byteLength > binary.length) return 'is not in the file'
  return binary.subarray(byteOffset, byteOffset + byteLength)
}

/** The last part of an address, as a person would write it. */
function fileOf(uri: string): string {
  const file = uri.replace(/[?#].*$/, '').replace(/^.*[/\\]/, '')
  try {
    return decodeURIComponent(file)
  } catch {
    return file
  }
}

function nameOf({ name, uri }: Image, index: number): string {
  if (typeof uri === 'string' && !uri.startsWith('data:') && fileOf(uri) !== '') return fileOf(uri)
  return typeof name === 'string' && name !== '' ? name : `picture ${index + 1}`
}

/** Takes a texture away from every place of a material that refers to it, its extensions included. */
function takeAway(value: unknown, isLost: (texture: number) => boolean, depth = 0): number {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return 0
  let taken = 0
  for (const [key, entry] of Object.entries(value)) {
    if (key === 'extras') continue
    if (key.endsWith('Texture') && isObject(entry) && typeof entry.index === 'number' && isLost(entry.index)) {
      delete (value as Record<string, unknown>)[key]
      taken++
    } else taken += takeAway(entry, isLost, depth + 1)
  }
  return taken
}

/** Makes a texture refer to no picture that cannot be read. Returns whether one is left. */
function keepReadable(texture: GLTF.ITexture, isReadable: (image: unknown) => boolean, note: () => void): boolean {
  let left = isReadable(texture.source)
  if (texture.source !== undefined && !left) {
    delete texture.source
    note()
  }
  for (const name of NAMES_PICTURE) {
    const named = texture.extensions?.[name] as { readonly source?: unknown } | undefined
    if (named === undefined) continue
    if (isObject(named) && isReadable(named.source)) left = true
    else {
      delete texture.extensions?.[name]
      note()
    }
  }
  return left
}

/** Values that glTF 2.0 §5.26 knows. */
const SAMPLER_VALUES: Readonly<Record<string, readonly number[]>> = {
  magFilter: [9728, 9729],
  minFilter: [9728, 9729, 9984, 9985, 9986, 9987],
  wrapS: [33071, 33648, 10497],
  wrapT: [33071, 33648, 10497],
}

function mendSamplers({ json, note }: Mending): void {
  for (const [, sampler] of entriesOf(json.samplers as readonly Record<string, unknown>[] | undefined)) {
    for (const [key, known] of Object.entries(SAMPLER_VALUES)) {
      if (sampler[key] === undefined || known.includes(sampler[key] as number)) continue
      delete sampler[key]
      note()
    }
  }
  for (const [, texture] of entriesOf(json.textures)) {
    if (texture.sampler === undefined || isObject(json.samplers?.[texture.sampler])) continue
    delete texture.sampler
    note()
  }
}

/** Corrects a picture's type, and returns its fault where it has one. */
function mendImage(
  image: Image,
  index: number,
  mending: Mending,
  faults: ReadonlyMap<number, PictureFault>,
): PictureFault | null {
  const bytes = bytesOf(image, mending)
  const fault = faults.get(index) ?? (typeof bytes === 'string' ? bytes : faultOf(bytes))
  if (fault !== null || typeof bytes === 'string') return fault
  const type = typeOf(bytes)
  if (type !== null && image.bufferView !== undefined && image.mimeType !== type) {
    image.mimeType = type
    mending.note()
  }
  return null
}

/**
 * Leaves out textures whose picture cannot be read, so that their part is shown without it instead of not at all.
 * @param faults pictures that a decoder has refused, by their index
 */
export function mendPictures(mending: Mending, faults: ReadonlyMap<number, PictureFault>): void {
  const { json, note } = mending
  const lost = new Map<number, string>()
  for (const [index, image] of entriesOf(json.images)) {
    const fault = mendImage(image, index, mending, faults)
    if (fault === null) continue
    lost.set(index, `${nameOf(image, index)} ${fault}`)
    json.images![index] = { ...(image.name !== undefined && { name: image.name }), uri: BLANK }
  }
  mendSamplers(mending)
  const isReadable = (image: unknown) => typeof image === 'number' && isObject(json.images?.[image]) && !lost.has(image)
  const readable = new Set(
    entriesOf(json.textures).flatMap(([index, texture]) => (keepReadable(texture, isReadable, note) ? [index] : [])),
  )
  const taken = takeAway(json.materials, (texture) => !readable.has(texture))
  for (const what of lost.values()) note(`A texture could not be read: ${what}. Its part is shown without it.`)
  if (taken > 0 && lost.size === 0) note('A texture is not in the file. Its part is shown without it.')
}
