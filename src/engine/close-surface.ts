/**
 * Joins a front sheet and a back sheet of one silhouette into a closed surface, with a wall between the rims when they
 * lie apart. Vertices are emitted per panel, so that a panel's texels are its own; positions on the seams are equal to
 * the bit, and normals are shared across every seam except those asked to be sharp.
 */
import { PANELS, type Panel, type Surface } from './surface.ts'
import type { Sheet } from './sheet.ts'
import { insetRim } from './sheet.ts'
import type { Silhouette } from './silhouette.ts'
import { smoothNormals } from './smooth-normals.ts'

/** Collects panels and hands out a Surface. */
export class SurfaceBuilder {
  readonly #positions: number[] = []
  readonly #texels: number[] = []
  readonly #panels: number[] = []
  readonly #groups: number[] = []
  readonly #indices: number[] = []

  /** Adds a mesh as one panel; faces of different smoothing groups meet in a crease. */
  add(panel: Panel, mesh: Sheet, { turned = false, group = 0 } = {}): void {
    const renamed = new Int32Array(mesh.positions.length / 3).fill(-1)
    const emit = (vertex: number): number => {
      if (renamed[vertex] !== -1) return renamed[vertex]!
      for (let axis = 0; axis < 3; axis++) this.#positions.push(mesh.positions[3 * vertex + axis]!)
      this.#texels.push(mesh.texels[2 * vertex]!, mesh.texels[2 * vertex + 1]!)
      this.#groups.push(group)
      return (renamed[vertex] = this.#panels.push(PANELS.indexOf(panel)) - 1)
    }
    for (let k = 0; k < mesh.indices.length; k += 3) {
      const [a, b, c] = [mesh.indices[k]!, mesh.indices[k + 1]!, mesh.indices[k + 2]!]
      this.#indices.push(emit(a), emit(turned ? c : b), emit(turned ? b : c))
    }
  }

  async finish(): Promise<Surface> {
    const positions = Float32Array.from(this.#positions)
    const indices = Uint32Array.from(this.#indices)
    const normals = await smoothNormals(positions, indices, Uint8Array.from(this.#groups))
    return { positions, normals, texels: Float32Array.from(this.#texels), panels: Uint8Array.from(this.#panels), indices }
  }
}

/** The wall between the front rim and the back rim, in as many courses as keep its facets from being needles. */
export function wallBetween(silhouette: Silhouette, frontDepth: number, backDepth: number): Sheet {
  const { next, rimStart, x, y, grid } = silhouette
  const courses = Math.max(1, Math.round((frontDepth - backDepth) / (6 * grid.step)))
  const texel = insetRim(silhouette, 2)
  const count = next.length
  const positions = new Float32Array(3 * count * (courses + 1))
  const texels = new Float32Array(2 * count * (courses + 1))
  const indices: number[] = []
  for (let course = 0; course <= courses; course++)
    for (let k = 0; k < count; k++) {
      const at = course * count + k
      const depth = course === courses ? backDepth : frontDepth + ((backDepth - frontDepth) * course) / courses
      positions.set([x[rimStart + k]!, y[rimStart + k]!, depth], 3 * at)
      texels.set([texel[2 * k]!, texel[2 * k + 1]!], 2 * at)
      if (course === 0) continue
      const [top, after] = [at - count, course * count + next[k]! - rimStart]
      indices.push(top, at, after, top, after, after - count)
    }
  return { positions, texels, indices: Uint32Array.from(indices) }
}
