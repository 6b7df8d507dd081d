/**
 * A GLB's JSON, as far as it is checked before anything decodes it. Source: glTF 2.0 §4.4 (binary container), §5
 * (properties).
 */
import type { GLTF } from '@gltf-transform/core'
import { z } from 'zod'
import { chunksOf } from './glb-container.ts'
import { UnsafeGlbError } from './unsafe-glb-error.ts'

const index = z.number().int().min(0)
const size = z.number().int().min(0).max(0xffffffff)
const name = z.string().optional()
const extensions = z.record(z.string(), z.unknown()).optional()
const place = (length: number) => z.array(z.number()).length(length).optional()

const view = z.object({ bufferView: index, byteOffset: size.optional(), componentType: z.number() })

const accessor = z.object({
  name,
  bufferView: index.optional(),
  byteOffset: size.optional(),
  componentType: z.number(),
  count: size,
  type: z.string(),
  sparse: z.object({ count: size, indices: view, values: view.omit({ componentType: true }) }).optional(),
})

const attributes = z.record(z.string(), index)

const primitive = z.object({
  attributes,
  indices: index.optional(),
  material: index.optional(),
  mode: z.number().int().min(0).max(6).optional(),
  targets: z.array(attributes).optional(),
  extensions,
})

const node = z.object({
  name,
  children: z.array(index).optional(),
  mesh: index.optional(),
  skin: index.optional(),
  camera: index.optional(),
  weights: z.array(z.number()).optional(),
  matrix: place(16),
  translation: place(3),
  rotation: place(4),
  scale: place(3),
  extensions,
})

const animation = z.object({
  channels: z.array(z.object({ sampler: index, target: z.object({ node: index.optional(), path: z.string() }) })),
  samplers: z.array(
    z.object({ input: index, output: index, interpolation: z.enum(['LINEAR', 'STEP', 'CUBICSPLINE']).optional() }),
  ),
})

const documentSchema = z.object({
  asset: z.object({ version: z.string() }),
  extensionsUsed: z.array(z.string()).optional(),
  extensionsRequired: z.array(z.string()).optional(),
  extensions,
  scene: index.optional(),
  scenes: z.array(z.object({ name, nodes: z.array(index).optional() })).optional(),
  nodes: z.array(node).optional(),
  meshes: z
    .array(z.object({ name, primitives: z.array(primitive), weights: z.array(z.number()).optional() }))
    .optional(),
  materials: z.array(z.record(z.string(), z.unknown())).optional(),
  textures: z.array(z.object({ source: index.optional(), sampler: index.optional(), extensions })).optional(),
  samplers: z.array(z.unknown()).optional(),
  images: z
    .array(
      z.object({ name, uri: z.string().optional(), bufferView: index.optional(), mimeType: z.string().optional() }),
    )
    .optional(),
  skins: z
    .array(
      z.object({ joints: z.array(index).min(1), inverseBindMatrices: index.optional(), skeleton: index.optional() }),
    )
    .optional(),
  cameras: z
    .array(
      z.object({
        type: z.enum(['perspective', 'orthographic']),
        perspective: z.object({}).optional(),
        orthographic: z.object({}).optional(),
      }),
    )
    .optional(),
  animations: z.array(animation).optional(),
  accessors: z.array(accessor).optional(),
  bufferViews: z
    .array(
      z.object({
        buffer: index,
        byteOffset: size.optional(),
        byteLength: size,
        byteStride: size.optional(),
        extensions,
      }),
    )
    .optional(),
  buffers: z.array(z.object({ uri: z.string().optional(), byteLength: size, extensions })).optional(),
})

export type GlbDocument = z.output<typeof documentSchema>

/** A file's whole JSON, in glTF's own words. */
export type GlbJson = GLTF.IGLTF
export type GlbPrimitive = GLTF.IMeshPrimitive

/** The file's JSON and the bytes that it describes. */
export interface GlbParts {
  readonly document: GlbDocument
  /** The binary chunk. */
  readonly binary: Uint8Array | null
}

/** @throws {UnsafeGlbError} for text that is not JSON */
export function jsonIn(text: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(text))
  } catch (cause) {
    throw new UnsafeGlbError('The mesh file’s description is damaged.', { cause })
  }
}

/**
 * A GLB's JSON, unchecked.
 * @throws {UnsafeGlbError} for bytes that are not a GLB
 */
export const jsonOfGlb = (bytes: Uint8Array): unknown => jsonIn(chunksOf(bytes).text)

/** Where in the JSON: `meshes[0].primitives[1].mode`. */
const pathOf = (path: readonly PropertyKey[]): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '')

/** @throws {UnsafeGlbError} for bytes that are not a GLB, or whose JSON is not what glTF 2.0 asks for */
export function readGlbParts(bytes: Uint8Array): GlbParts {
  const { text, binary } = chunksOf(bytes)
  const parsed = documentSchema.safeParse(jsonIn(text))
  if (parsed.success) return { document: parsed.data, binary }
  const at = pathOf(parsed.error.issues[0]?.path ?? [])
  throw new UnsafeGlbError(`The mesh file’s description is not what glTF 2.0 asks for${at && `, at ${at}`}.`, {
    cause: parsed.error,
  })
}
