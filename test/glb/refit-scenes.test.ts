import { KHRLightsPunctual } from '@gltf-transform/extensions'
import fc from 'fast-check'
import { PerspectiveCamera, PointLight, Vector3, type Object3D } from 'three'
import { expect, it } from 'vitest'
import { UnsafeGlbError } from '../../src/glb/unsafe-glb-error.ts'
import { refit } from '../../src/glb/refit.ts'
import { KINDS_OF_GLB, io, wedge } from '../fixtures/generated-glb.ts'
import { withJson } from '../fixtures/glb-json.ts'
import { boxWithThree, openWithThree } from '../fixtures/open-with-three.ts'
import { expectValid } from '../fixtures/validate-glb.ts'

const REQUEST = { scaled_bbox: [0.73, 1.31, 0.217], pivot_point: [-0.37, -0.5, 0.29] } as const

const opened = async (bytes: Uint8Array): Promise<Object3D> => (await openWithThree(bytes)).scene

const hangingIn = (scene: Object3D, kind: typeof PerspectiveCamera | typeof PointLight): Object3D[] => {
  const found: Object3D[] = []
  scene.traverse((object) => object instanceof kind && found.push(object))
  return found
}

const written = async (document: ReturnType<typeof wedge>['document']) => (await io()).writeBinary(document)

it('cameras and lights move along unstretched: alone, on a mesh’s node, or above one', async () => {
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
    for (const [index, object] of was.entries()) {
      const place = object
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
  ['moves, with one scale for all axes', true, { scaled_bbox: [-1, 5, -1], pivot_point: [0, 0, 0] }],
  ['moves, with uneven scales', true, REQUEST],
] as const)(
  'every scene of a file that %s gets the size and origin, also scenes that share a root',
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

it('a cut-off or damaged file is refused with a sentence', async () => {
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

it('a file that requires an unknown extension is said to do so, not to be damaged', async () => {
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

it('any chain of nodes has the requested box and origin after any request', async () => {
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
          const [actual, expected, at] = [
            box.max.getComponent(axis) - box.min.getComponent(axis),
            size[axis] ?? 0,
            pivot[axis] ?? 0,
          ]
          expect(Math.abs(actual - expected) / expected).toBeLessThan(1e-4)
          expect(Math.abs(box.min.getComponent(axis) + (at + 0.5) * expected) / expected).toBeLessThan(1e-4)
        }
      },
    ),
    { numRuns: 40 },
  )
})
