/** Whether a GLB's arrays lie within its bytes, and how much memory they take once unpacked. Source: glTF 2.0 §3.6. */
import * as z from 'zod/mini'
import { dracoCounts } from './draco-counts.ts'
import type { GlbDocument, GlbParts } from './glb-document.ts'
import { UnsafeGlbError } from './unsafe-glb-error.ts'

type Accessor = NonNullable<GlbDocument['accessors']>[number]
type Primitive = NonNullable<GlbDocument['meshes']>[number]['primitives'][number]

const COMPONENT_BYTES: Readonly<Record<number, number>> = {
  5120: 1,
  5121: 1,
  5122: 2,
  5123: 2,
  5125: 4,
  5126: 4,
  5130: 8,
  5131: 2,
}
const COMPONENTS: Readonly<Record<string, number>> = {
  SCALAR: 1,
  VEC2: 2,
  VEC3: 3,
  VEC4: 4,
  MAT2: 4,
  MAT3: 9,
  MAT4: 16,
}
const MAX_DECODED_BYTES = 1e9
const MAX_STRIDE = 256

const MESHOPT = ['KHR_meshopt_compression', 'EXT_meshopt_compression'] as const
const whole = z.int().check(z.minimum(0), z.maximum(0xffffffff))
const packedSchema = z.object({
  buffer: whole,
  byteOffset: z.optional(whole),
  byteLength: whole,
  byteStride: whole.check(z.maximum(MAX_STRIDE)),
  count: whole,
  mode: z.enum(['ATTRIBUTES', 'TRIANGLES', 'INDICES']),
})

const damaged = (what: string): UnsafeGlbError => new UnsafeGlbError(`The mesh file is damaged: ${what}.`)

/** Bytes of one of an accessor's elements. */
function elementBytes({ componentType, type }: Accessor, index: number): number {
  const [component, count] = [COMPONENT_BYTES[componentType], COMPONENTS[type]]
  if (!component || !count) throw damaged(`accessor ${index} has a type that glTF does not know`)
  return component * count
}

/** How many bytes of each buffer the file holds; none of one that only stands in for packed views. */
function bufferBytes({ document: { buffers = [] }, binary }: GlbParts): number[] {
  return buffers.map(({ uri, byteLength, extensions = {} }, index) => {
    if (uri !== undefined) return byteLength
    if (MESHOPT.some((name) => name in extensions)) return 0
    const chunk = index > 0 ? null : binary
    if (!chunk || byteLength > chunk.length)
      throw damaged(`buffer ${index} should have ${byteLength} bytes, but the file holds ${chunk?.length ?? 0}`)
    return byteLength
  })
}

/** Bytes of each buffer view once it is unpacked. */
function viewBytes({ bufferViews = [] }: GlbDocument, buffers: readonly number[]): number[] {
  return bufferViews.map(({ buffer, byteOffset = 0, byteLength, extensions = {} }, index) => {
    const meshopt = MESHOPT.map((name) => extensions[name]).find((extension) => extension !== undefined)
    const packed = z.optional(packedSchema).safeParse(meshopt)
    if (!packed.success) throw damaged(`buffer view ${index} is packed in an unknown way`)
    const source = packed.data ?? { buffer, byteOffset, byteLength }
    if ((source.byteOffset ?? 0) + source.byteLength > (buffers[source.buffer] ?? 0))
      throw damaged(`buffer view ${index} goes beyond its buffer`)
    return packed.data ? packed.data.count * packed.data.byteStride : byteLength
  })
}

function checkAccessor(
  accessor: Accessor,
  index: number,
  views: readonly number[],
  strides: readonly (number | undefined)[],
): void {
  const { bufferView, byteOffset = 0, count, sparse } = accessor
  const element = elementBytes(accessor, index)
  const component = COMPONENT_BYTES[accessor.componentType] ?? 1
  if (byteOffset % component !== 0 || (strides[bufferView ?? -1] ?? 0) % component !== 0)
    throw damaged(`accessor ${index} does not begin at the start of a number`)
  const beyond = (view: number, length: number) => length > (views[view] ?? 0)
  if (
    bufferView !== undefined &&
    count > 0 &&
    beyond(bufferView, byteOffset + (strides[bufferView] || element) * (count - 1) + element)
  )
    throw damaged(`accessor ${index} goes beyond its buffer view`)
  if (sparse) {
    const { indices, values } = sparse
    const outside =
      beyond(
        indices.bufferView,
        (indices.byteOffset ?? 0) + sparse.count * (COMPONENT_BYTES[indices.componentType] ?? Infinity),
      ) || beyond(values.bufferView, (values.byteOffset ?? 0) + sparse.count * element)
    if (outside || sparse.count > count) throw damaged(`accessor ${index} goes beyond its buffer view`)
  }
}

/** A primitive must have positions, and as many elements in every other attribute. */
function checkPrimitive(
  { attributes, indices, targets = [] }: Primitive,
  mesh: number,
  accessors: readonly Accessor[],
): void {
  const position = accessors[attributes.POSITION ?? -1]
  if (!position) throw damaged(`mesh ${mesh} has a primitive without positions`)
  if (position.type !== 'VEC3') throw damaged(`the positions of mesh ${mesh} are not triples`)
  const uneven = [attributes, ...targets]
    .flatMap((record) => Object.values(record))
    .some((index) => accessors[index]?.count !== position.count)
  if (uneven) throw damaged(`mesh ${mesh} has more vertices in one array than in another`)
  const corners = accessors[indices ?? -1]
  if (corners && (corners.type !== 'SCALAR' || ![5121, 5123, 5125].includes(corners.componentType)))
    throw damaged(`the indices of mesh ${mesh} are not whole numbers`)
}

/**
 * Draco must unpack to what the accessors say (KHR_draco_mesh_compression, "Conformance"): otherwise a few bytes could
 * fill the memory.
 */
function checkDraco(
  { attributes, indices, extensions = {} }: Primitive,
  mesh: number,
  { document: { accessors = [], bufferViews = [] }, binary }: GlbParts,
): void {
  const packed = extensions.KHR_draco_mesh_compression as { readonly bufferView?: number } | undefined
  const view = bufferViews[packed?.bufferView ?? -1]
  const counts =
    view && binary && dracoCounts(binary.subarray(view.byteOffset ?? 0, (view.byteOffset ?? 0) + view.byteLength))
  if (!counts) return
  const [vertices, corners] = [attributes.POSITION, indices].map(
    (index) => accessors[index ?? -1]?.count ?? Infinity,
  ) as [number, number]
  if (counts.vertices > vertices || counts.faces * 3 > corners)
    throw damaged(`mesh ${mesh} would unpack to more than its accessors say`)
}

/**
 * @throws {UnsafeGlbError} for arrays that are not in the file, contradict one another, or would take too much memory
 */
export function checkRanges(parts: GlbParts): void {
  const { accessors = [], bufferViews = [], meshes = [], skins = [] } = parts.document
  const views = viewBytes(parts.document, bufferBytes(parts))
  const packed = bufferViews.reduce(
    (sum, { byteLength }, index) => sum + Math.max(0, (views[index] ?? 0) - byteLength),
    0,
  )
  const strides = bufferViews.map(({ byteStride }) => byteStride)
  // Checked first: a file that claims too much seldom holds it either, and the claim tells the artist more.
  const decoded = accessors.reduce(
    (sum, accessor, index) => sum + accessor.count * elementBytes(accessor, index),
    packed,
  )
  if (decoded > MAX_DECODED_BYTES)
    throw new UnsafeGlbError(
      `The mesh would take ${(decoded / 1e9).toFixed(1)} GB to open. It is not opened here; the download works.`,
    )
  for (const [index, accessor] of accessors.entries()) checkAccessor(accessor, index, views, strides)
  for (const [index, { primitives }] of meshes.entries()) {
    for (const primitive of primitives) {
      checkPrimitive(primitive, index, accessors)
      checkDraco(primitive, index, parts)
    }
  }
  for (const [index, { joints, inverseBindMatrices }] of skins.entries()) {
    const matrices = accessors[inverseBindMatrices ?? -1]
    if (matrices && (matrices.type !== 'MAT4' || matrices.count < joints.length))
      throw damaged(`skin ${index} has fewer matrices than joints`)
  }
}
