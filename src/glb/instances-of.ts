import type { mat4, Node } from '@gltf-transform/core'
import type { InstancedMesh } from '@gltf-transform/extensions'
import { compose, multiply } from './affine.ts'

const INSTANCING = 'EXT_mesh_gpu_instancing'

/** World matrices at which a node's mesh is drawn: the node's own, or one per instance. */
export function instancesOf(node: Node): mat4[] {
  const world = node.getWorldMatrix()
  const batch = node.getExtension<InstancedMesh>(INSTANCING)
  if (!batch) return [world]
  const [translation, rotation, scale] = ['TRANSLATION', 'ROTATION', 'SCALE'].map((name) => batch.getAttribute(name))
  const counts = [translation, rotation, scale].flatMap((attribute) => attribute?.getCount() ?? [])
  const count = counts.length > 0 ? Math.min(...counts) : 0
  return Array.from({ length: count }, (_, index) => {
    const t = translation?.getElement(index, [0, 0, 0]) ?? [0, 0, 0]
    const r = rotation?.getElement(index, [0, 0, 0, 1]) ?? [0, 0, 0, 1]
    const s = scale?.getElement(index, [1, 1, 1]) ?? [1, 1, 1]
    return multiply(world, compose(t as [number, number, number], r, s as [number, number, number]))
  })
}

/** Removes a node's instances once they are baked. */
export const endInstances = (node: Node): void => void node.setExtension(INSTANCING, null)
