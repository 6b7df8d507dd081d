/**
 * What every writer of this room writes: triangles where they stand, in metres, +X right, +Y up, +Z front, as glTF has them.
 * None of the arrays is written to, so they may be those of a file that is open.
 */
export interface MeshGeometry {
  readonly name: string
  /** Flat xyz. */
  readonly positions: Float32Array
  /** Flat xyz of unit length; null where faces are to be shaded flat. */
  readonly normals: Float32Array | null
  /** Flat uv; v runs down from the picture's top edge. */
  readonly uvs: Float32Array | null
  /** Flat rgba, linear. */
  readonly colours: Float32Array | null
  /** Three corners for each triangle, counter-clockwise seen from outside. */
  readonly indices: Uint32Array
}

export interface MeshPart extends MeshGeometry {
  readonly material: MeshMaterial
}

export type LinearRgb = readonly [red: number, green: number, blue: number]

/** What formats beside glTF can say of a material: its metallic-roughness model, colours linear. */
export interface MeshMaterial {
  readonly name: string
  readonly colour: LinearRgb
  readonly alpha: number
  readonly alphaMode: 'OPAQUE' | 'MASK' | 'BLEND'
  readonly alphaCutoff: number
  readonly metallic: number
  readonly roughness: number
  readonly emissive: LinearRgb
  readonly doubleSided: boolean
  readonly textures: MaterialTextures
}

/** Each multiplies the value of the same name; `metalRough` has roughness in green and metallic in blue. */
export type MaterialTextures = Readonly<Partial<Record<TextureUse, MaterialTexture>>>
export type TextureUse = 'colour' | 'normal' | 'metalRough' | 'occlusion' | 'emissive'

export interface MaterialTexture {
  readonly picture: EncodedPicture
  readonly wrapS: Wrap
  readonly wrapT: Wrap
}

/** How a texture goes on beyond its edge. */
export type Wrap = 'repeat' | 'clamp' | 'mirror'

/** A PNG or JPEG, which every reader takes; it is written to the byte. One object is one file, however many materials share it. */
export interface EncodedPicture {
  readonly bytes: Uint8Array
  readonly mimeType: string
}

/** A linear channel as sRGB, 0 to 1. IEC 61966-2-1. */
export const srgb = (linear: number): number => {
  const value = Math.min(1, Math.max(0, linear))
  return value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055
}
