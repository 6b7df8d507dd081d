/**
 * Looks at a GLB before anything decodes it: lengths, references, counts. A file of 260 bytes can ask a loader for gigabytes.
 * Source: glTF 2.0 §4.4 (binary container), §3.6 (accessors).
 */
import { z } from 'zod'

/** The file will not be decoded; the message says why, and that the download still works. */
export class UnsafeGlbError extends Error {
  override readonly name = 'UnsafeGlbError'
}

const MAGIC = 0x46546c67
const JSON_CHUNK = 0x4e4f534a
const MAX_DECODED_BYTES = 1e9
const MAX_DEPTH = 512
export const MAX_TRIANGLES = 10_000_000

const count = z.number().int().min(0).max(0xffffffff)
const index = z.number().int().min(0)

const documentSchema = z.object({
  asset: z.object({ version: z.string() }),
  extensionsUsed: z.array(z.string()).optional(),
  accessors: z
    .array(z.object({ count, componentType: z.number(), type: z.string(), bufferView: index.optional() }))
    .optional(),
  buffers: z.array(z.object({ uri: z.string().optional() })).optional(),
  images: z.array(z.object({ uri: z.string().optional() })).optional(),
  nodes: z.array(z.object({ children: z.array(index).optional() })).optional(),
  meshes: z
    .array(z.object({ primitives: z.array(z.object({ indices: index.optional(), attributes: z.record(z.string(), index) })) }))
    .optional(),
})

type GlbDocument = z.output<typeof documentSchema>

const COMPONENT_BYTES: Readonly<Record<number, number>> = { 5120: 1, 5121: 1, 5122: 2, 5123: 2, 5125: 4, 5126: 4 }
const COMPONENTS: Readonly<Record<string, number>> = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4, MAT2: 4, MAT3: 9, MAT4: 16 }

function jsonOf(bytes: Uint8Array): unknown {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 20) throw new UnsafeGlbError('The mesh file is empty or cut off.')
  if (view.getUint32(0, true) !== MAGIC) throw new UnsafeGlbError('The file is no GLB: it does not begin like one.')
  if (view.getUint32(4, true) !== 2) throw new UnsafeGlbError('The mesh file is of an older glTF version than 2.')
  const length = view.getUint32(12, true)
  if (view.getUint32(16, true) !== JSON_CHUNK || 20 + length > bytes.length || view.getUint32(8, true) > bytes.length) {
    throw new UnsafeGlbError('The mesh file is cut off or damaged. Download it again, or generate again.')
  }
  try {
    return JSON.parse(new TextDecoder().decode(bytes.subarray(20, 20 + length)))
  } catch (cause) {
    throw new UnsafeGlbError('The mesh file’s description is damaged.', { cause })
  }
}

function checkTree({ nodes = [] }: GlbDocument): void {
  const depths = new Map<number, number>()
  const walk = (start: number) => {
    const stack: { node: number; depth: number }[] = [{ node: start, depth: 1 }]
    for (let step = stack.pop(); step; step = stack.pop()) {
      if (step.depth > MAX_DEPTH || step.depth > nodes.length) throw new UnsafeGlbError('The mesh file’s nodes go in a circle, or too deep.')
      if ((depths.get(step.node) ?? 0) >= step.depth) continue
      depths.set(step.node, step.depth)
      for (const node of nodes[step.node]?.children ?? []) stack.push({ node, depth: step.depth + 1 })
    }
  }
  nodes.forEach((_, node) => walk(node))
}

/** Triangles that the file's meshes ask for, each mesh once. */
function trianglesOf({ meshes = [], accessors = [] }: GlbDocument): number {
  const primitives = meshes.flatMap((mesh) => mesh.primitives)
  const corners = primitives.map(({ indices, attributes }) => accessors[indices ?? attributes.POSITION ?? -1]?.count ?? 0)
  return corners.reduce((sum, each) => sum + each / 3, 0)
}

/** @throws {UnsafeGlbError} with a sentence for the artist */
export function preflightGlb(bytes: Uint8Array): { readonly triangles: number; readonly extensionsUsed: readonly string[] } {
  const parsed = documentSchema.safeParse(jsonOf(bytes))
  if (!parsed.success) throw new UnsafeGlbError('The mesh file’s description is not what glTF 2.0 asks for.', { cause: parsed.error })
  const document = parsed.data
  const decoded = (document.accessors ?? []).reduce(
    (sum, { count: items, componentType, type }) => sum + items * (COMPONENT_BYTES[componentType] ?? 4) * (COMPONENTS[type] ?? 16),
    0,
  )
  if (decoded > MAX_DECODED_BYTES) throw new UnsafeGlbError(`The mesh would take ${(decoded / 1e9).toFixed(1)} GB to open. It is not opened here; the download works.`)
  const outside = [...(document.buffers ?? []), ...(document.images ?? [])].find(({ uri }) => uri !== undefined && !uri.startsWith('data:'))
  if (outside) throw new UnsafeGlbError('The mesh file refers to files outside itself, which are not fetched. The download works.')
  checkTree(document)
  const triangles = trianglesOf(document)
  if (triangles > MAX_TRIANGLES) throw new UnsafeGlbError(`The mesh has ${(triangles / 1e6).toFixed(0)} million triangles, too many to show here. The download works.`)
  return { triangles, extensionsUsed: document.extensionsUsed ?? [] }
}
