import { InstancedMesh, Mesh, SkinnedMesh, Texture, type Material, type Object3D } from 'three'

/** What lies on the GPU for one object, and not for others of the same geometry and material. */
function disposeOwn(mesh: Mesh): void {
  if (mesh instanceof InstancedMesh) mesh.dispose()
  if (mesh instanceof SkinnedMesh) mesh.skeleton.dispose()
}

/** Frees what a clone has to itself on the GPU, and leaves what it shares with the scene that it was made of. */
export function disposeClone(clone: Object3D): void {
  clone.traverse((child) => child instanceof Mesh && disposeOwn(child))
}

/**
 * Frees what a scene holds on the GPU. The scene stays usable: three uploads it again when it is next drawn, so a mesh
 * that a query still holds can be shown again.
 */
export function disposeScene(scene: Object3D): void {
  scene.traverse((child) => {
    if (!(child instanceof Mesh)) return
    child.geometry.dispose()
    disposeOwn(child)
    for (const material of [child.material].flat() as Material[]) {
      for (const value of Object.values(material)) if (value instanceof Texture) value.dispose()
      material.dispose()
    }
  })
}
