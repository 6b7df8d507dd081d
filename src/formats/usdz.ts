/**
 * USDZ: a zip of stored files whose data start at multiples of 64 bytes, the layer first. OpenUSD, "Usdz File Format Specification".
 * A binary (crate) layer would be smaller, but its format is documented by source code alone; every USD tool reads text.
 */
import { materialNames, pictureNames } from './material-names.ts'
import type { MeshPart, TextureUse } from './mesh-part.ts'
import { usdLayer } from './usd-layer.ts'
import { zip } from './zip.ts'

/** The textures that UsdPreviewSurface knows. */
export const USDZ_TEXTURES = [
  'colour',
  'normal',
  'metalRough',
  'occlusion',
  'emissive',
] as const satisfies readonly TextureUse[]

const ALIGNMENT = 64

/** The parts with UsdPreviewSurface materials and their pictures. */
export async function writeUsdz(parts: readonly MeshPart[]): Promise<Uint8Array<ArrayBuffer>> {
  const materials = materialNames(parts)
  const pictures = pictureNames(materials.keys(), USDZ_TEXTURES, 'picture')
  const stored = [...pictures].map(([{ bytes }, name]) => ({ name, data: bytes, deflate: false }))
  const layer = { name: 'model.usda', data: usdLayer(parts, materials, pictures), deflate: false }
  return zip([layer, ...stored], { alignment: ALIGNMENT })
}
