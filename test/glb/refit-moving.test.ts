import { AnimationMixer, Mesh, Vector3, type AnimationClip, type BufferGeometry, type Object3D } from 'three'
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js'
import { describe, expect, it } from 'vitest'
import { EXTMeshGPUInstancing } from '@gltf-transform/extensions'
import { posedBox } from '../../src/glb/posed-box.ts'
import { refit } from '../../src/glb/refit.ts'
import { KINDS_OF_GLB, io, wedge } from '../fixtures/generated-glb.ts'
import { expectValid } from '../fixtures/validate-glb.ts'

interface Show {
  readonly scene: Object3D
  readonly clips: readonly AnimationClip[]
}

/** As three.js poses skins and plays keys, without any of the refit's code. */
async function opened(bytes: Uint8Array): Promise<Show> {
  const loader = new GLTFLoader()
  loader.register((parser) => ({ name: 'no pictures', loadTexture: () => Promise.resolve(null as never), parser }))
  const { scene, animations } = await loader.parseAsync(bytes.slice().buffer, '')
  return { scene, clips: animations }
}

/** Every vertex in the world at a moment of a clip (its index). */
function verticesAt({ scene, clips }: Show, clip: number, seconds: number): Vector3[] {
  const mixer = new AnimationMixer(scene)
  const played = clips[clip]
  if (played) mixer.clipAction(played).play()
  mixer.setTime(seconds)
  scene.updateMatrixWorld(true)
  const found: Vector3[] = []
  scene.traverse((object) => {
    if (!(object instanceof Mesh)) return
    const mesh = object as Mesh<BufferGeometry>
    for (let i = 0; i < mesh.geometry.getAttribute('position').count; i++)
      found.push(mesh.getVertexPosition(i, new Vector3()).applyMatrix4(mesh.matrixWorld))
  })
  mixer.stopAllAction()
  return found
}

const REQUESTS = {
  'one scale': { scaled_bbox: [-1, 2.5, -1], pivot_point: [0.25, -0.5, 0] },
  'uneven scales': { scaled_bbox: [0.73, 1.31, 0.217], pivot_point: [-0.37, -0.5, 0.29] },
} as const

describe.each(['a skin', 'a skin whose bones move', 'an animation'])('a file with %s', (kind) => {
  it.each(Object.entries(REQUESTS))(
    'moves as it did before with %s, every vertex at every moment',
    async (_, request) => {
      const source = await KINDS_OF_GLB[kind]!()
      const { glb, fit } = await refit(source, request)
      const [before, after] = [await opened(source), await opened(glb)]
      expect(after.clips.length).toBe(before.clips.length)
      const reach = Math.max(...fit.sizeMetres)
      for (let clip = 0; clip < Math.max(1, before.clips.length); clip++) {
        for (const seconds of [0, 0.3, 0.5, 0.9, 1.4, 1.9]) {
          const [was, is] = [verticesAt(before, clip, seconds), verticesAt(after, clip, seconds)]
          expect(is.length).toBe(was.length)
          for (const [index, vertex] of was.entries()) {
            vertex.multiply(new Vector3(...fit.scale)).add(new Vector3(...fit.offsetMetres))
            expect(vertex.distanceTo(is[index] ?? new Vector3(Infinity)) / reach).toBeLessThan(1e-5)
          }
        }
      }
      await expectValid(glb)
    },
  )

  it('gets no further node when all axes have one scale, and keeps its normals and rotations to the byte', async () => {
    const source = await KINDS_OF_GLB[kind]!()
    const reader = await io()
    const [before, after] = [
      await reader.readBinary(source),
      await reader.readBinary((await refit(source, REQUESTS['one scale'])).glb),
    ]
    const facts = (document: typeof before) => ({
      names: document
        .getRoot()
        .listNodes()
        .map((node) => node.getName()),
      turns: document
        .getRoot()
        .listNodes()
        .map((node) => [node.getRotation(), node.getScale()]),
      normals: document.getRoot().listMeshes()[0]?.listPrimitives()[0]?.getAttribute('NORMAL')?.getArray(),
      keys: document
        .getRoot()
        .listAnimations()
        .flatMap((animation) =>
          animation
            .listChannels()
            .filter((channel) => channel.getTargetPath() === 'rotation')
            .map((channel) => channel.getSampler()?.getOutput()?.getArray()),
        ),
    })
    expect(facts(after)).toEqual(facts(before))
  })
})

it('instances of a file that moves move with it', async () => {
  const { document, mesh, accessor } = wedge()
  const batch = document
    .createExtension(EXTMeshGPUInstancing)
    .setRequired(true)
    .createInstancedMesh()
    .setAttribute('TRANSLATION', accessor('VEC3', Float32Array.of(0, 0, 0, 2, 1, 0)))
  const node = document.createNode('leaves').setMesh(mesh).setExtension('EXT_mesh_gpu_instancing', batch)
  document.createScene().addChild(node)
  const sampler = document
    .createAnimationSampler()
    .setInput(accessor('SCALAR', Float32Array.of(0, 1)))
    .setOutput(accessor('VEC3', Float32Array.of(0, 0, 0, 0, 1, 0)))
  document
    .createAnimation('sway')
    .addSampler(sampler)
    .addChannel(document.createAnimationChannel().setTargetNode(node).setTargetPath('translation').setSampler(sampler))
  const { glb, before, after } = await refit(await (await io()).writeBinary(document), {
    scaled_bbox: [-1, 3.8, -1],
    pivot_point: [0, 0, 0],
  })
  const scale = 3.8 / (before.max[1] - before.min[1])
  for (const axis of [0, 1, 2] as const)
    expect(after.max[axis]).toBeCloseTo((scale * (before.max[axis] - before.min[axis])) / 2, 5)
  const read = await (await io()).readBinary(glb)
  const box = posedBox(read.getRoot().listScenes()[0]!)
  for (const axis of [0, 1, 2] as const) expect(box?.max[axis]).toBeCloseTo(after.max[axis], 6)
})

it('a vertex with more than four joints is measured by all of them', async () => {
  const { document, mesh, accessor } = wedge({ tangents: false })
  const [primitive] = mesh.listPrimitives()
  const joints = Array.from({ length: 6 }, (_, index) =>
    document.createNode(`joint ${index}`).setTranslation([0, index, 0]),
  )
  const skin = document.createSkin()
  for (const joint of joints) skin.addJoint(joint)
  // Half on joint 0, which stays at the ground; half on joint 5, the second of the second set.
  const [first, second] = [new Float32Array(144), new Float32Array(144)]
  for (let vertex = 0; vertex < 36; vertex++) first[vertex * 4] = second[vertex * 4 + 1] = 0.5
  const ids = (start: number) =>
    accessor(
      'VEC4',
      Uint8Array.from({ length: 144 }, (_, i) => (start + (i % 4)) % 6),
    )
  primitive
    ?.setAttribute('JOINTS_0', ids(0))
    .setAttribute('WEIGHTS_0', accessor('VEC4', first))
    .setAttribute('JOINTS_1', ids(4))
    .setAttribute('WEIGHTS_1', accessor('VEC4', second))
  const scene = document.createScene().addChild(document.createNode('body').setMesh(mesh).setSkin(skin))
  for (const joint of joints) scene.addChild(joint)
  expect(posedBox(scene)?.min[1]).toBeCloseTo(2.5, 6)
  const { after } = await refit(await (await io()).writeBinary(document), REQUESTS['uneven scales'])
  for (const axis of [0, 1, 2] as const)
    expect(after.max[axis] - after.min[axis]).toBeCloseTo(REQUESTS['uneven scales'].scaled_bbox[axis], 5)
})
