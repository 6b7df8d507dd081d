import { Mesh, type BufferGeometry, type Object3D } from 'three'

/** On a mesh that lies over another to show something, and is no part of the file. */
export const OVERLAY = { overlay: true } as const

/** Every mesh of a scene that came with its file, in the scene's order. */
export const meshesIn = (scene: Object3D): Mesh<BufferGeometry>[] => {
  const found: Mesh<BufferGeometry>[] = []
  scene.traverse((child) => {
    if (child instanceof Mesh && child.userData.overlay !== true) found.push(child as Mesh<BufferGeometry>)
  })
  return found
}
