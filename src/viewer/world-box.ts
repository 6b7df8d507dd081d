import { InstancedMesh, Matrix4, Vector3, type Mesh, type Object3D } from 'three'
import { vec3, type Box, type Vec3 } from '../contract/vec3.ts'
import { drawnBox } from '../glb/drawn-box.ts'
import { surfacesIn } from './drawn-surfaces.ts'
import { meshesIn } from './meshes-in.ts'

/**
 * The box of what a scene draws [BOX-1], metres; null when it draws no triangle. The precise `Box3.setFromObject`
 * counts vertices that nothing uses as well, and takes ten times as long, since it makes a vector of every vertex.
 * @throws {UnsafeGlbError} for a vertex of a bone that is missing
 */
export function worldBox(scene: Object3D): Box | null {
  scene.updateMatrixWorld(true)
  return drawnBox(surfacesIn(scene))
}

/** Evenly spread (Fibonacci lattice on the sphere). */
const DIRECTIONS = Array.from({ length: 48 }, (_, i): Vec3 => {
  const [y, turnRad] = [1 - (2 * i + 1) / 48, i * Math.PI * (3 - Math.sqrt(5))]
  return [Math.sqrt(1 - y * y) * Math.cos(turnRad), y, Math.sqrt(1 - y * y) * Math.sin(turnRad)]
})

const SAMPLED = 20_000

const verticesOf = ({ geometry }: Mesh): number => geometry.getAttribute('position').count

const copiesOf = (mesh: Mesh): number => (mesh instanceof InstancedMesh ? mesh.count : 1)

/**
 * The points of a scene that reach farthest in each of 48 directions, world metres: close enough to its hull to frame
 * it. Of a large scene only every few vertices are looked at. Nothing lies outside `box`, where vertices may that no
 * triangle uses.
 */
export function hullOf(scene: Object3D, box: Box): Vec3[] {
  const meshes = meshesIn(scene)
  const total = meshes.reduce((sum, mesh) => sum + verticesOf(mesh) * copiesOf(mesh), 0)
  const step = Math.max(1, Math.floor(total / SAMPLED))
  const farthest = DIRECTIONS.map(() => -Infinity)
  const hull = DIRECTIONS.map((): Vec3 => box.min)
  const [point, place] = [new Vector3(), new Matrix4()]
  for (const mesh of meshes) {
    place.identity()
    for (let copy = 0; copy < copiesOf(mesh); copy++) {
      if (mesh instanceof InstancedMesh) mesh.getMatrixAt(copy, place)
      for (let i = 0; i < verticesOf(mesh); i += step) {
        mesh.getVertexPosition(i, point).applyMatrix4(place).applyMatrix4(mesh.matrixWorld)
        const at: Vec3 = [point.x, point.y, point.z]
        const inside = vec3((axis) => Math.min(box.max[axis], Math.max(box.min[axis], at[axis])))
        DIRECTIONS.forEach(([x, y, z], k) => {
          const reach = inside[0] * x + inside[1] * y + inside[2] * z
          // Not a number is never farther.
          if (!(reach > farthest[k]!)) return
          farthest[k] = reach
          hull[k] = inside
        })
      }
    }
  }
  return hull
}
