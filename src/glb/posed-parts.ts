/**
 * A scene flattened for formats without nodes, bones and instances: triangles in world space, in the pose that the file opens with.
 * What is left out is what does not count for the box [BOX-2, BOX-3], so that every reader of those formats finds the same box.
 */
import type { mat4, Material, Primitive, Scene } from '@gltf-transform/core'
import { cofactors, determinant } from './affine.ts'
import type { Carry } from './carry.ts'
import { isDrawn } from './drawn-box.ts'
import { floatsOf } from './floats-of.ts'
import { drawnIn, posedFloats, type Drawn } from './posed-box.ts'
import { trianglesOf } from './triangles-of.ts'
import { uvsOf } from './uvs-of.ts'

/** One material's triangles. All arrays but the indices are per vertex; parts that differ only in their place share some. */
export interface PosedPart {
  readonly name: string
  readonly material: Material | null
  /** Flat xyz. */
  readonly positions: Float32Array
  /** Unit length; null where the file has none, and faces are to be shaded flat. */
  readonly normals: Float32Array | null
  /** Flat uv as glTF has it (v runs down), as the material's base colour reads them: its set, its transform applied. */
  readonly uvs: Float32Array | null
  /** Flat rgba, linear. */
  readonly colours: Float32Array | null
  /** Wound so that triangles face outwards. */
  readonly indices: Uint32Array
}

/** Moves one vertex in place. */
function pose(vertex: number, m: mat4, positions: Float32Array, normals: Float32Array | null): void {
  const at = vertex * 3
  const [x, y, z] = [positions[at]!, positions[at + 1]!, positions[at + 2]!]
  for (let axis = 0; axis < 3; axis++)
    positions[at + axis] = m[axis]! * x + m[axis + 4]! * y + m[axis + 8]! * z + m[axis + 12]!
  if (!normals) return
  const c = cofactors(m)
  const side = determinant(m) < 0 ? -1 : 1
  const [nx, ny, nz] = [normals[at]!, normals[at + 1]!, normals[at + 2]!]
  for (let axis = 0; axis < 3; axis++)
    normals[at + axis] = side * (c[axis]! * nx + c[axis + 3]! * ny + c[axis + 6]! * nz)
  const length = Math.hypot(normals[at]!, normals[at + 1]!, normals[at + 2]!)
  if (length > 0) for (let axis = 0; axis < 3; axis++) normals[at + axis]! /= length
}

const turnedRound = (indices: Uint32Array): Uint32Array => {
  const turned = indices.slice()
  for (let i = 0; i + 2 < turned.length; i += 3) [turned[i + 1], turned[i + 2]] = [turned[i + 2]!, turned[i + 1]!]
  return turned
}

/** Colours may come without an alpha. */
function rgbaOf(primitive: Primitive): Float32Array | null {
  const colour = primitive.getAttribute('COLOR_0')
  if (!colour) return null
  const own = floatsOf(colour)
  if (colour.getElementSize() === 4) return own
  return Float32Array.from({ length: colour.getCount() * 4 }, (_, i) =>
    i % 4 === 3 ? 1 : own[(i >> 2) * 3 + (i % 4)]!,
  )
}

/** The triangles of a primitive that draw something [BOX-3]. */
function drawnTrianglesOf(primitive: Primitive, vertices: number): Uint32Array {
  const all = trianglesOf(primitive, vertices) ?? new Uint32Array()
  let end = 0
  for (let at = 0; at < all.length; at += 3) {
    const [a, b, c] = [all[at]!, all[at + 1]!, all[at + 2]!]
    if (!isDrawn(a, b, c, vertices)) continue
    all[end++] = a
    all[end++] = b
    all[end++] = c
  }
  return all.subarray(0, end)
}

/** The vertices that triangles use, in the file's order; the triangles are renumbered in place. */
function numberAnew(indices: Uint32Array, vertices: number): Uint32Array {
  const numbers = new Uint32Array(vertices)
  for (const vertex of indices) numbers[vertex] = 1
  const used = new Uint32Array(numbers.reduce((sum, mark) => sum + mark, 0))
  let next = 0
  for (let vertex = 0; vertex < vertices; vertex++) {
    if (numbers[vertex] === 0) continue
    used[next] = vertex
    numbers[vertex] = next++
  }
  for (let at = 0; at < indices.length; at++) indices[at] = numbers[indices[at]!]!
  return used
}

/** Copies the rows of some vertices. */
function picked(rows: Float32Array, width: number, vertices: Uint32Array): Float32Array {
  const out = new Float32Array(vertices.length * width)
  for (const [at, vertex] of vertices.entries())
    for (let k = 0; k < width; k++) out[at * width + k] = rows[vertex * width + k]!
  return out
}

/** A primitive at each of its places. */
function partsOf(drawn: Drawn): PosedPart[] {
  const { node, primitive, where } = drawn
  const all = posedFloats(drawn, 'POSITION')
  const indices = all && drawnTrianglesOf(primitive, all.length / 3)
  if (!all || !indices || indices.length === 0) return []
  const vertices = numberAnew(indices, all.length / 3)
  const own = (rows: Float32Array | null, width: number) => rows && picked(rows, width, vertices)
  const unposed = posedFloats(drawn, 'NORMAL')
  const shared = {
    name: node.getName() || (node.getMesh()?.getName() ?? ''),
    material: primitive.getMaterial(),
    uvs: own(uvsOf(primitive), 2),
    colours: own(rgbaOf(primitive), 4),
  }
  const partAt = (place: mat4 | Carry): PosedPart => {
    const [positions, normals] = [picked(all, 3, vertices), own(unposed, 3)]
    const at = typeof place === 'function' ? place : () => place
    for (const [index, vertex] of vertices.entries()) pose(index, at(vertex), positions, normals)
    const mirrors = typeof place !== 'function' && determinant(place) < 0
    return { ...shared, positions, normals, indices: mirrors ? turnedRound(indices) : indices }
  }
  return typeof where === 'function' ? [partAt(where)] : where.map(partAt)
}

/** Every surface of a scene in world space. */
export const posedParts = (scene: Scene): PosedPart[] => drawnIn(scene).flatMap(partsOf)
