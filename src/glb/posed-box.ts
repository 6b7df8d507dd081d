import type { mat4, Node, Primitive, Scene } from '@gltf-transform/core'
import type { Box } from '../contract/vec3.ts'
import type { Carry } from './carry.ts'
import { drawnBox, morphedBy, rowsOf, type Surface } from './drawn-box.ts'
import { floatsOf } from './floats-of.ts'
import { instancesOf } from './instances-of.ts'
import { carriersOf, carryOf } from './skin-carriers.ts'

/** A primitive as a node draws it. */
export interface Drawn {
  readonly node: Node
  readonly primitive: Primitive
  /** Of the primitive's morph targets. */
  readonly weights: readonly number[]
  readonly where: readonly mat4[] | Carry
}

/** Every primitive that a scene draws, points and lines among them. */
export function drawnIn(scene: Scene): Drawn[] {
  const found: Drawn[] = []
  scene.traverse((node) => {
    const mesh = node.getMesh()
    if (!mesh) return
    const weights = node.getWeights().length > 0 ? node.getWeights() : mesh.getWeights()
    const carriers = carriersOf(node)
    for (const primitive of mesh.listPrimitives()) {
      const carry = carriers && carryOf(primitive, carriers)
      found.push({ node, primitive, weights, where: carry ?? instancesOf(node) })
    }
  })
  return found
}

/** An attribute with the weighted deltas of its morph targets; null where the primitive has none. */
export function posedFloats({ primitive, weights }: Drawn, name: 'POSITION' | 'NORMAL'): Float32Array | null {
  const base = primitive.getAttribute(name)
  if (!base) return null
  return morphedBy(
    floatsOf(base),
    primitive.listTargets().map((target, index) => {
      const [deltas, weight] = [target.getAttribute(name), weights[index] ?? 0]
      return [deltas && weight !== 0 ? floatsOf(deltas) : null, weight]
    }),
  )
}

function surfaceOf(drawn: Drawn): Surface | null {
  const positions = posedFloats(drawn, 'POSITION')
  if (!positions) return null
  const { primitive, where } = drawn
  return {
    positions: rowsOf(positions),
    mode: primitive.getMode(),
    indices: primitive.getIndices()?.getArray() ?? null,
    where,
  }
}

/** The box of what a scene draws [BOX-1], null when it draws no triangle. */
export const posedBox = (scene: Scene): Box | null =>
  drawnBox(drawnIn(scene).flatMap((drawn) => surfaceOf(drawn) ?? []))
