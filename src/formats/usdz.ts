/** USDZ: a zip of stored files whose data start at multiples of 64 bytes, the layer first. OpenUSD, "Usdz File Format Specification". */
import { zipSync, type Zippable } from 'fflate'
import type { Texture } from '@gltf-transform/core'
import { pictureEnding, plainPicture, type Redrawer } from '../glb/picture.ts'
import type { PosedPart } from '../glb/posed-parts.ts'
import { surfaceOf } from '../glb/surface-of.ts'
import { usdLayer } from './usd-layer.ts'

const ALIGNMENT = 64
const LOCAL_HEADER_BYTES = 30
/** An id that no reader claims; only the length of its field matters, which the specification names as the way to align. */
const PADDING_ID = 0x1986
/** So that the same mesh gives the same bytes. */
const MADE = new Date('2000-01-01T00:00:00')

function alignedZip(files: readonly (readonly [string, Uint8Array])[]): Uint8Array<ArrayBuffer> {
  const entries: Zippable = {}
  let offset = 0
  for (const [path, data] of files) {
    // An extra field has four bytes of its own before its padding.
    const start = offset + LOCAL_HEADER_BYTES + path.length + 4
    const padding = (ALIGNMENT - (start % ALIGNMENT)) % ALIGNMENT
    entries[path] = [data, { level: 0, extra: { [PADDING_ID]: new Uint8Array(padding) } }]
    offset = start + padding + data.length
  }
  return zipSync(entries, { level: 0, mtime: MADE })
}

/** The parts, in metres with Y up as USDZ viewers expect, with the textures that UsdPreviewSurface knows; JPEG and PNG are the file's own to the byte. */
export async function exportUsdz(parts: readonly PosedPart[], redraw: Redrawer): Promise<Uint8Array<ArrayBuffer>> {
  const surfaces = new Map(
    [...new Set(parts.map(({ material }) => material))].map((material, index) => [
      material,
      surfaceOf(material, index),
    ]),
  )
  const textures = new Set(
    [...surfaces.values()].flatMap(({ sheets }) => Object.values(sheets).flatMap((sheet) => sheet?.texture ?? [])),
  )
  const names = new Map<Texture, string>()
  const pictures: [string, Uint8Array][] = []
  for (const texture of textures) {
    const picture = await plainPicture(texture, redraw)
    const name = `picture_${names.size}.${pictureEnding(picture)}`
    names.set(texture, name)
    pictures.push([name, picture.bytes])
  }
  const layered = parts.map((part) => ({ part, surface: surfaces.get(part.material) ?? surfaceOf(part.material, 0) }))
  return alignedZip([['model.usda', usdLayer(layered, (texture) => names.get(texture))], ...pictures])
}
