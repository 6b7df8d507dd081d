export interface Json {
  readonly [name: string]: unknown
}
export type Extensions = Readonly<Record<string, Readonly<Record<string, unknown>>>>

export interface Buffer {
  readonly uri?: string
  readonly byteLength: number
  readonly extensions?: Extensions
}

export interface View {
  readonly buffer: number
  readonly byteOffset?: number
  readonly byteLength: number
  readonly extensions?: Extensions
}

export interface Image {
  readonly uri?: string
  readonly bufferView?: number
  readonly mimeType?: string
}

/** A glTF's JSON, as far as it is rewritten here. */
export interface Gltf extends Json {
  readonly buffers?: readonly Buffer[]
  readonly bufferViews?: readonly View[]
  readonly images?: readonly Image[]
}

export const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
