import { Matrix3, Matrix4, Vector3, type Object3D } from 'three'
import { expect, it } from 'vitest'
import { refit } from '../../src/glb/refit.ts'
import { KINDS_OF_GLB, io, wedge } from '../fixtures/generated-glb.ts'
import { meshesWithThree, openWithThree } from '../fixtures/open-with-three.ts'
import { expectValid } from '../fixtures/validate-glb.ts'

const REQUEST = { scaled_bbox: [0.73, 1.31, 0.217], pivot_point: [-0.37, -0.5, 0.29] } as const

const opened = async (bytes: Uint8Array): Promise<Object3D> => (await openWithThree(bytes)).scene

const written = async (document: ReturnType<typeof wedge>['document']) => (await io()).writeBinary(document)

const primitiveOf = async (glb: Uint8Array) =>
  (await (await io()).readBinary(glb)).getRoot().listMeshes()[0]?.listPrimitives()[0]

it('smooth normals follow the inverse transpose of every transform above their mesh', async () => {
  const { document, mesh, accessor } = wedge({ tangents: false })
  const smooth = Float32Array.from({ length: 108 }, (_, i) => Math.sin(i * 12.9898) + 0.1)
  for (let i = 0; i < 108; i += 3) new Vector3().fromArray(smooth, i).normalize().toArray(smooth, i)
  mesh.listPrimitives()[0]?.setAttribute('NORMAL', accessor('VEC3', smooth))
  document.createScene().addChild(
    document
      .createNode()
      .setScale([1, 3, 1])
      .setRotation([0, 0, 0.3826834, 0.9238795])
      .addChild(
        document
          .createNode()
          .setMesh(mesh)
          .setRotation([0.1830127, 0.1830127, 0.6830127, 0.6830127])
          .setScale([1, 0.3, -2]),
      ),
  )
  const source = await written(document)
  const { glb, fit } = await refit(source, REQUEST)
  const [before, after] = [await opened(source), await opened(glb)]
  const [was, is] = [meshesWithThree(before)[0], meshesWithThree(after)[0]]
  const whole = new Matrix4()
    .makeScale(...(fit.scale as [number, number, number]))
    .multiply(was?.matrixWorld ?? new Matrix4())
  const normalMatrix = new Matrix3().getNormalMatrix(whole)
  for (let i = 0; i < 36; i++) {
    const expected = new Vector3()
      .fromArray(smooth, i * 3)
      .applyMatrix3(normalMatrix)
      .normalize()
    const actual = new Vector3().fromBufferAttribute(is?.geometry.getAttribute('normal') as never, i)
    expect(actual.distanceTo(expected)).toBeLessThan(1e-5)
  }
})

it('strips and fans under a mirroring node face outwards again', async () => {
  const { document, mesh, accessor } = wedge()
  const [solid] = mesh.listPrimitives()
  const quad = accessor('VEC3', Float32Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0))
  if (solid) mesh.removePrimitive(solid)
  mesh.addPrimitive(document.createPrimitive().setMode(5).setAttribute('POSITION', quad)).addPrimitive(
    document
      .createPrimitive()
      .setMode(6)
      .setAttribute('POSITION', quad)
      .setIndices(accessor('SCALAR', Uint16Array.of(0, 1, 3, 2))),
  )
  document.createScene().addChild(document.createNode().setMesh(mesh).setScale([-1, 1, 1]))
  const { glb } = await refit(await written(document), { scaled_bbox: [2, 2, -1], pivot_point: [0, 0, 0] })
  const found = meshesWithThree(await opened(glb))
  expect(found.map(({ geometry }) => geometry.index?.count)).toEqual([6, 6])
  for (const { geometry } of found) {
    const at = (corner: number) =>
      new Vector3().fromBufferAttribute(geometry.getAttribute('position'), geometry.index?.getX(corner) ?? corner)
    for (const first of [0, 3])
      expect(
        at(first + 1)
          .sub(at(first))
          .cross(at(first + 2).sub(at(first))).z,
      ).toBeGreaterThan(0)
  }
  await expectValid(glb)
})

it('an array that several primitives share is baked once, and stays shared', async () => {
  const { document, mesh } = wedge()
  const [first] = mesh.listPrimitives()
  for (let i = 0; i < 3; i++) mesh.addPrimitive(first?.clone() ?? document.createPrimitive())
  document.createScene().addChild(document.createNode().setMesh(mesh).setScale([-2, 1, 1]))
  const source = await written(document)
  const { glb } = await refit(source, REQUEST)
  const read = await (await io()).readBinary(glb)
  expect(read.getRoot().listMeshes()[0]?.listPrimitives()).toHaveLength(4)
  expect(read.getRoot().listAccessors()).toHaveLength(
    (await (await io()).readBinary(source)).getRoot().listAccessors().length,
  )
})

it('everything else stays to the byte: pictures, UVs, indices, names and extras', async () => {
  const { document, mesh } = wedge()
  document.getRoot().setExtras({ made: 'by hand' }).getAsset().copyright = '© the artist'
  document
    .createScene('shop')
    .addChild(document.createNode('vase').setExtras({ price: 12 }).setMesh(mesh.setName('pot')))
  const source = await written(document)
  const { glb } = await refit(source, REQUEST)
  const [before, after] = [await (await io()).readBinary(source), await (await io()).readBinary(glb)]
  const facts = ({ getRoot }: { getRoot: () => ReturnType<typeof document.getRoot> }) => {
    const root = getRoot()
    const [primitive] = root.listMeshes()[0]?.listPrimitives() ?? []
    const { generator: _, ...asset } = root.getAsset()
    return {
      asset,
      extras: [root.getExtras(), ...root.listNodes().map((node) => node.getExtras())],
      names: [...root.listScenes(), ...root.listNodes(), ...root.listMeshes(), ...root.listMaterials()].map(
        (property) => property.getName(),
      ),
      pictures: root.listTextures().map((texture) => [texture.getMimeType(), texture.getImage()]),
      arrays: [primitive?.getAttribute('TEXCOORD_0')?.getArray(), primitive?.getIndices()?.getArray()],
    }
  }
  expect(facts({ getRoot: () => after.getRoot() })).toEqual(facts({ getRoot: () => before.getRoot() }))
})

it('normals and tangents stay to the byte when all axes have one scale', async () => {
  const source = await KINDS_OF_GLB['one mesh as the engine writes it']!()
  const { glb } = await refit(source, { scaled_bbox: [-1, 7, -1], pivot_point: [0.5, 0.5, 0.5] })
  const [before, after] = [await primitiveOf(source), await primitiveOf(glb)]
  for (const name of ['NORMAL', 'TANGENT'])
    expect(after?.getAttribute(name)?.getArray()).toEqual(before?.getAttribute(name)?.getArray())
})

it('tangents follow a mirrored node, and the sign of w says on which side the bitangent now lies', async () => {
  const { document, mesh } = wedge()
  document
    .createScene()
    .addChild(document.createNode().setMesh(mesh).setScale([1, 1, -1]).setRotation([0, 0.3826834, 0, 0.9238795]))
  const source = await written(document)
  const { glb } = await refit(source, REQUEST)
  const [was, is] = [await primitiveOf(source), await primitiveOf(glb)]
  const [uvs, indices] = [is?.getAttribute('TEXCOORD_0'), is?.getIndices()]
  const at = (name: string, corner: number) =>
    new Vector3().fromArray(is?.getAttribute(name)?.getElement(corner, []) ?? [])
  for (let i = 0; i < 36; i += 3) {
    const [a, b, c] = [0, 1, 2].map((k) => indices?.getScalar(i + k) ?? 0) as [number, number, number]
    const uv = (corner: number) => uvs?.getElement(corner, []) ?? []
    const [[ua = 0, va = 0], [ub = 0, vb = 0], [uc = 0, vc = 0]] = [uv(a), uv(b), uv(c)]
    // The direction in which v grows over the face, from the positions and UVs themselves.
    const [edge, other] = [at('POSITION', b).sub(at('POSITION', a)), at('POSITION', c).sub(at('POSITION', a))]
    const along = other
      .clone()
      .multiplyScalar(ub - ua)
      .sub(edge.clone().multiplyScalar(uc - ua))
      .multiplyScalar(Math.sign((ub - ua) * (vc - va) - (uc - ua) * (vb - va)))
    const [x = 0, y = 0, z = 0, w = 0] = is?.getAttribute('TANGENT')?.getElement(a, []) ?? []
    expect(Math.abs(w)).toBe(1)
    const [, , , before = 0] = was?.getAttribute('TANGENT')?.getElement(a, []) ?? []
    expect(w).toBe(-before)
    expect(
      at('NORMAL', a)
        .cross(new Vector3(x, y, z))
        .multiplyScalar(w)
        .dot(along),
    ).toBeGreaterThan(0)
  }
})

it('a mesh that its node scales to nothing leaves a valid file', async () => {
  const { document, mesh } = wedge()
  const scene = document.createScene().addChild(document.createNode().setMesh(mesh))
  scene.addChild(document.createNode().setMesh(mesh).setScale([0, 0, 0]).setTranslation([0.5, 0.2, 0.5]))
  const { glb } = await refit(await written(document), REQUEST)
  await expectValid(glb)
})
