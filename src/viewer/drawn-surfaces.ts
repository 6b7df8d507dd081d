/** What three.js draws, as the one measure takes it [BOX-1]. */
import {
  InstancedMesh,
  InterleavedBufferAttribute,
  Matrix4,
  SkinnedMesh,
  type BufferAttribute,
  type BufferGeometry,
  type Mesh,
  type Object3D,
} from 'three'
import type { mat4 } from '../glb/affine.ts'
import { carryBy, type Carry, type JointSet } from '../glb/carry.ts'
import { morphedBy, rowsOf, type Rows, type Surface } from '../glb/drawn-box.ts'
import { TRIANGLES } from '../glb/triangles-of.ts'
import { meshesIn } from './meshes-in.ts'

type Attribute = BufferAttribute | InterleavedBufferAttribute

/** Positions where they lie, if they are plain floats; else decoded. */
function plainRows(position: Attribute): Rows | null {
  const [array, first, stride] =
    position instanceof InterleavedBufferAttribute
      ? [position.data.array, position.offset, position.data.stride]
      : [position.array, 0, position.itemSize]
  return array instanceof Float32Array && position.itemSize === 3
    ? { array, first, stride, count: position.count }
    : null
}

/** An attribute's numbers side by side, quantised ones decoded. */
function floatsOf(attribute: Attribute, width: number): Float32Array {
  const floats = new Float32Array(attribute.count * width)
  for (let row = 0; row < attribute.count; row++)
    for (let k = 0; k < width; k++) floats[row * width + k] = attribute.getComponent(row, k)
  return floats
}

function positionsOf({ geometry, morphTargetInfluences = [] }: Mesh<BufferGeometry>): Rows {
  const position = geometry.getAttribute('position')
  const targets = geometry.morphAttributes.position ?? []
  const morphs = targets.flatMap((target, index) => {
    const weight = morphTargetInfluences[index] ?? 0
    return weight === 0 ? [] : [[floatsOf(target, 3), weight] as const]
  })
  if (morphs.length > 0) return rowsOf(morphedBy(floatsOf(position, 3), morphs))
  return plainRows(position) ?? rowsOf(floatsOf(position, 3))
}

const matrixOf = (matrix: Matrix4): mat4 => matrix.elements as mat4

/** Further sets keep the names that the file gives them, in small letters. */
function jointSetsOf({ geometry }: SkinnedMesh): JointSet[] {
  const attributes = geometry.attributes as Readonly<Record<string, Attribute | undefined>>
  const sets: { joints: Float32Array; weights: Float32Array }[] = []
  for (let set = 0; ; set++) {
    const [joints, weights] =
      set === 0
        ? [attributes.skinIndex, attributes.skinWeight]
        : [attributes[`joints_${set}`], attributes[`weights_${set}`]]
    if (!joints || !weights) break
    sets.push({ joints: floatsOf(joints, 4), weights: floatsOf(weights, 4) })
  }
  const [first, ...others] = sets
  // The loader has made the first set's sum 1, whatever the others add to it.
  if (first && others.length > 0)
    first.weights = first.weights.map((weight, at) => {
      const from = at - (at % 4)
      const rest = others.reduce((sum, { weights }) => {
        for (let k = from; k < from + 4; k++) sum += Math.abs(weights[k]!)
        return sum
      }, 0)
      return weight * Math.max(0, 1 - rest)
    })
  return sets
}

function carryOf(mesh: SkinnedMesh): Carry {
  const { bones, boneInverses } = mesh.skeleton
  const carriers = bones.map((bone, index) =>
    matrixOf(new Matrix4().multiplyMatrices(bone.matrixWorld, boneInverses[index] ?? new Matrix4())),
  )
  return carryBy(carriers, jointSetsOf(mesh))
}

function placesOf(mesh: Mesh): readonly mat4[] {
  if (!(mesh instanceof InstancedMesh)) return [matrixOf(mesh.matrixWorld)]
  return Array.from({ length: mesh.count }, (_, index) => {
    const place = new Matrix4()
    mesh.getMatrixAt(index, place)
    return matrixOf(place.premultiply(mesh.matrixWorld))
  })
}

/** Every surface of a scene whose world matrices are up to date. */
export const surfacesIn = (scene: Object3D): Surface[] =>
  meshesIn(scene).map((mesh) => ({
    positions: positionsOf(mesh),
    mode: TRIANGLES,
    indices: mesh.geometry.index?.array ?? null,
    where: mesh instanceof SkinnedMesh && (mesh.skeleton as unknown) ? carryOf(mesh) : placesOf(mesh),
  }))
