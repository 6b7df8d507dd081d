/**
 * A scene flattened for formats without nodes, bones and instances: triangles in world space, in the pose that the file opens with.
 * Points and lines have no surface and are left out.
 */
import type { Accessor, mat4, Material, Node, Primitive, Scene } from '@gltf-transform/core'
import { cofactors, determinant } from './affine.ts'
import { floatsOf } from './floats-of.ts'
import { instancesOf } from './instances-of.ts'
import { carriersOf, carryOf } from './skin-carriers.ts'
import { trianglesOf } from './triangles-of.ts'
import { uvsOf } from './uvs-of.ts'

/** One material's triangles. All arrays but the indices are per vertex; none is to be written to, as it may be the file's own. */
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

const sumInto = (
  base: Float32Array,
  deltas: readonly (Accessor | null)[],
  weights: readonly number[],
): Float32Array => {
  const sum = base.slice()
  for (const [index, target] of deltas.entries()) {
    const weight = weights[index] ?? 0
    if (!target || weight === 0) continue
    const own = floatsOf(target)
    for (let i = 0; i < sum.length; i++) sum[i]! += weight * own[i]!
  }
  return sum
}

/** An attribute with the weighted deltas of its morph targets. */
function morphed(primitive: Primitive, name: 'POSITION' | 'NORMAL', weights: readonly number[]): Float32Array | null {
  const base = primitive.getAttribute(name)
  return (
    base &&
    sumInto(
      floatsOf(base),
      primitive.listTargets().map((target) => target.getAttribute(name)),
      weights,
    )
  )
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

interface Placed {
  readonly name: string
  readonly weights: readonly number[]
  /** Where the whole part stands, or what carries each of its vertices. */
  readonly where: mat4 | ((vertex: number) => mat4)
}

function partOf(primitive: Primitive, { name, weights, where }: Placed): PosedPart | null {
  const positions = morphed(primitive, 'POSITION', weights)
  const indices = positions && trianglesOf(primitive, positions.length / 3)
  if (!positions || !indices || indices.length === 0) return null
  const normals = morphed(primitive, 'NORMAL', weights)
  const at = typeof where === 'function' ? where : () => where
  for (let vertex = 0; vertex < positions.length / 3; vertex++) pose(vertex, at(vertex), positions, normals)
  const mirrors = typeof where !== 'function' && determinant(where) < 0
  return {
    name,
    material: primitive.getMaterial(),
    positions,
    normals,
    uvs: uvsOf(primitive),
    colours: rgbaOf(primitive),
    indices: mirrors ? turnedRound(indices) : indices,
  }
}

function partsOfNode(node: Node): PosedPart[] {
  const mesh = node.getMesh()
  if (!mesh) return []
  const name = node.getName() || mesh.getName()
  const weights = node.getWeights().length > 0 ? node.getWeights() : mesh.getWeights()
  const carriers = carriersOf(node)
  return mesh.listPrimitives().flatMap((primitive): PosedPart[] => {
    const carried = carriers && carryOf(primitive, carriers)
    const places = carried ? [carried] : instancesOf(node)
    return places.flatMap((where) => partOf(primitive, { name, weights, where }) ?? [])
  })
}

/** Every surface of a scene in world space. */
export function posedParts(scene: Scene): PosedPart[] {
  const parts: PosedPart[] = []
  scene.traverse((node) => void parts.push(...partsOfNode(node)))
  return parts
}
