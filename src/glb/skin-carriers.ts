import type { mat4, Node, Primitive } from '@gltf-transform/core'
import { multiply } from './affine.ts'
import { carryBy, type Carry, type JointSet } from './carry.ts'
import { floatsOf } from './floats-of.ts'

/**
 * Matrices that carry a skin's vertices: for each joint its world matrix times its inverse bind matrix (glTF 2.0
 * §3.7.3.3). Null for a mesh without a skin.
 */
export function carriersOf(node: Node): mat4[] | null {
  const skin = node.getSkin()
  if (!skin) return null
  const inverse = skin.getInverseBindMatrices()
  return skin.listJoints().map((joint, index) => {
    const bind = inverse?.getElement(index, []) as mat4 | undefined
    return bind ? multiply(joint.getWorldMatrix(), bind) : joint.getWorldMatrix()
  })
}

/** What carries the vertices of a primitive; null where it has no joints. */
export function carryOf(primitive: Primitive, carriers: readonly mat4[]): Carry | null {
  const sets: JointSet[] = []
  for (let set = 0; ; set++) {
    const [joints, weights] = [primitive.getAttribute(`JOINTS_${set}`), primitive.getAttribute(`WEIGHTS_${set}`)]
    if (!joints || !weights) break
    sets.push({ joints: floatsOf(joints), weights: floatsOf(weights) })
  }
  return sets.length === 0 ? null : carryBy(carriers, sets)
}
