import type { Material, Texture, TextureInfo } from '@gltf-transform/core'
import type { EmissiveStrength, PBRSpecularGlossiness } from '@gltf-transform/extensions'

type Triple = readonly [number, number, number]

/** How a texture goes on beyond its edge. */
export type Wrap = 'repeat' | 'clamp' | 'mirror'

/** A texture as a material uses it. */
export interface Sheet {
  readonly texture: Texture
  readonly wrapS: Wrap
  readonly wrapT: Wrap
}

/** Of a glTF material what formats beside glTF can say. Colours are linear. */
export interface Surface {
  /** Letters, digits and underscores, no digit first, as USD has its names; `_` and a number end it, which no other surface's name ends in. */
  readonly name: string
  readonly colour: Triple
  readonly alpha: number
  readonly alphaMode: 'OPAQUE' | 'MASK' | 'BLEND'
  readonly alphaCutoff: number
  readonly metallic: number
  readonly roughness: number
  readonly emissive: Triple
  readonly doubleSided: boolean
  readonly sheets: {
    readonly colour: Sheet | null
    readonly normal: Sheet | null
    readonly metalRough: Sheet | null
    readonly occlusion: Sheet | null
    readonly emissive: Sheet | null
  }
}

const WRAPS: Readonly<Record<number, Wrap>> = { 33071: 'clamp', 33648: 'mirror', 10497: 'repeat' }

const sheet = (texture: Texture | null, info: TextureInfo | null): Sheet | null =>
  texture?.getImage() && info
    ? { texture, wrapS: WRAPS[info.getWrapS()] ?? 'repeat', wrapT: WRAPS[info.getWrapT()] ?? 'repeat' }
    : null

const letters = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\W+/g, '_')
    .replace(/^_+|_+$/g, '')
    .replace(/^(?=\d)/, '_')

/** @param material null for glTF's default one @param index tells it from others of its name */
export function surfaceOf(material: Material | null, index: number): Surface {
  const gloss = material?.getExtension<PBRSpecularGlossiness>('KHR_materials_pbrSpecularGlossiness')
  const [r, g, b, alpha] = gloss?.getDiffuseFactor() ?? material?.getBaseColorFactor() ?? [1, 1, 1, 1]
  const glow = material?.getExtension<EmissiveStrength>('KHR_materials_emissive_strength')?.getEmissiveStrength() ?? 1
  const [er, eg, eb] = material?.getEmissiveFactor() ?? [0, 0, 0]
  return {
    name: `${letters(material?.getName() ?? '') || 'material'}_${index}`,
    colour: [r, g, b],
    alpha,
    alphaMode: material?.getAlphaMode() ?? 'OPAQUE',
    alphaCutoff: material?.getAlphaCutoff() ?? 0.5,
    metallic: gloss ? 0 : (material?.getMetallicFactor() ?? 1),
    roughness: gloss ? 1 - gloss.getGlossinessFactor() : (material?.getRoughnessFactor() ?? 1),
    emissive: [er * glow, eg * glow, eb * glow],
    doubleSided: material?.getDoubleSided() ?? false,
    sheets: {
      colour: gloss
        ? sheet(gloss.getDiffuseTexture(), gloss.getDiffuseTextureInfo())
        : sheet(material?.getBaseColorTexture() ?? null, material?.getBaseColorTextureInfo() ?? null),
      normal: sheet(material?.getNormalTexture() ?? null, material?.getNormalTextureInfo() ?? null),
      metalRough: sheet(
        material?.getMetallicRoughnessTexture() ?? null,
        material?.getMetallicRoughnessTextureInfo() ?? null,
      ),
      occlusion: sheet(material?.getOcclusionTexture() ?? null, material?.getOcclusionTextureInfo() ?? null),
      emissive: sheet(material?.getEmissiveTexture() ?? null, material?.getEmissiveTextureInfo() ?? null),
    },
  }
}

/** A linear channel as sRGB, 0 to 1. IEC 61966-2-1. */
export const srgb = (linear: number): number => {
  const value = Math.min(1, Math.max(0, linear))
  return value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055
}
