/** A glTF scene's parts as the writers of other formats take them. */
import type { Material, Texture, TextureInfo } from '@gltf-transform/core'
import type { EmissiveStrength } from '@gltf-transform/extensions'
import type { EncodedPicture, MaterialTexture, MeshMaterial, MeshPart, TextureUse, Wrap } from '../formats/mesh-part.ts'
import type { Redrawer } from '../glb/picture.ts'
import type { PosedPart } from '../glb/posed-parts.ts'
import { plainPicture } from './plain-picture.ts'

const WRAPS: Readonly<Record<number, Wrap>> = { 33071: 'clamp', 33648: 'mirror', 10497: 'repeat' }

/** A material's textures without their pictures; null stands for glTF's default material. */
function textureOf(material: Material | null, use: TextureUse): readonly [Texture | null, TextureInfo | null] {
  if (!material) return [null, null]
  switch (use) {
    case 'colour':
      return [material.getBaseColorTexture(), material.getBaseColorTextureInfo()]
    case 'normal':
      return [material.getNormalTexture(), material.getNormalTextureInfo()]
    case 'metalRough':
      return [material.getMetallicRoughnessTexture(), material.getMetallicRoughnessTextureInfo()]
    case 'occlusion':
      return [material.getOcclusionTexture(), material.getOcclusionTextureInfo()]
    case 'emissive':
      return [material.getEmissiveTexture(), material.getEmissiveTextureInfo()]
  }
}

function plainMaterial(material: Material | null): Omit<MeshMaterial, 'textures'> {
  const [r, g, b, alpha] = material?.getBaseColorFactor() ?? [1, 1, 1, 1]
  const glow = material?.getExtension<EmissiveStrength>('KHR_materials_emissive_strength')?.getEmissiveStrength() ?? 1
  const [er, eg, eb] = material?.getEmissiveFactor() ?? [0, 0, 0]
  return {
    name: material?.getName() ?? '',
    colour: [r, g, b],
    alpha,
    alphaMode: material?.getAlphaMode() ?? 'OPAQUE',
    alphaCutoff: material?.getAlphaCutoff() ?? 0.5,
    metallic: material?.getMetallicFactor() ?? 1,
    roughness: material?.getRoughnessFactor() ?? 1,
    emissive: [er * glow, eg * glow, eb * glow],
    doubleSided: material?.getDoubleSided() ?? false,
  }
}

/**
 * The parts with their materials, and with those textures that a format has a use for, as PNG or JPEG.
 * @throws {ExportError} for a texture that cannot be decoded
 */
export async function meshParts(
  parts: readonly PosedPart[],
  uses: readonly TextureUse[],
  redraw: Redrawer,
): Promise<MeshPart[]> {
  const pictures = new Map<Texture, EncodedPicture>()
  const pictureFor = async (texture: Texture): Promise<EncodedPicture> => {
    const picture = pictures.get(texture) ?? (await plainPicture(texture, redraw))
    pictures.set(texture, picture)
    return picture
  }
  const materials = new Map<Material | null, MeshMaterial>()
  for (const material of new Set(parts.map((part) => part.material))) {
    const textures: Partial<Record<TextureUse, MaterialTexture>> = {}
    for (const use of uses) {
      const [texture, info] = textureOf(material, use)
      if (!texture?.getImage() || !info) continue
      const [wrapS, wrapT] = [WRAPS[info.getWrapS()] ?? 'repeat', WRAPS[info.getWrapT()] ?? 'repeat']
      textures[use] = { picture: await pictureFor(texture), wrapS, wrapT }
    }
    materials.set(material, { ...plainMaterial(material), textures })
  }
  return parts.flatMap((part) => {
    const material = materials.get(part.material)
    return material ? [{ ...part, material }] : []
  })
}

const isWhite = (colour: readonly number[]): boolean => colour.every((value) => value === 1)

/** The parts with their materials' colours in their vertices, for a format that has no materials. Textures stay out. */
export function paintedParts(parts: readonly PosedPart[]): PosedPart[] {
  return parts.map((part) => {
    const factor = part.material?.getBaseColorFactor() ?? [1, 1, 1, 1]
    if (isWhite(factor)) return part
    const colours = new Float32Array((part.positions.length / 3) * 4)
    for (let i = 0; i < colours.length; i++) colours[i] = factor[i % 4]! * (part.colours?.[i] ?? 1)
    return { ...part, colours }
  })
}
