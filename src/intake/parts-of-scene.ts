import type { BufferAttribute, BufferGeometry, InterleavedBufferAttribute, Material, Mesh, Object3D } from 'three'
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

interface Run {
  readonly start: number
  readonly count: number
  readonly material: Material
}

/** Which corners have which material. */
function runsOf({ groups }: BufferGeometry, material: Material | Material[], corners: number): Run[] {
  if (!Array.isArray(material)) return [{ start: 0, count: corners, material }]
  return groups.flatMap(({ start, count, materialIndex = 0 }) => {
    const own = material[materialIndex]
    return own ? [{ start, count: Math.min(count, corners - start), material: own }] : []
  })
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
  const partOf = ({ start, count, material }: Run): MeshPart => ({
    ...rows,
    indices: corners.subarray(start, start + count),
    material: materialOf(material),
  })
  return runsOf(geometry, mesh.material, corners.length).map(partOf)
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
