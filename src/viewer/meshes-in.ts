import { Mesh, type BufferGeometry, type Object3D } from 'three'

/** User data of a mesh that is laid over another one to show something, and is not part of the file. */
export const OVERLAY = { overlay: true } as const

/** Every mesh of a scene that came from its file, in the scene's order. */
export const meshesIn = (scene: Object3D): Mesh<BufferGeometry>[] => {
  const found: Mesh<BufferGeometry>[] = []
  scene.traverse((child) => {
    if (child instanceof Mesh && child.userData.overlay !== true) found.push(child as Mesh<BufferGeometry>)
  })
  return found
}
