import { KHRLightsPunctual } from '@gltf-transform/extensions'
import fc from 'fast-check'
import validator from 'gltf-validator'
import { Matrix3, Matrix4, PerspectiveCamera, PointLight, Vector3, type Object3D } from 'three'
import { expect, it } from 'vitest'
import { UnsafeGlbError } from '../../src/glb/unsafe-glb-error.ts'
import { refit } from '../../src/glb/refit.ts'
import { KINDS_OF_GLB, io, wedge } from '../fixtures/generated-glb.ts'
import { withJson } from '../fixtures/glb-json.ts'
import { boxWithThree, meshesWithThree, openWithThree } from '../fixtures/open-with-three.ts'

const REQUEST = { scaled_bbox: [0.73, 1.31, 0.217], pivot_point: [-0.37, -0.5, 0.29] } as const

const opened = async (bytes: Uint8Array): Promise<Object3D> => (await openWithThree(bytes)).scene

const hangingIn = (scene: Object3D, kind: typeof PerspectiveCamera | typeof PointLight): Object3D[] => {
  const found: Object3D[] = []
  scene.traverse((each) => each instanceof kind && found.push(each))
  return found
}

const written = async (document: ReturnType<typeof wedge>['document']) => (await io()).writeBinary(document)

const partOf = async (glb: Uint8Array) =>
  (await (await io()).readBinary(glb)).getRoot().listMeshes()[0]?.listPrimitives()[0]

const expectValid = async (glb: Uint8Array) => {
  const { issues } = await validator.validateBytes(glb)
  expect(issues.messages.filter(({ severity }: { severity: number }) => severity < 2)).toEqual([])
}

it('cameras and lights come along unstretched, be they alone, on a mesh’s node, or above one', async () => {
  const { document, mesh } = wedge()
  const light = document.createExtension(KHRLightsPunctual).createLight().setType('point')
  const eye = () => document.createCamera().setType('perspective').setYFov(1).setZNear(0.1)
  const below = document.createNode('below').setMesh(mesh).setTranslation([0, 2, 0])
  const lamp = document
    .createNode('lamp')
    .setExtension('KHR_lights_punctual', light)
    .setTranslation([0, 4, 1])
    .setScale([1, 2, 1])
    .addChild(below)
  const head = document
    .createNode('head')
    .setMesh(mesh)
    .setCamera(eye())
    .setTranslation([3, 0, 0])
    .setRotation([0, Math.SQRT1_2, 0, Math.SQRT1_2])
    .addChild(document.createNode('far').setCamera(eye()).setTranslation([0, 0, 5]))
  document.createScene().addChild(lamp).addChild(head)
  const source = await written(document)
  const { glb, fit } = await refit(source, REQUEST)
  const [before, after] = [await opened(source), await opened(glb)]
  for (const kind of [PerspectiveCamera, PointLight]) {
    const [was, is] = [hangingIn(before, kind), hangingIn(after, kind)]
    expect(is.length).toBe(was.length)
    for (const [index, each] of was.entries()) {
      const place = each
        .getWorldPosition(new Vector3())
        .multiply(new Vector3(...fit.scale))
        .add(new Vector3(...fit.offsetMetres))
      const nearest = is.map((other) => other.getWorldPosition(new Vector3()).distanceTo(place))
      expect(Math.min(...nearest)).toBeLessThan(1e-5)
      expect(is[index]?.getWorldScale(new Vector3()).distanceTo(new Vector3(1, 1, 1))).toBeLessThan(1e-5)
    }
  }
  for (const camera of hangingIn(after, PerspectiveCamera))
    expect(camera.getWorldDirection(new Vector3()).angleTo(new Vector3(1, 0, 0))).toBeCloseTo(Math.PI, 4)
  const box = boxWithThree(after)
  expect(box.max.y - box.min.y).toBeCloseTo(REQUEST.scaled_bbox[1], 4)
  await expectValid(glb)
})

it('smooth normals follow the inverse transpose of all that their mesh went through', async () => {
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
    const own = new Vector3().fromBufferAttribute(is?.geometry.getAttribute('normal') as never, i)
    expect(own.distanceTo(expected)).toBeLessThan(1e-5)
  }
})

it('strips and fans that a mirror turned round face outwards again', async () => {
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

it('an array that parts share is baked once, and stays shared', async () => {
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

it('what is not geometry stays to the byte: pictures, UVs, indices, weights of bones, names and notes', async () => {
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
      names: [...root.listScenes(), ...root.listNodes(), ...root.listMeshes(), ...root.listMaterials()].map((each) =>
        each.getName(),
      ),
      pictures: root.listTextures().map((texture) => [texture.getMimeType(), texture.getImage()]),
      arrays: [primitive?.getAttribute('TEXCOORD_0')?.getArray(), primitive?.getIndices()?.getArray()],
    }
  }
  expect(facts({ getRoot: () => after.getRoot() })).toEqual(facts({ getRoot: () => before.getRoot() }))
})

it('normals and tangents stay to the byte where size and origin change alike along all axes', async () => {
  const source = await KINDS_OF_GLB['one mesh as the engine writes it']!()
  const { glb } = await refit(source, { scaled_bbox: [-1, 7, -1], pivot_point: [0.5, 0.5, 0.5] })
  const [before, after] = [await partOf(source), await partOf(glb)]
  for (const name of ['NORMAL', 'TANGENT'])
    expect(after?.getAttribute(name)?.getArray()).toEqual(before?.getAttribute(name)?.getArray())
})

/** Three scenes: the one that is shown, one with a root of its own, and one that shares a root with the first. */
async function threeScenes(moving: boolean): Promise<Uint8Array> {
  const { document, mesh, accessor } = wedge()
  const shared = document.createNode('shared').setMesh(mesh).setTranslation([3, 0, 1])
  const lid = document.createNode('lid').setMesh(mesh).setTranslation([0, 2, 0]).setScale([1, 2, 1])
  document.createScene('other').addChild(document.createNode('alone').setMesh(mesh).setTranslation([9, 9, 9]))
  document.getRoot().setDefaultScene(document.createScene('shown').addChild(lid).addChild(shared))
  document.createScene('third').addChild(shared)
  if (moving) {
    const sampler = document
      .createAnimationSampler()
      .setInput(accessor('SCALAR', Float32Array.of(0, 1)))
      .setOutput(accessor('VEC4', Float32Array.of(0, 0, 0, 1, 0, 1, 0, 0)))
    document
      .createAnimation('open')
      .addSampler(sampler)
      .addChannel(document.createAnimationChannel().setTargetNode(lid).setTargetPath('rotation').setSampler(sampler))
  }
  return written(document)
}

it.each([
  ['stands still', false, REQUEST],
  ['moves, all axes alike', true, { scaled_bbox: [-1, 5, -1], pivot_point: [0, 0, 0] }],
  ['moves, unevenly', true, REQUEST],
] as const)(
  'every scene of a file that %s gets the size and origin, also those that share a root',
  async (_, moving, request) => {
    const source = await threeScenes(moving)
    const { glb, fit } = await refit(source, request)
    const [before, after] = [await openWithThree(source), await openWithThree(glb)]
    expect(after.scenes).toHaveLength(3)
    for (const index of [0, 1, 2]) {
      const [was, is] = [boxWithThree(before.scenes[index]!), boxWithThree(after.scenes[index]!)]
      for (const axis of [0, 1, 2] as const) {
        for (const end of ['min', 'max'] as const) {
          expect(is[end].getComponent(axis), `scene ${index}`).toBeCloseTo(
            was[end].getComponent(axis) * fit.scale[axis] + fit.offsetMetres[axis],
            4,
          )
        }
      }
    }
    await expectValid(glb)
  },
)

it('tangents go along with a mirrored node, and say by their w on which side the bitangent now lies', async () => {
  const { document, mesh } = wedge()
  document
    .createScene()
    .addChild(document.createNode().setMesh(mesh).setScale([1, 1, -1]).setRotation([0, 0.3826834, 0, 0.9238795]))
  const source = await written(document)
  const { glb } = await refit(source, REQUEST)
  const [was, is] = [await partOf(source), await partOf(glb)]
  const [uvs, indices] = [is?.getAttribute('TEXCOORD_0'), is?.getIndices()]
  const at = (name: string, corner: number) =>
    new Vector3().fromArray(is?.getAttribute(name)?.getElement(corner, []) ?? [])
  for (let i = 0; i < 36; i += 3) {
    const [a, b, c] = [0, 1, 2].map((k) => indices?.getScalar(i + k) ?? 0) as [number, number, number]
    const uv = (corner: number) => uvs?.getElement(corner, []) ?? []
    const [[ua = 0, va = 0], [ub = 0, vb = 0], [uc = 0, vc = 0]] = [uv(a), uv(b), uv(c)]
    // Where v grows over the face, by the positions and UVs themselves.
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

it('a part that its node scales to nothing stays a valid file', async () => {
  const { document, mesh } = wedge()
  const scene = document.createScene().addChild(document.createNode().setMesh(mesh))
  scene.addChild(document.createNode().setMesh(mesh).setScale([0, 0, 0]).setTranslation([0.5, 0.2, 0.5]))
  const { glb } = await refit(await written(document), REQUEST)
  await expectValid(glb)
})

it('a cut-off or damaged file gets its sentence, and never a broken one back', async () => {
  const whole = await KINDS_OF_GLB['one mesh as the engine writes it']!()
  const json = new DataView(whole.buffer, whole.byteOffset).getUint32(12, true)
  const cut = whole.slice(0, 20 + json + 8 + 100)
  const view = new DataView(cut.buffer)
  view.setUint32(8, cut.length, true)
  view.setUint32(20 + json, 100, true)
  for (const bytes of [
    new Uint8Array(),
    whole.slice(0, 300),
    cut,
    new TextEncoder().encode('not a mesh at all, but long enough'),
  ]) {
    await expect(refit(bytes, REQUEST)).rejects.toThrow(UnsafeGlbError)
    await expect(refit(bytes, REQUEST)).rejects.toThrow(/^(The|Its) .*\.$/)
  }
})

it('a file that needs an extension nobody knows is told to be so, not to be damaged', async () => {
  const bytes = withJson(await KINDS_OF_GLB['one mesh as the engine writes it']!(), (json) => {
    json.extensionsUsed = json.extensionsRequired = ['ACME_fog']
  })
  await expect(refit(bytes, REQUEST)).rejects.toThrow('The mesh file needs ACME_fog')
})

const place = fc.record({
  translation: fc.tuple(
    fc.integer({ min: -5, max: 5 }),
    fc.integer({ min: -5, max: 5 }),
    fc.integer({ min: -5, max: 5 }),
  ),
  axis: fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 }), fc.integer({ min: 1, max: 3 })),
  angle: fc.double({ min: 0, max: Math.PI, noNaN: true }),
  scale: fc.tuple(fc.constantFrom(-2, 0.5, 1, 3), fc.constantFrom(-1, 0.25, 1), fc.constantFrom(-1, 1, 2)),
})

it('any chain of nodes under any request has the asked box and origin', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(place, { minLength: 1, maxLength: 4 }),
      fc.tuple(
        fc.double({ min: 0.01, max: 50, noNaN: true }),
        fc.double({ min: 0.01, max: 50, noNaN: true }),
        fc.double({ min: 0.01, max: 50, noNaN: true }),
      ),
      fc.tuple(
        fc.double({ min: -0.5, max: 0.5, noNaN: true }),
        fc.double({ min: -0.5, max: 0.5, noNaN: true }),
        fc.double({ min: -0.5, max: 0.5, noNaN: true }),
      ),
      async (places, size, pivot) => {
        const { document, mesh } = wedge()
        const scene = document.createScene()
        let above: { addChild(node: ReturnType<typeof document.createNode>): unknown } = scene
        for (const { translation, axis, angle, scale } of places) {
          const [x, y, z] = new Vector3(...axis)
            .normalize()
            .multiplyScalar(Math.sin(angle / 2))
            .toArray()
          const node = document
            .createNode()
            .setTranslation(translation)
            .setRotation([x, y, z, Math.cos(angle / 2)])
            .setScale(scale)
            .setMesh(mesh)
          above.addChild(node)
          above = node
        }
        const { glb } = await refit(await written(document), { scaled_bbox: size, pivot_point: pivot })
        const box = boxWithThree(await opened(glb))
        for (const axis of [0, 1, 2]) {
          const [is, asked, at] = [
            box.max.getComponent(axis) - box.min.getComponent(axis),
            size[axis] ?? 0,
            pivot[axis] ?? 0,
          ]
          expect(Math.abs(is - asked) / asked).toBeLessThan(1e-4)
          expect(Math.abs(box.min.getComponent(axis) + (at + 0.5) * asked) / asked).toBeLessThan(1e-4)
        }
      },
    ),
    { numRuns: 40 },
  )
})
