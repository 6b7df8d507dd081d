import type { Object3D } from 'three'
import type { Box } from '../contract/vec3.ts'
import { drawnBox } from '../glb/drawn-box.ts'
import { surfacesIn } from './drawn-surfaces.ts'

/**
 * The box of what a scene draws [BOX-1], metres; null when it draws no triangle. The precise `Box3.setFromObject`
 * counts vertices that nothing uses as well, and takes ten times as long, since it makes a vector of every vertex.
 * @throws {UnsafeGlbError} for a vertex of a bone that is missing
 */
export function worldBox(scene: Object3D): Box | null {
  scene.updateMatrixWorld(true)
  return drawnBox(surfacesIn(scene))
}
