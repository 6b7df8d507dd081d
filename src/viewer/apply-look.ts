import {
  DoubleSide,
  InstancedMesh,
  MeshBasicMaterial,
  MeshNormalMaterial,
  MeshStandardMaterial,
  PerspectiveCamera,
  Vector2,
  Vector3,
  type BufferGeometry,
  type Material,
  type Mesh,
  type Object3D,
  type Texture,
} from 'three'
import { OVERLAY, meshesIn } from './meshes-in.ts'
import { uvChecker } from './uv-checker.ts'
import type { LookName } from './viewer.ts'

const CLAY = { color: '#a39b90', roughness: 0.78, metalness: 0 } as const

/** Edges that are measured to estimate a mesh's typical edge length; a few hundred are enough. */
const SAMPLED_EDGES = 400

/** Typical length of a mesh's edges, in its own units: the mean over edges spread evenly through its triangles. */
export function meanEdge(geometry: BufferGeometry): number {
  const positions = geometry.getAttribute('position')
  const corners = geometry.index?.count ?? positions.count
  const step = Math.max(1, Math.floor(corners / 3 / SAMPLED_EDGES)) * 3
  const [from, to] = [new Vector3(), new Vector3()]
  let [sum, count] = [0, 0]
  for (let corner = 0; corner + 1 < corners; corner += step) {
    from.fromBufferAttribute(positions, geometry.index?.getX(corner) ?? corner)
    sum += to.fromBufferAttribute(positions, geometry.index?.getX(corner + 1) ?? corner + 1).distanceTo(from)
    count++
  }
  return count > 0 ? sum / count : 0
}

/** Lines a few pixels apart would fill the picture, so the closer they are, the fainter they are drawn. */
export const wireOpacity = (edgePx: number): number => Math.min(0.7, Math.max(0.06, (edgePx / 16) ** 1.2))

function wireOver(mesh: Mesh<BufferGeometry>): Mesh {
  // A clone shares geometry and skeleton, whatever kind of mesh it is, and copies the matrices of instances.
  const wire = mesh.clone(false)
  const material = new MeshBasicMaterial({
    color: '#16202c',
    wireframe: true,
    transparent: true,
    depthWrite: false,
    toneMapped: false,
  })
  const edge = meanEdge(mesh.geometry)
  const [place, size] = [new Vector3(), new Vector2()]
  wire.material = material
  wire.castShadow = false
  wire.userData = OVERLAY
  wire.position.set(0, 0, 0)
  wire.quaternion.identity()
  wire.scale.set(1, 1, 1)
  wire.onBeforeRender = (renderer, _scene, camera) => {
    if (!(camera instanceof PerspectiveCamera)) return
    const { boundingSphere } = mesh.geometry
    const depth = -place
      .copy(boundingSphere?.center ?? place.set(0, 0, 0))
      .applyMatrix4(mesh.matrixWorld)
      .applyMatrix4(camera.matrixWorldInverse).z
    const pixelsPerMetre =
      renderer.getSize(size).y / (2 * Math.max(depth, camera.near) * Math.tan((camera.fov * Math.PI) / 360))
    material.opacity = wireOpacity(edge * mesh.matrixWorld.getMaxScaleOnAxis() * pixelsPerMetre)
  }
  return wire
}

function materialFor(look: LookName, mesh: Mesh<BufferGeometry>, checker: Texture | null): Material {
  const { attributes } = mesh.geometry
  const own = [mesh.material].flat()[0]
  const shared = { side: own?.side ?? DoubleSide, flatShading: attributes.normal === undefined }
  if (look === 'normals') return new MeshNormalMaterial(shared)
  if (look === 'uv' && attributes.uv) return new MeshStandardMaterial({ ...shared, map: checker, roughness: 0.85 })
  const behindWire = look === 'wireframe' ? { polygonOffset: true, polygonOffsetFactor: 1, polygonOffsetUnits: 1 } : {}
  return new MeshStandardMaterial({ ...CLAY, ...shared, ...behindWire })
}

/** The file's own material of each mesh that wears a look. */
const fileMaterials = new WeakMap<Mesh, Mesh['material']>()

/** A mesh's material as its file has it, whatever look it wears. */
export const fileMaterialOf = (mesh: Mesh): Mesh['material'] => fileMaterials.get(mesh) ?? mesh.material

/**
 * Gives every mesh of a scene a look's materials; the geometry stays the file's own. Returns a function that restores
 * the file's own materials and frees the look's.
 */
export function applyLook(scene: Object3D, look: LookName): () => void {
  if (look === 'textured') return () => {}
  const checker = look === 'uv' ? uvChecker() : null
  const restorers = meshesIn(scene).map((mesh) => {
    const own = mesh.material
    const worn = materialFor(look, mesh, checker)
    const wire = look === 'wireframe' ? wireOver(mesh) : null
    fileMaterials.set(mesh, own)
    mesh.material = worn
    if (wire) mesh.add(wire)
    return () => {
      fileMaterials.delete(mesh)
      mesh.material = own
      worn.dispose()
      if (!wire) return
      mesh.remove(wire)
      if (wire instanceof InstancedMesh) wire.dispose()
      for (const material of [wire.material].flat()) material.dispose()
    }
  })
  return () => {
    for (const restore of restorers) restore()
    checker?.dispose()
  }
}

/** Whether any mesh of a scene has UVs, which a checker needs. */
export const hasUv = (scene: Object3D): boolean =>
  meshesIn(scene).some(({ geometry }) => geometry.getAttribute('uv') !== undefined)
