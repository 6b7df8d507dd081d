import type { Group } from 'three'
import { clone } from 'three/addons/utils/SkeletonUtils.js'
import { fileMaterialOf } from './apply-look.ts'
import { meshesIn, OVERLAY } from './meshes-in.ts'

/**
 * The same geometry in objects of their own, with bones that follow them, and with the file's own materials, whatever look the scene wears.
 * What is the clone's alone on the graphics card is freed by `disposeClone`.
 */
export function cloneScene(scene: Group): Group {
  const copy = clone(scene) as Group
  const sources = meshesIn(scene)
  for (const [index, mesh] of meshesIn(copy).entries()) {
    const source = sources[index]
    if (source) mesh.material = fileMaterialOf(source) as typeof mesh.material
    mesh.remove(...mesh.children.filter(({ userData }) => userData.overlay === OVERLAY.overlay))
  }
  return copy
}
