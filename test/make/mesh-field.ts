import { BufferAttribute, BufferGeometry } from 'three'
import type { Box, Vec3 } from '../../src/contract/vec3.ts'
import type { Field } from './field.ts'

/** Corners of a cell, bit 0 = x, 1 = y, 2 = z, and its edges as pairs of corners. */
const EDGES = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((a) =>
  [1, 2, 4].flatMap((bit) => (a & bit ? [] : [[a, a | bit] as const])),
)

function normalAt(field: Field, x: number, y: number, z: number, step: number): Vec3 {
  const nx = field(x + step, y, z) - field(x - step, y, z)
  const ny = field(x, y + step, z) - field(x, y - step, z)
  const nz = field(x, y, z + step) - field(x, y, z - step)
  const length = Math.hypot(nx, ny, nz) || 1
  return [nx / length, ny / length, nz / length]
}

/**
 * The zero surface of a field as a smooth mesh: naive surface nets (Gibson 1998), each vertex then moved onto the
 * surface along the gradient, so that shading shows the field and not the grid.
 */
export function meshField(field: Field, { min, max }: Box, cell: number): BufferGeometry {
  const [nx, ny, nz] = [0, 1, 2].map((axis) => Math.ceil(((max[axis] ?? 0) - (min[axis] ?? 0)) / cell) + 1) as [
    number,
    number,
    number,
  ]
  const at = (i: number, j: number, k: number) => i + nx * (j + ny * k)
  const values = new Float32Array(nx * ny * nz)
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++) values[at(i, j, k)] = field(min[0] + i * cell, min[1] + j * cell, min[2] + k * cell)

  const positions: number[] = []
  const normals: number[] = []
  const vertexOf = new Int32Array(values.length).fill(-1)
  for (let k = 0; k + 1 < nz; k++)
    for (let j = 0; j + 1 < ny; j++)
      for (let i = 0; i + 1 < nx; i++) {
        const sum: [number, number, number] = [0, 0, 0]
        let crossings = 0
        for (const [a, b] of EDGES) {
          const va = values[at(i + (a & 1), j + ((a >> 1) & 1), k + (a >> 2))]!
          const vb = values[at(i + (b & 1), j + ((b >> 1) & 1), k + (b >> 2))]!
          if (va < 0 === vb < 0) continue
          const t = va / (va - vb)
          crossings++
          for (const axis of [0, 1, 2] as const)
            sum[axis] += ((a >> axis) & 1) + t * (((b >> axis) & 1) - ((a >> axis) & 1))
        }
        if (!crossings) continue
        let [x, y, z] = [
          min[0] + (i + sum[0] / crossings) * cell,
          min[1] + (j + sum[1] / crossings) * cell,
          min[2] + (k + sum[2] / crossings) * cell,
        ]
        for (let pass = 0; pass < 3; pass++) {
          const normal = normalAt(field, x, y, z, cell * 0.25)
          const distance = Math.max(-cell, Math.min(cell, field(x, y, z))) * 0.9
          ;[x, y, z] = [x - normal[0] * distance, y - normal[1] * distance, z - normal[2] * distance]
        }
        vertexOf[at(i, j, k)] = positions.length / 3
        positions.push(x, y, z)
        normals.push(...normalAt(field, x, y, z, cell * 0.5))
      }

  const indices: number[] = []
  const quad = (a: number, b: number, c: number, d: number, flip: boolean) =>
    flip ? indices.push(a, c, b, c, d, b) : indices.push(a, b, c, c, b, d)
  for (let k = 1; k + 1 < nz; k++)
    for (let j = 1; j + 1 < ny; j++)
      for (let i = 1; i + 1 < nx; i++) {
        const inside = values[at(i, j, k)]! < 0
        const v = (di: number, dj: number, dk: number) => vertexOf[at(i - di, j - dj, k - dk)]!
        if (inside !== values[at(i + 1, j, k)]! < 0) quad(v(0, 1, 1), v(0, 0, 1), v(0, 1, 0), v(0, 0, 0), !inside)
        if (inside !== values[at(i, j + 1, k)]! < 0) quad(v(1, 0, 1), v(1, 0, 0), v(0, 0, 1), v(0, 0, 0), !inside)
        if (inside !== values[at(i, j, k + 1)]! < 0) quad(v(1, 1, 0), v(0, 1, 0), v(1, 0, 0), v(0, 0, 0), !inside)
      }

  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new BufferAttribute(new Float32Array(positions), 3))
  geometry.setAttribute('normal', new BufferAttribute(new Float32Array(normals), 3))
  geometry.setIndex(indices)
  return geometry
}

/** Gives each vertex a colour (linear RGB) from its place. */
export function paint(geometry: BufferGeometry, colourAt: (x: number, y: number, z: number) => Vec3): BufferGeometry {
  const positions = geometry.getAttribute('position')
  const colours = new Float32Array(positions.count * 3)
  for (let i = 0; i < positions.count; i++)
    colours.set(colourAt(positions.getX(i), positions.getY(i), positions.getZ(i)), i * 3)
  geometry.setAttribute('color', new BufferAttribute(colours, 3))
  return geometry
}
