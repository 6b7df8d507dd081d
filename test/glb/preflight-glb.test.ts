import { KHRDracoMeshCompression } from '@gltf-transform/extensions'
import { describe, expect, it } from 'vitest'
import { dracoCounts } from '../../src/glb/draco-counts.ts'
import { preflightGlb } from '../../src/glb/preflight-glb.ts'
import { UnsafeGlbError } from '../../src/glb/unsafe-glb-error.ts'
import { KINDS_OF_GLB, io, wedge } from '../fixtures/generated-glb.ts'
import { jsonGlb, withJson, type Loose } from '../fixtures/glb-json.ts'
import { PACKED_GLBS, dracoGlb } from '../fixtures/packed-glb.ts'

const asset = { version: '2.0' }
const accessor = (count: number) => ({ count, componentType: 5126, type: 'VEC3' })
/** One scene that shows one mesh, on nothing but a count. */
const shown = {
  asset,
  scenes: [{ nodes: [0] }],
  nodes: [{ mesh: 0 }],
  meshes: [{ primitives: [{ attributes: { POSITION: 0 } }] }],
}
const scenes = [{}]

describe('a mesh file is checked before it is opened', () => {
  it('passes a plain one and counts its triangles', () => {
    expect(preflightGlb(jsonGlb({ ...shown, accessors: [accessor(9)] }))).toEqual({ triangles: 3, extensionsUsed: [] })
  })

  it('refuses 200 bytes that ask for 3.6 GB', () => {
    const bomb = jsonGlb({ asset, accessors: [accessor(300_000_000)] })
    expect(bomb.length).toBeLessThan(200)
    expect(() => preflightGlb(bomb)).toThrow(/3\.6 GB/)
  })

  it('refuses more triangles than can be shown', () => {
    expect(() => preflightGlb(jsonGlb({ ...shown, accessors: [accessor(33_000_000)] }))).toThrow(/11 million triangles/)
  })

  it('counts a mesh as often as nodes and instances show it, and leaves out one that is not shown', () => {
    const accessors = [accessor(300), accessor(50)]
    const nodes = [
      { children: [1, 2] },
      { mesh: 0 },
      { mesh: 0, extensions: { EXT_mesh_gpu_instancing: { attributes: { TRANSLATION: 1 } } } },
      { mesh: 0 },
    ]
    expect(preflightGlb(jsonGlb({ ...shown, nodes, accessors })).triangles).toBe(5100)
    const crowd = [accessor(30_000), accessor(2000)]
    expect(() => preflightGlb(jsonGlb({ ...shown, nodes, accessors: crowd }))).toThrow(/20 million triangles/)
    const strip = {
      ...shown,
      accessors,
      meshes: [
        {
          primitives: [
            { mode: 5, attributes: { POSITION: 0 } },
            { mode: 1, attributes: { POSITION: 0 } },
          ],
        },
      ],
    }
    expect(preflightGlb(jsonGlb(strip)).triangles).toBe(298)
  })

  it('counts packed data by what they unpack to', () => {
    const packed = { buffer: 0, byteLength: 0, byteStride: 256, count: 5_000_000, mode: 'ATTRIBUTES' }
    const bomb = jsonGlb({
      ...shown,
      accessors: [accessor(3)],
      buffers: [{ byteLength: 0, uri: 'data:,' }],
      bufferViews: [{ buffer: 0, byteLength: 0, extensions: { EXT_meshopt_compression: packed } }],
    })
    expect(bomb.length).toBeLessThan(600)
    expect(() => preflightGlb(bomb)).toThrow(/1\.3 GB/)
  })

  it.each([
    ['a node that is its own child', [{ children: [0] }]],
    ['two nodes in a circle', [{ children: [1] }, { children: [0] }]],
    ['nodes 600 deep', Array.from({ length: 600 }, (_, node) => (node < 599 ? { children: [node + 1] } : {}))],
  ])('refuses %s', (_, nodes) => {
    expect(() => preflightGlb(jsonGlb({ asset, nodes }))).toThrow(/circle, or are nested too deep/)
  })

  it('is not held up by 40 layers of nodes that share all their children', () => {
    const layered = Array.from({ length: 80 }, (_, node) => {
      const next = node - (node % 2) + 2
      return next < 80 ? { children: [next, next + 1] } : {}
    })
    expect(preflightGlb(jsonGlb({ asset, scenes, nodes: layered }))).toMatchObject({ triangles: 0 })
  })

  it.each([
    ['a buffer', { buffers: [{ uri: 'https://example.com/a.bin', byteLength: 4 }] }],
    ['a picture', { images: [{ uri: '../../etc/passwd' }] }],
  ])('refuses %s outside the file, and accepts one inside', (_, outside) => {
    expect(() => preflightGlb(jsonGlb({ asset, ...outside }))).toThrow(/outside itself/)
    expect(() =>
      preflightGlb(jsonGlb({ asset, scenes, images: [{ uri: 'data:image/png;base64,AA==' }] })),
    ).not.toThrow()
  })

  it('refuses every file that is cut off, with a sentence', () => {
    const whole = jsonGlb({ asset, nodes: [{}, {}] })
    for (let length = 0; length < whole.length; length++) {
      expect(() => preflightGlb(whole.slice(0, length))).toThrow(/cut off|not a GLB/)
    }
  })

  it('refuses what is not a GLB, one of glTF 1, and one whose JSON is not what glTF asks for', () => {
    expect(() => preflightGlb(new TextEncoder().encode('<!doctype html><title>502</title>'))).toThrow(/not a GLB/)
    const old = jsonGlb({ asset })
    old[4] = 1
    expect(() => preflightGlb(old)).toThrow(/glTF version before 2/)
    expect(() => preflightGlb(jsonGlb({ asset, accessors: [{ ...accessor(1), count: -1 }] }))).toThrow(
      /not what glTF 2\.0/,
    )
    expect(() => preflightGlb(jsonGlb([]))).toThrow(/not what glTF 2\.0/)
  })
})

const primitive = (json: Loose) => json.meshes![0]!.primitives[0]!

describe('a damaged file: the artist is told what is wrong with it', () => {
  it.each<[what: string, edit: (json: Loose) => void, sentence: RegExp]>([
    ['a mesh that is not there', (json) => (json.nodes![0]!.mesh = 7), /node 0 refers to mesh 7, and the file has 1 /],
    [
      'an accessor that is not there',
      (json) => (primitive(json).attributes.NORMAL = 99),
      /mesh 0 refers to accessor 99/,
    ],
    ['a material that is not there', (json) => (primitive(json).material = 3), /mesh 0 refers to material 3/],
    ['a scene that is not there', (json) => (json.scene = 4), /the file refers to scene 4/],
    ['a child that is not there', (json) => (json.nodes![0]!.children = [12]), /node 0 refers to node 12/],
    [
      'a skin that is not there',
      (json) => (json.nodes![0]!.skin = 0),
      /node 0 refers to skin 0, and the file has none/,
    ],
    ['a picture that is not there', (json) => (json.textures![0]!.source = 5), /texture 0 refers to picture 5/],
    [
      'a texture that is not there',
      (json) => (json.materials![0]!.normalTexture!.index = 2),
      /material 0 refers to texture 2/,
    ],
    [
      'a buffer view that is not there',
      (json) => (json.accessors![0]!.bufferView = 50),
      /accessor 0 refers to buffer view 50/,
    ],
    ['a buffer that is not there', (json) => (json.bufferViews![0]!.buffer = 1), /buffer view 0 refers to buffer 1/],
    ['no scene', (json) => (json.scenes = []), /has no scene|refers to scene 0/],
    ['no scene at all', (json) => void (delete json.scenes, delete json.scene), /has no scene/],
    [
      'a primitive without positions',
      (json) => void delete primitive(json).attributes.POSITION,
      /mesh 0 has a primitive without positions/,
    ],
    [
      'positions of two numbers',
      (json) => (primitive(json).attributes.POSITION = primitive(json).attributes.TEXCOORD_0!),
      /positions of mesh 0 are not triples/,
    ],
    [
      'more vertices than the file holds',
      (json) => (json.accessors![primitive(json).attributes.POSITION!]!.count = 37),
      /goes beyond its buffer view/,
    ],
    [
      'fewer normals than vertices',
      (json) => (json.accessors![primitive(json).attributes.NORMAL!]!.count = 30),
      /more vertices in one array than in another/,
    ],
    [
      'a buffer longer than the file',
      (json) => (json.buffers![0]!.byteLength = 1e6),
      /buffer 0 should have 1000000 bytes/,
    ],
    [
      'a buffer view beyond its buffer',
      (json) => (json.bufferViews![0]!.byteLength = 1e5),
      /buffer view 0 goes beyond its buffer/,
    ],
    [
      'numbers of an unknown type',
      (json) => (json.accessors![0]!.componentType = 1 as never),
      /accessor 0 has a type that glTF does not know/,
    ],
    [
      'indices that are fractions',
      (json) => (primitive(json).indices = primitive(json).attributes.NORMAL!),
      /indices of mesh 0 are not whole numbers/,
    ],
    [
      'a translation that is not numbers',
      (json) => (json.nodes![0]!.translation = ['a', 0, 0] as never),
      /at nodes\[0\]\.translation/,
    ],
    ['a later version of glTF', (json) => (json.asset.version = '3.0'), /another glTF version/],
    [
      'an unknown extension that it requires',
      (json) => (json.extensionsRequired = json.extensionsUsed = ['ACME_fog']),
      /needs ACME_fog, which Plinth does not know/,
    ],
  ])('%s', async (_, edit, sentence) => {
    const whole = await KINDS_OF_GLB['one mesh as the engine writes it']!()
    expect(() => preflightGlb(whole)).not.toThrow()
    const damaged = () => preflightGlb(withJson(whole, edit))
    expect(damaged).toThrow(UnsafeGlbError)
    expect(damaged).toThrow(sentence)
  })

  it('Draco data that are missing', async () => {
    const damaged = withJson(await KINDS_OF_GLB['Draco compression']!(), (json) =>
      Object.assign(primitive(json).extensions!.KHR_draco_mesh_compression!, { bufferView: 40 }),
    )
    expect(() => preflightGlb(damaged)).toThrow(/mesh 0 refers to buffer view 40/)
  })

  it('Draco data that unpack to more than the accessors say', async () => {
    const whole = await dracoGlb()
    expect(() => preflightGlb(whole)).not.toThrow()
    const at = Buffer.from(whole).indexOf('DRACO')
    expect(dracoCounts(whole.subarray(at))).toEqual({ faces: 12, vertices: expect.any(Number) as number })
    const { document, mesh } = wedge({ tangents: false })
    document.createScene().addChild(document.createNode().setMesh(mesh))
    document
      .createExtension(KHRDracoMeshCompression)
      .setRequired(true)
      .setEncoderOptions({ method: KHRDracoMeshCompression.EncoderMethod.SEQUENTIAL })
    const sequential = await (await io()).writeBinary(document)
    expect(dracoCounts(sequential.subarray(Buffer.from(sequential).indexOf('DRACO')))).toEqual({
      faces: 12,
      vertices: 36,
    })
    const bomb = whole.slice()
    // An edgebreaker's first number is that of its vertices: 268,435,455 in four bytes.
    bomb.set([0xff, 0xff, 0xff, 0x7f], at + 12)
    expect(dracoCounts(bomb.subarray(at))?.vertices).toBe(268_435_455)
    expect(() => preflightGlb(bomb)).toThrow(/mesh 0 would unpack to more than its accessors say/)
  })

  it.each(Object.entries({ ...KINDS_OF_GLB, ...PACKED_GLBS }))('a whole file with %s passes', async (_, make) => {
    expect(preflightGlb(await make()).triangles).toBeGreaterThan(0)
  })
})
