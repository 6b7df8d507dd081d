import type { mat4 } from '@gltf-transform/core'
import { UnsafeGlbError } from './unsafe-glb-error.ts'

/** Gives the matrix that carries a vertex into the world. The next call may overwrite it. */
export type Carry = (vertex: number) => mat4

/** Four joints for each vertex, and how much each of them counts. */
export interface JointSet {
  readonly joints: ArrayLike<number>
  readonly weights: ArrayLike<number>
}

const MISSING = 'The mesh file is damaged: a vertex belongs to a bone that is missing.'

/** Sum of a vertex's weights over all sets. */
function totalOf(sets: readonly JointSet[], vertex: number): number {
  let total = 0
  for (const { weights } of sets) for (let k = vertex * 4; k < vertex * 4 + 4; k++) total += Math.abs(weights[k]!)
  return total
}

/**
 * Carries vertices by their joints, blended over all sets (glTF 2.0 §3.7.3.3). Weights count as parts of their sum,
 * since not every exporter makes that 1; a vertex without any follows its first joint. Both as three.js has it.
 * @param carriers for each joint its world matrix times its inverse bind matrix
 */
export function carryBy(carriers: readonly mat4[], sets: readonly JointSet[]): Carry {
  const blended = Array.from({ length: 16 }, () => 0) as mat4
  const add = (joint: number, part: number): void => {
    const carrier = carriers[joint]
    if (!carrier) throw new UnsafeGlbError(MISSING)
    for (let i = 0; i < 16; i++) blended[i]! += part * carrier[i]!
  }
  return (vertex) => {
    blended.fill(0)
    const total = totalOf(sets, vertex)
    if (total === 0) add(sets[0]?.joints[vertex * 4] ?? -1, 1)
    else
      for (const { joints, weights } of sets) {
        for (let k = vertex * 4; k < vertex * 4 + 4; k++) if (weights[k]! !== 0) add(joints[k]!, weights[k]! / total)
      }
    return blended
  }
}
