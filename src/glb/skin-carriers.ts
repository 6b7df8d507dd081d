import type { mat4, Node, Primitive } from '@gltf-transform/core'
import { multiply } from './affine.ts'
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

/**
 * A function that gives the matrix of each vertex of a primitive, blended over all its sets of joints; null where it
 * has none. The next call overwrites the matrix.
 */
export function carryOf(primitive: Primitive, carriers: readonly mat4[]): ((vertex: number) => mat4) | null {
  const sets: { joints: Float32Array; weights: Float32Array }[] = []
  for (let set = 0; ; set++) {
    const [joints, weights] = [primitive.getAttribute(`JOINTS_${set}`), primitive.getAttribute(`WEIGHTS_${set}`)]
    if (!joints || !weights) break
    sets.push({ joints: floatsOf(joints), weights: floatsOf(weights) })
  }
  if (sets.length === 0) return null
  const blended = Array.from({ length: 16 }, () => 0) as mat4
  return (vertex) => {
    blended.fill(0)
    for (const { joints, weights } of sets) {
      for (let k = vertex * 4; k < vertex * 4 + 4; k++) {
        const [weight, carrier] = [weights[k]!, carriers[joints[k]!]]
        if (weight !== 0 && carrier) for (let i = 0; i < 16; i++) blended[i]! += weight * carrier[i]!
      }
    }
    return blended
  }
}
