/** What three.js's loader gets wrong or does not do, so that the stage draws what is measured [BOX-1]. */
import { InstancedMesh, Mesh, SkinnedMesh, type BufferGeometry, type Object3D } from 'three'
import type { GLTF, GLTFLoaderPlugin, GLTFParser } from 'three/addons/loaders/GLTFLoader.js'
import type { GlbJson, GlbPrimitive } from '../glb/glb-document.ts'
import { FAN, STRIP, TRIANGLES } from '../glb/triangles-of.ts'
import { meshesIn } from './meshes-in.ts'

const INSTANCING = 'EXT_mesh_gpu_instancing'
const SURFACES = new Set<number>([TRIANGLES, STRIP, FAN])

const isSurface = ({ mode = TRIANGLES }: GlbPrimitive): boolean => SURFACES.has(mode)

/**
 * The loader draws a node's mesh once instead of at each of its instances when points or lines are in it. They get a
 * node of their own here, where they are drawn once.
 */
function splitInstances({ nodes = [], meshes = [] }: GlbJson): void {
  for (const node of nodes.slice()) {
    const mesh = node.extensions?.[INSTANCING] === undefined ? undefined : meshes[node.mesh ?? -1]
    const surfaces = mesh?.primitives.filter(isSurface) ?? []
    if (!mesh || surfaces.length === 0 || surfaces.length === mesh.primitives.length) continue
    const others = mesh.primitives.filter((primitive) => !isSurface(primitive))
    node.mesh = meshes.push({ ...mesh, primitives: surfaces }) - 1
    const beside = nodes.push({ mesh: meshes.push({ ...mesh, primitives: others }) - 1 }) - 1
    node.children = [...(node.children ?? []), beside]
  }
}

/** Where one target of a primitive moves positions or normals and another does not, the loader adds the mesh itself. */
function completeTargets({ meshes = [], accessors = [] }: GlbJson): void {
  for (const { attributes, targets = [] } of meshes.flatMap(({ primitives }) => primitives)) {
    const count = accessors[attributes.POSITION ?? -1]?.count ?? 0
    for (const name of ['POSITION', 'NORMAL']) {
      const without = targets.filter((target) => target[name] === undefined)
      if (without.length === 0 || without.length === targets.length) continue
      const zeros = accessors.push({ componentType: 5126, count, type: 'VEC3' }) - 1
      for (const target of without) target[name] = zeros
    }
  }
}

/** The loader forgets the default weights of an instanced mesh's morph targets. */
function weighInstances(object: Object3D, node: number, { nodes = [], meshes = [] }: GlbJson): void {
  const { mesh = -1, weights = meshes[mesh]?.weights ?? [] } = nodes[node] ?? {}
  for (const candidate of [object, ...object.children]) {
    // A child that is a node of its own has its weights already.
    if (!(candidate instanceof InstancedMesh) || candidate.morphTargetInfluences) continue
    const targets = (candidate as InstancedMesh<BufferGeometry>).geometry.morphAttributes.position
    if (targets) candidate.morphTargetInfluences = targets.map((_, index) => weights[index] ?? 0)
  }
}

/** Makes a loader draw a file as it is meant. */
export function meantAs(parser: GLTFParser): GLTFLoaderPlugin {
  const json = parser.json as GlbJson
  return {
    name: 'PLINTH_meant_as',
    beforeRoot: () => {
      splitInstances(json)
      completeTargets(json)
      return null
    },
    loadNode: async (index) => {
      const object = await parser.loadNode(index)
      weighInstances(object, index, json)
      return object
    },
  }
}

/** A mesh that one node draws with bones and another without is skinned in both, and the other has no bones. */
function withoutBones(mesh: SkinnedMesh): void {
  const plain = new Mesh(mesh.geometry, mesh.material).copy(mesh as Mesh, false)
  for (const child of mesh.children.slice()) plain.add(child)
  mesh.parent?.add(plain)
  mesh.removeFromParent()
}

/** Mends every scene of a file that was loaded. */
export function mendScenes({ scenes }: GLTF): void {
  for (const mesh of scenes.flatMap((scene) => meshesIn(scene))) {
    // What the file says of its extent may be wrong, and would hide the mesh at the edge of the view.
    mesh.geometry.boundingBox = null
    mesh.geometry.boundingSphere = null
    if (mesh instanceof SkinnedMesh && !(mesh.skeleton as unknown)) withoutBones(mesh)
  }
}
