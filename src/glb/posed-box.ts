import type { mat4, Primitive, Scene } from '@gltf-transform/core'
import type { Box, Vec3 } from '../contract/vec3.ts'
import { floatsOf } from './floats-of.ts'
import { instancesOf } from './instances-of.ts'
import { carriersOf, carryOf } from './skin-carriers.ts'

interface Bounds {
  readonly min: [number, number, number]
  readonly max: [number, number, number]
}

/** Positions with the default weights of their morph targets. */
function morphed(primitive: Primitive, weights: readonly number[]): Float32Array | null {
  const base = primitive.getAttribute('POSITION')
  if (!base) return null
  const positions = floatsOf(base)
  const targets = primitive.listTargets().map((target) => target.getAttribute('POSITION'))
  if (!targets.some((target, index) => target && weights[index])) return positions
  const moved = positions.slice()
  for (const [index, target] of targets.entries()) {
    const weight = weights[index] ?? 0
    if (!target || weight === 0) continue
    const deltas = floatsOf(target)
    for (let i = 0; i < moved.length; i++) moved[i]! += weight * deltas[i]!
  }
  return moved
}

function widen({ min, max }: Bounds, positions: Float32Array, m: mat4): void {
  for (let i = 0; i < positions.length; i += 3) {
    const [x, y, z] = [positions[i]!, positions[i + 1]!, positions[i + 2]!]
    for (let axis = 0; axis < 3; axis++) {
      const at = m[axis]! * x + m[axis + 4]! * y + m[axis + 8]! * z + m[axis + 12]!
      // Math.min and Math.max keep a NaN, which a comparison would pass over.
      min[axis] = Math.min(min[axis]!, at)
      max[axis] = Math.max(max[axis]!, at)
    }
  }
}

/** Widens the bounds by vertices as their joints carry them in the nodes' present pose. */
function widenSkinned(bounds: Bounds, positions: Float32Array, carry: (vertex: number) => mat4): void {
  for (let vertex = 0; vertex < positions.length / 3; vertex++)
    widen(bounds, positions.subarray(vertex * 3, vertex * 3 + 3), carry(vertex))
}

/**
 * Box of a scene's vertices in its world, metres, in the pose that it opens with: node transforms, instances, default
 * morph weights and skins included. Null when there is no vertex; NaN in a vertex becomes NaN in the box.
 */
export function posedBox(scene: Scene): Box | null {
  const bounds: Bounds = { min: [Infinity, Infinity, Infinity], max: [-Infinity, -Infinity, -Infinity] }
  scene.traverse((node) => {
    const mesh = node.getMesh()
    if (!mesh) return
    const weights = node.getWeights().length > 0 ? node.getWeights() : mesh.getWeights()
    const carriers = carriersOf(node)
    for (const primitive of mesh.listPrimitives()) {
      const positions = morphed(primitive, weights)
      if (!positions) continue
      const carry = carriers && carryOf(primitive, carriers)
      if (carry) widenSkinned(bounds, positions, carry)
      else for (const matrix of instancesOf(node)) widen(bounds, positions, matrix)
    }
  })
  return bounds.min[0] === Infinity ? null : { min: bounds.min as Vec3, max: bounds.max as Vec3 }
}
