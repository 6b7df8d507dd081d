import * as three from 'three'
import type { Model } from './objects.ts'

/** Triangles ready to be lit and drawn: all arrays run along the vertices, three numbers each unless said. */
export interface Solid {
  readonly positions: Float32Array
  readonly normals: Float32Array
  /** Linear RGB, 0…1. */
  readonly colours: Float32Array
  /** Two numbers a vertex: strength of its gloss 0…1, and how far it is a metal 0…1. */
  readonly finish: Float32Array
  readonly indices: Uint32Array
}

/** The model posed for its photo: it rests on y = 0, the upright axis runs through its middle, and its longest side is 1. */
export function solidOf({ build, detail, turnRad, lies }: Model): Solid {
  const stand = new three.Group()
  const pose = new three.Group()
  pose.add(build(detail))
  if (lies) pose.rotation.x = -Math.PI / 2
  stand.add(pose)
  stand.rotation.y = turnRad
  stand.updateMatrixWorld(true)
  const box = new three.Box3().setFromObject(stand, true)
  const size = box.getSize(new three.Vector3())
  const middle = box.getCenter(new three.Vector3())
  const place = new three.Matrix4()
    .makeScale(1, 1, 1)
    .multiplyScalar(1 / Math.max(size.x, size.y, size.z))
    .setPosition(0, 0, 0)
    .multiply(new three.Matrix4().makeTranslation(-middle.x, -box.min.y, -middle.z))
  const meshes: three.Mesh[] = []
  stand.traverse((part) => part instanceof three.Mesh && meshes.push(part))
  return joined(meshes.map((mesh) => partOf(mesh, place)))
}

function partOf(mesh: three.Mesh, place: three.Matrix4): Solid {
  const geometry = mesh.geometry as three.BufferGeometry
  const [positions, normals, colours] = ['position', 'normal', 'color'].map((name) => geometry.getAttribute(name))
  if (!positions || !normals) throw new Error('A mesh to photograph has positions and normals.')
  const count = positions.count
  const matrix = place.clone().multiply(mesh.matrixWorld)
  const forNormals = new three.Matrix3().getNormalMatrix(matrix)
  const material = (Array.isArray(mesh.material) ? mesh.material[0] : mesh.material) as three.MeshPhysicalMaterial
  const gloss = Math.max(material.clearcoat, 0.6 * (1 - material.roughness) ** 2)
  const part = {
    positions: new Float32Array(3 * count),
    normals: new Float32Array(3 * count),
    colours: new Float32Array(3 * count),
    finish: new Float32Array(2 * count),
    indices: Uint32Array.from(geometry.getIndex()?.array ?? Array.from({ length: count }, (_, v) => v)),
  }
  const vector = new three.Vector3()
  const colour = new three.Color()
  for (let v = 0; v < count; v++) {
    vector
      .fromBufferAttribute(positions, v)
      .applyMatrix4(matrix)
      .toArray(part.positions, 3 * v)
    vector
      .fromBufferAttribute(normals, v)
      .applyMatrix3(forNormals)
      .normalize()
      .toArray(part.normals, 3 * v)
    if (colours) colour.fromBufferAttribute(colours, v)
    else colour.copy(material.color)
    colour.toArray(part.colours, 3 * v)
    part.finish.set([gloss, material.metalness], 2 * v)
  }
  return part
}

function joined(parts: readonly Solid[]): Solid {
  const joinFloats = (pick: (part: Solid) => Float32Array): Float32Array => {
    const whole = new Float32Array(parts.reduce((sum, part) => sum + pick(part).length, 0))
    let at = 0
    for (const part of parts) {
      whole.set(pick(part), at)
      at += pick(part).length
    }
    return whole
  }
  const indices = new Uint32Array(parts.reduce((sum, part) => sum + part.indices.length, 0))
  let [at, first] = [0, 0]
  for (const part of parts) {
    for (const index of part.indices) indices[at++] = index + first
    first += part.positions.length / 3
  }
  return {
    positions: joinFloats(({ positions }) => positions),
    normals: joinFloats(({ normals }) => normals),
    colours: joinFloats(({ colours }) => colours),
    finish: joinFloats(({ finish }) => finish),
    indices,
  }
}
