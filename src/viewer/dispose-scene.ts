import { InstancedMesh, Mesh, SkinnedMesh, Texture, type Material, type Object3D } from 'three'

/**
 * Frees what a scene holds on the GPU. The scene stays usable: three uploads it again when it is next drawn, so a mesh
 * that a query still holds can be shown again.
 */
export function disposeScene(scene: Object3D): void {
  scene.traverse((child) => {
    if (!(child instanceof Mesh)) return
    child.geometry.dispose()
    if (child instanceof InstancedMesh) child.dispose()
    if (child instanceof SkinnedMesh) child.skeleton.dispose()
    for (const material of [child.material].flat() as Material[]) {
      for (const value of Object.values(material)) if (value instanceof Texture) value.dispose()
      material.dispose()
    }
  })
}
