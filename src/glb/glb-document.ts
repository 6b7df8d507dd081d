/**
 * A GLB's JSON, as far as it is checked before anything decodes it. Source: glTF 2.0 §4.4 (binary container), §5
 * (properties).
 */
import type { GLTF } from '@gltf-transform/core'
import * as z from 'zod/mini'
import { chunksOf } from './glb-container.ts'
import { UnsafeGlbError } from './unsafe-glb-error.ts'

const index = z.int().check(z.minimum(0))
const size = z.int().check(z.minimum(0), z.maximum(0xffffffff))
const name = z.optional(z.string())
const extensions = z.optional(z.record(z.string(), z.unknown()))
const place = (length: number) => z.optional(z.array(z.number()).check(z.length(length)))

const view = z.object({ bufferView: index, byteOffset: z.optional(size), componentType: z.number() })

const accessor = z.object({
  name,
  bufferView: z.optional(index),
  byteOffset: z.optional(size),
  componentType: z.number(),
  count: size,
  type: z.string(),
  sparse: z.optional(z.object({ count: size, indices: view, values: z.omit(view, { componentType: true }) })),
})

const attributes = z.record(z.string(), index)

const primitive = z.object({
  attributes,
  indices: z.optional(index),
  material: z.optional(index),
  mode: z.optional(z.int().check(z.minimum(0), z.maximum(6))),
  targets: z.optional(z.array(attributes)),
  extensions,
})

const node = z.object({
  name,
  children: z.optional(z.array(index)),
  mesh: z.optional(index),
  skin: z.optional(index),
  camera: z.optional(index),
  weights: z.optional(z.array(z.number())),
  matrix: place(16),
  translation: place(3),
  rotation: place(4),
  scale: place(3),
  extensions,
})

const animation = z.object({
  channels: z.array(z.object({ sampler: index, target: z.object({ node: z.optional(index), path: z.string() }) })),
  samplers: z.array(
    z.object({ input: index, output: index, interpolation: z.optional(z.enum(['LINEAR', 'STEP', 'CUBICSPLINE'])) }),
  ),
})

const documentSchema = z.object({
  asset: z.object({ version: z.string() }),
  extensionsUsed: z.optional(z.array(z.string())),
  extensionsRequired: z.optional(z.array(z.string())),
  extensions,
  scene: z.optional(index),
  scenes: z.optional(z.array(z.object({ name, nodes: z.optional(z.array(index)) }))),
  nodes: z.optional(z.array(node)),
  meshes: z.optional(
    z.array(z.object({ name, primitives: z.array(primitive), weights: z.optional(z.array(z.number())) })),
  ),
  materials: z.optional(z.array(z.record(z.string(), z.unknown()))),
  textures: z.optional(z.array(z.object({ source: z.optional(index), sampler: z.optional(index), extensions }))),
  samplers: z.optional(z.array(z.unknown())),
  images: z.optional(
    z.array(
      z.object({ name, uri: z.optional(z.string()), bufferView: z.optional(index), mimeType: z.optional(z.string()) }),
    ),
  ),
  skins: z.optional(
    z.array(
      z.object({
        joints: z.array(index).check(z.minLength(1)),
        inverseBindMatrices: z.optional(index),
        skeleton: z.optional(index),
      }),
    ),
  ),
  cameras: z.optional(
    z.array(
      z.object({
        type: z.enum(['perspective', 'orthographic']),
        perspective: z.optional(z.object({})),
        orthographic: z.optional(z.object({})),
      }),
    ),
  ),
  animations: z.optional(z.array(animation)),
  accessors: z.optional(z.array(accessor)),
  bufferViews: z.optional(
    z.array(
      z.object({
        buffer: index,
        byteOffset: z.optional(size),
        byteLength: size,
        byteStride: z.optional(size),
        extensions,
      }),
    ),
  ),
  buffers: z.optional(z.array(z.object({ uri: z.optional(z.string()), byteLength: size, extensions }))),
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
