import { Mesh, type BufferGeometry, type Object3D } from 'three'

/** Every mesh of a scene, in the scene's order. */
export const meshesIn = (scene: Object3D): Mesh<BufferGeometry>[] => {
  const found: Mesh<BufferGeometry>[] = []
  scene.traverse((child) => {
    if (child instanceof Mesh) found.push(child as Mesh<BufferGeometry>)
  })
  return found
}
