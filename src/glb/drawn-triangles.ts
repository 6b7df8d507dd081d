import type { GlbDocument } from './glb-document.ts'
import { FAN, STRIP, TRIANGLES } from './triangles-of.ts'

type Primitive = NonNullable<GlbDocument['meshes']>[number]['primitives'][number]
type Node = NonNullable<GlbDocument['nodes']>[number]

/** Points and lines have no triangles. */
function trianglesIn({ mode = TRIANGLES, indices, attributes }: Primitive, { accessors = [] }: GlbDocument): number {
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
