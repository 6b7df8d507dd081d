/** A textured mesh, for turntables and files. +X right, +Y up, +Z front; pixels of the picture, or metres once it is baked. */
export interface Model {
  readonly positions: Float32Array
  readonly normals: Float32Array
  /** glTF's convention: u right, v down, [0, 0] the texture's top-left corner. */
  readonly uvs: Float32Array
  readonly indices: Uint32Array
  readonly texture: Texture
}

/** RGB, 3 bytes a pixel, rows from the top. */
export interface Texture {
  readonly width: number
  readonly height: number
  readonly rgb: Uint8Array
}
