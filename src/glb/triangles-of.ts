import type { Primitive } from '@gltf-transform/core'
import type { GlbDocument } from './glb-document.ts'

/** Modes of a primitive, glTF 2.0 §5.24.4. */
export const [TRIANGLES, STRIP, FAN] = [4, 5, 6] as const

/** Indices of a primitive's triangles, strips and fans taken apart; null for points and lines. glTF 2.0 §3.7.2.1. */
export function trianglesOf(primitive: Primitive, vertices: number): Uint32Array | null {
  const mode = primitive.getMode()
  const indices = primitive.getIndices()?.getArray()
  if (mode === TRIANGLES)
    return indices
      ? Uint32Array.from(indices).subarray(0, indices.length - (indices.length % 3))
      : Uint32Array.from({ length: vertices - (vertices % 3) }, (_, i) => i)
  if (mode !== STRIP && mode !== FAN) return null
  const corner = (i: number): number => (indices ? indices[i]! : i)
  const count = Math.max(0, (indices?.length ?? vertices) - 2)
  const out = new Uint32Array(count * 3)
  for (let t = 0; t < count; t++) {
    // Every other triangle of a strip is wound the other way round.
    const [a, b, c] = mode === FAN ? [t + 1, t + 2, 0] : [t, t + 1 + (t % 2), t + 2 - (t % 2)]
    out.set([corner(a), corner(b), corner(c)], t * 3)
  }
  return out
}

type Described = NonNullable<GlbDocument['meshes']>[number]['primitives'][number]
type Node = NonNullable<GlbDocument['nodes']>[number]

/** Points and lines have no triangles. */
function trianglesIn({ mode = TRIANGLES, indices, attributes }: Described, { accessors = [] }: GlbDocument): number {
  const corners = accessors[indices ?? attributes.POSITION ?? -1]?.count ?? 0
  if (mode === TRIANGLES) return Math.floor(corners / 3)
  return mode === STRIP || mode === FAN ? Math.max(0, corners - 2) : 0
}

/** How many times a node draws its mesh: once, or once for each of its instances. */
function timesDrawn({ extensions }: Node, { accessors = [] }: GlbDocument): number {
  const batch = extensions?.EXT_mesh_gpu_instancing as
    { readonly attributes?: Readonly<Record<string, unknown>> } | undefined
  const counts = Object.values(batch?.attributes ?? {}).map((index) => accessors[Number(index)]?.count ?? 0)
  return batch ? Math.max(0, ...counts) : 1
}

/** Triangles that the file's default scene draws, each mesh as often as nodes and instances show it. */
export function drawnTriangles(document: GlbDocument): number {
  const { nodes = [], meshes = [], scenes = [], scene = 0 } = document
  const perMesh = meshes.map(({ primitives }) =>
    primitives.reduce((sum, primitive) => sum + trianglesIn(primitive, document), 0),
  )
  const seen = new Set<number>()
  const open = [...(scenes[scene]?.nodes ?? [])]
  let sum = 0
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    const node = nodes[index]
    if (!node || seen.has(index)) continue
    seen.add(index)
    if (node.mesh !== undefined) sum += (perMesh[node.mesh] ?? 0) * timesDrawn(node, document)
    for (const child of node.children ?? []) open.push(child)
  }
  return sum
}
