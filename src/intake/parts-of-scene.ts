import type { BufferAttribute, InterleavedBufferAttribute, Material, Mesh, Object3D } from 'three'
import type { MeshMaterial, MeshPart } from '../formats/mesh-part.ts'

type Attribute = BufferAttribute | InterleavedBufferAttribute

/** An attribute as plain numbers, `width` for each vertex; a width that it does not have is filled with 1. */
function numbersOf(attribute: Attribute | undefined, width: number): Float32Array | null {
  if (!attribute) return null
  const numbers = new Float32Array(attribute.count * width)
  for (let vertex = 0; vertex < attribute.count; vertex++)
    for (let k = 0; k < width; k++)
      numbers[vertex * width + k] = k < attribute.itemSize ? attribute.getComponent(vertex, k) : 1
  return numbers
}

/** The corners of each material. One that comes back again and again, as in many an OBJ, has a single list. */
function cornersByMaterial(
  { geometry: { groups }, material }: Mesh,
  corners: Uint32Array,
): ReadonlyMap<Material, Uint32Array> {
  if (!Array.isArray(material)) return new Map([[material, corners]])
  const runs = new Map<Material, Uint32Array[]>()
  for (const { start, count, materialIndex = 0 } of groups) {
    const own = material[materialIndex]
    if (!own) continue
    const known = runs.get(own) ?? []
    known.push(corners.subarray(start, start + count))
    runs.set(own, known)
  }
  return new Map([...runs].map(([own, lists]) => [own, joined(lists)]))
}

function joined(runs: readonly Uint32Array[]): Uint32Array {
  const whole = new Uint32Array(runs.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const run of runs) {
    whole.set(run, at)
    at += run.length
  }
  return whole
}

/** v runs up in three.js and the formats it read, down in glTF. */
function downwards(uvs: Float32Array | null): Float32Array | null {
  if (uvs) for (let at = 1; at < uvs.length; at += 2) uvs[at] = 1 - uvs[at]!
  return uvs
}

function partsOfMesh(mesh: Mesh, materialOf: (material: Material) => MeshMaterial): MeshPart[] {
  const geometry = mesh.geometry.clone().applyMatrix4(mesh.matrixWorld)
  const { attributes } = geometry
  const positions = numbersOf(attributes.position, 3)
  if (!positions) return []
  const corners = geometry.index
    ? Uint32Array.from(geometry.index.array)
    : Uint32Array.from({ length: positions.length / 3 }, (_, corner) => corner)
  // A mirrored mesh would otherwise turn its inside out.
  if (mesh.matrixWorld.determinant() < 0)
    for (let corner = 0; corner + 2 < corners.length; corner += 3)
      corners.set([corners[corner + 1]!, corners[corner]!], corner)
  const rows = {
    name: mesh.name,
    positions,
    normals: numbersOf(attributes.normal, 3),
    uvs: downwards(numbersOf(attributes.uv, 2)),
    colours: numbersOf(attributes.color, 4),
  }
  const partOf = (material: Material, indices: Uint32Array): MeshPart => ({
    ...rows,
    indices,
    material: materialOf(material),
  })
  return [...cornersByMaterial(mesh, corners)].map(([material, indices]) => partOf(material, indices))
}

const isMesh = (object: Object3D): object is Mesh => 'isMesh' in object && object.isMesh === true

/** The meshes of a scene where they stand, a part for each of their materials. */
export function partsOfScene(scene: Object3D, materialOf: (material: Material) => MeshMaterial): MeshPart[] {
  scene.updateMatrixWorld(true)
  const parts: MeshPart[] = []
  scene.traverse((object) => {
    if (isMesh(object)) parts.push(...partsOfMesh(object, materialOf))
  })
  return parts
}
