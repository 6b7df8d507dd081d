/**
 * Joins a front sheet and a back sheet of one silhouette into a closed surface, with a wall between the rims when they
 * lie apart. Vertices are emitted per panel, so that a panel's texels are its own; positions on the seams are
 * bit-identical, and normals are shared across every seam within a smoothing group.
 */
import { PANELS, type Panel, type Surface } from './surface.ts'
import { rimOf } from './rim.ts'
import { insetRim, type Sheet } from './sheet.ts'
import type { Silhouette } from './silhouette.ts'
import { smoothNormals } from './smooth-normals.ts'

/** A piece of the surface that takes its colours from one panel. */
export interface Part {
  readonly panel: Panel
  readonly mesh: Sheet
  /** Winds the triangles the other way round, for a sheet that faces the back. */
  readonly turned?: boolean
  /** Faces of different smoothing groups meet in a crease. */
  readonly group?: number
}

/** One surface of parts whose seams coincide; vertices that no triangle uses are left out. */
export async function joinParts(parts: readonly Part[]): Promise<Surface> {
  const most = parts.reduce((sum, { mesh }) => sum + mesh.positions.length / 3, 0)
  const [positions, texels] = [new Float32Array(3 * most), new Float32Array(2 * most)]
  const [panels, groups] = [new Uint8Array(most), new Uint8Array(most)]
  const indices = new Uint32Array(parts.reduce((sum, { mesh }) => sum + mesh.indices.length, 0))
  let [vertices, corner] = [0, 0]
  for (const { panel, mesh, turned = false, group = 0 } of parts) {
    const renamed = new Int32Array(mesh.positions.length / 3).fill(-1)
    for (let k = 0; k < mesh.indices.length; k++) {
      const vertex = mesh.indices[k]!
      if (renamed[vertex] === -1) {
        renamed[vertex] = vertices
        for (let axis = 0; axis < 3; axis++) positions[3 * vertices + axis] = mesh.positions[3 * vertex + axis]!
        texels[2 * vertices] = mesh.texels[2 * vertex]!
        texels[2 * vertices + 1] = mesh.texels[2 * vertex + 1]!
        panels[vertices] = PANELS.indexOf(panel)
        groups[vertices++] = group
      }
      indices[corner + (turned && k % 3 > 0 ? (k % 3 === 1 ? 1 : -1) : 0)] = renamed[vertex]!
      corner++
    }
  }
  const used = positions.slice(0, 3 * vertices)
  const normals = await smoothNormals(used, indices, groups.slice(0, vertices))
  return { positions: used, normals, texels: texels.slice(0, 2 * vertices), panels: panels.slice(0, vertices), indices }
}

/** A sheet with its depth multiplied; negative gives the mirror image behind. */
export function deepened(sheet: Sheet, factor: number): Sheet {
  return {
    ...sheet,
    positions: sheet.positions.map((value, k) => (k % 3 === 2 && value !== 0 ? value * factor : value)),
  }
}

/** The wall between a sheet's rim and the one behind it, in as many courses as keep its facets from being needles. */
export function wallBetween(sheet: Sheet, silhouette: Silhouette, frontDepth: number, backDepth: number): Sheet {
  const { vertices, next } = rimOf(sheet)
  const courses = Math.max(1, Math.round((frontDepth - backDepth) / (6 * meanLength(sheet, vertices, next))))
  const texel = insetRim(silhouette, 2)
  const count = vertices.length
  const positions = new Float32Array(3 * count * (courses + 1))
  const texels = new Float32Array(2 * count * (courses + 1))
  const indices = new Uint32Array(6 * count * courses)
  for (let course = 0, corner = 0; course <= courses; course++)
    for (let k = 0; k < count; k++) {
      const [at, vertex] = [course * count + k, vertices[k]!]
      const depth = course === courses ? backDepth : frontDepth + ((backDepth - frontDepth) * course) / courses
      positions.set([sheet.positions[3 * vertex]!, sheet.positions[3 * vertex + 1]!, depth], 3 * at)
      texels.set([texel[2 * (vertex - silhouette.rimStart)]!, texel[2 * (vertex - silhouette.rimStart) + 1]!], 2 * at)
      if (course === 0) continue
      const [top, after] = [at - count, course * count + next[k]!]
      indices.set([top, at, after, top, after, after - count], corner)
      corner += 6
    }
  return { positions, texels, indices }
}

function meanLength({ positions }: Sheet, vertices: Uint32Array, next: Uint32Array): number {
  let sum = 0
  for (let k = 0; k < vertices.length; k++) {
    const [from, to] = [3 * vertices[k]!, 3 * vertices[next[k]!]!]
    sum += Math.hypot(positions[to]! - positions[from]!, positions[to + 1]! - positions[from + 1]!)
  }
  return sum / vertices.length
}

/** Triangles of all parts. */
export const trianglesIn = (parts: readonly Part[]): number =>
  parts.reduce((sum, { mesh }) => sum + mesh.indices.length / 3, 0)
