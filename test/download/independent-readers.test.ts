/** Every format read by three.js alone: each corner of a lopsided mesh where that format's convention has it. */
import { Document, NodeIO } from '@gltf-transform/core'
import { MeshoptDecoder } from 'meshoptimizer'
import { Mesh, Vector3, type BufferGeometry, type Object3D } from 'three'
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js'
import { OBJLoader } from 'three/addons/loaders/OBJLoader.js'
import { PLYLoader } from 'three/addons/loaders/PLYLoader.js'
import { STLLoader } from 'three/addons/loaders/STLLoader.js'
import { USDLoader } from 'three/addons/loaders/USDLoader.js'
import { expect, it } from 'vitest'
import type { ExportFormat } from '../../src/download/export-formats.ts'
import { exportMesh } from '../../src/download/export-mesh.ts'
import type { FileFrame } from '../../src/formats/file-frame.ts'
import { refit } from '../../src/glb/refit.ts'
import { readZip } from '../fixtures/read-zip.ts'
import { redrawWithSharp } from '../fixtures/redraw-with-sharp.ts'

/** A tetrahedron with four different edges at its corner, far from where it is to stand. */
async function tetrahedron(): Promise<Uint8Array> {
  const document = new Document()
  const buffer = document.createBuffer()
  const positions = document
    .createAccessor()
    .setType('VEC3')
    .setArray(Float32Array.of(7, 5, 3, 9, 5, 3, 7, 9, 3, 7, 5, 4))
    .setBuffer(buffer)
  const indices = document
    .createAccessor()
    .setArray(Uint32Array.of(0, 2, 1, 0, 1, 3, 0, 3, 2, 1, 2, 3))
    .setBuffer(buffer)
  const primitive = document.createPrimitive().setAttribute('POSITION', positions).setIndices(indices)
  document.createScene().addChild(document.createNode().setMesh(document.createMesh().addPrimitive(primitive)))
  return new NodeIO().writeBinary(document)
}

// 0.4 m wide, 0.6 m high, 0.25 m deep; the origin a quarter from the left, on the floor, four fifths to the front.
const REQUEST = { scaled_bbox: [0.4, 0.6, 0.25], pivot_point: [-0.25, -0.5, 0.3] } as const
/** By hand: the corner, then what lies to the right of it, above it, and in front of it. */
const IN_METRES = [
  [-0.1, 0, -0.2],
  [0.3, 0, -0.2],
  [-0.1, 0.6, -0.2],
  [-0.1, 0, 0.05],
]
const LYING_IN_METRES = [
  [-0.1, 0.2, 0],
  [0.3, 0.2, 0],
  [-0.1, 0.2, 0.6],
  [-0.1, -0.05, 0],
]
const LYING_IN_MILLIMETRES = [
  [-100, 200, 0],
  [300, 200, 0],
  [-100, 200, 600],
  [-100, -50, 0],
]
const IN_CENTIMETRES = [
  [-10, 0, -20],
  [30, 0, -20],
  [-10, 60, -20],
  [-10, 0, 5],
]

const gltf = async (bytes: Uint8Array, meshopt = false): Promise<Object3D> => {
  const loader = new GLTFLoader()
  if (meshopt) loader.setMeshoptDecoder(MeshoptDecoder)
  return (await loader.parseAsync(Uint8Array.from(bytes).buffer, '')).scene
}
const bufferOf = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer
const objIn = (zip: Uint8Array) =>
  new TextDecoder().decode(readZip(zip).find(({ name }) => name.endsWith('.obj'))?.bytes)

const READERS: Readonly<Record<ExportFormat, (bytes: Uint8Array) => Promise<Object3D> | Object3D>> = {
  small: (bytes) => gltf(bytes),
  meshopt: (bytes) => gltf(bytes, true),
  obj: (bytes) => new OBJLoader().parse(objIn(bytes)),
  usdz: (bytes) => new USDLoader().parse(bufferOf(bytes)),
  stl: (bytes) => new Mesh(new STLLoader().parse(bufferOf(bytes))),
  ply: (bytes) => new Mesh(new PLYLoader().parse(bufferOf(bytes))),
}

/** The different corners of all triangles, and the volume within them, positive where they face outwards. */
function solidOf(scene: Object3D): { readonly corners: Vector3[]; readonly volume: number } {
  const corners: Vector3[] = []
  let volume = 0
  scene.updateMatrixWorld(true)
  scene.traverse((each) => {
    if (!(each instanceof Mesh)) return
    const mesh = each as Mesh<BufferGeometry>
    const { index } = mesh.geometry
    const all = Array.from({ length: index?.count ?? mesh.geometry.getAttribute('position').count }, (_, corner) =>
      mesh.getVertexPosition(index?.getX(corner) ?? corner, new Vector3()).applyMatrix4(mesh.matrixWorld),
    )
    for (let k = 0; k < all.length; k += 3) volume += all[k]!.dot(all[k + 1]!.clone().cross(all[k + 2]!)) / 6
    for (const point of all)
      if (!corners.some((known) => known.distanceTo(point) < 1e-3 * point.length())) corners.push(point)
  })
  return { corners, volume }
}

function expectSolid(scene: Object3D, expected: readonly (readonly number[])[]): void {
  const { corners, volume } = solidOf(scene)
  const [corner, right, above, front] = expected.map((xyz) => new Vector3(...xyz)) as [
    Vector3,
    Vector3,
    Vector3,
    Vector3,
  ]
  const height = above.distanceTo(corner)
  expect(corners).toHaveLength(4)
  for (const point of [corner, right, above, front])
    expect(Math.min(...corners.map((found) => found.distanceTo(point))) / height, point.toArray().join()).toBeLessThan(
      1e-5,
    )
  const own = (right.distanceTo(corner) * height * front.distanceTo(corner)) / 6
  expect(volume / own).toBeCloseTo(1, 3)
}

const delivered = async () => (await refit(await tetrahedron(), REQUEST)).glb

it('the delivered GLB stands as requested, to a reader without any decoder', async () => {
  expectSolid(await gltf(await delivered()), IN_METRES)
})

it.each<readonly [string, ExportFormat, FileFrame | undefined, readonly (readonly number[])[]]>([
  ['a small GLB, without any decoder', 'small', undefined, IN_METRES],
  ['a GLB in meshopt', 'meshopt', undefined, IN_METRES],
  ['OBJ', 'obj', undefined, IN_METRES],
  ['USDZ', 'usdz', undefined, IN_METRES],
  ['STL, as slicers and Blender read it', 'stl', undefined, LYING_IN_MILLIMETRES],
  ['STL in metres, Z up', 'stl', { unit: 'm', up: 'Z' }, LYING_IN_METRES],
  ['STL in centimetres, Y up', 'stl', { unit: 'cm', up: 'Y' }, IN_CENTIMETRES],
  ['PLY, as Blender reads it', 'ply', undefined, LYING_IN_METRES],
  ['PLY in millimetres, Z up', 'ply', { unit: 'mm', up: 'Z' }, LYING_IN_MILLIMETRES],
  ['PLY in metres, Y up', 'ply', { unit: 'm', up: 'Y' }, IN_METRES],
])('%s stands as requested', async (_, format, frame, expected) => {
  const order = { format, glb: await delivered(), name: 'tip', ...(frame && { frame }) }
  expectSolid(await READERS[format](await exportMesh(order, { redraw: redrawWithSharp })), expected)
})
