import { KHRDracoMeshCompression } from '@gltf-transform/extensions'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { pictureSides } from '../../src/glb/check-pictures.ts'
import { dracoCounts } from '../../src/glb/draco-counts.ts'
import { preflightGlb } from '../../src/glb/preflight-glb.ts'
import { UnsafeGlbError } from '../../src/glb/unsafe-glb-error.ts'
import { KINDS_OF_GLB, io, wedge } from '../fixtures/generated-glb.ts'
import { withJson, type Loose } from '../fixtures/glb-json.ts'
import { PACKED_GLBS, dracoGlb } from '../fixtures/packed-glb.ts'

/** A GLB of a JSON chunk alone, as glTF 2.0 §4.4 lays it out. */
function glb(document: unknown): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(document))
  const length = Math.ceil(text.length / 4) * 4
  const bytes = new Uint8Array(20 + length).fill(0x20)
  const view = new DataView(bytes.buffer)
  ;[0x46546c67, 2, bytes.length, length, 0x4e4f534a].forEach((word, index) => view.setUint32(index * 4, word, true))
  bytes.set(text, 20)
  return bytes
}

/** The same with a binary chunk. */
function withBinary(file: Uint8Array, binary: Uint8Array): Uint8Array {
  const length = Math.ceil(binary.length / 4) * 4
  const bytes = new Uint8Array(file.length + 8 + length)
  bytes.set(file)
  bytes.set(binary, file.length + 8)
  const view = new DataView(bytes.buffer)
  view.setUint32(8, bytes.length, true)
  view.setUint32(file.length, length, true)
  view.setUint32(file.length + 4, 0x004e4942, true)
  return bytes
}

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

describe('a mesh file is looked at before it is opened', () => {
  it('lets a plain one pass and counts its triangles', () => {
    expect(preflightGlb(glb({ ...shown, accessors: [accessor(9)] }))).toEqual({ triangles: 3, extensionsUsed: [] })
  })

  it('refuses 200 bytes that ask for 3.6 GB', () => {
    const bomb = glb({ asset, accessors: [accessor(300_000_000)] })
    expect(bomb.length).toBeLessThan(200)
    expect(() => preflightGlb(bomb)).toThrow(/3\.6 GB/)
  })

  it('refuses more triangles than can be shown', () => {
    expect(() => preflightGlb(glb({ ...shown, accessors: [accessor(33_000_000)] }))).toThrow(/11 million triangles/)
  })

  it('counts a mesh as often as nodes and instances show it, and not one that is not shown', () => {
    const accessors = [accessor(300), accessor(50)]
    const nodes = [
      { children: [1, 2] },
      { mesh: 0 },
      { mesh: 0, extensions: { EXT_mesh_gpu_instancing: { attributes: { TRANSLATION: 1 } } } },
      { mesh: 0 },
    ]
    expect(preflightGlb(glb({ ...shown, nodes, accessors })).triangles).toBe(5100)
    const crowd = [accessor(30_000), accessor(2000)]
    expect(() => preflightGlb(glb({ ...shown, nodes, accessors: crowd }))).toThrow(/20 million triangles/)
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
    expect(preflightGlb(glb(strip)).triangles).toBe(298)
  })

  it('counts what is packed as what it unpacks to', () => {
    const packed = { buffer: 0, byteLength: 0, byteStride: 256, count: 5_000_000, mode: 'ATTRIBUTES' }
    const bomb = glb({
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
    expect(() => preflightGlb(glb({ asset, nodes }))).toThrow(/circle, or too deep/)
  })

  it('is not held up by 40 layers of nodes that share all their children', () => {
    const layered = Array.from({ length: 80 }, (_, node) => {
      const next = node - (node % 2) + 2
      return next < 80 ? { children: [next, next + 1] } : {}
    })
    expect(preflightGlb(glb({ asset, scenes, nodes: layered }))).toMatchObject({ triangles: 0 })
  })

  it.each([
    ['a buffer', { buffers: [{ uri: 'https://example.com/a.bin', byteLength: 4 }] }],
    ['a picture', { images: [{ uri: '../../etc/passwd' }] }],
  ])('refuses %s from outside the file, and takes one within', (_, outside) => {
    expect(() => preflightGlb(glb({ asset, ...outside }))).toThrow(/outside itself/)
    expect(() => preflightGlb(glb({ asset, scenes, images: [{ uri: 'data:image/png;base64,AA==' }] }))).not.toThrow()
  })

  it('refuses every file that is cut off, with a sentence', () => {
    const whole = glb({ asset, nodes: [{}, {}] })
    for (let length = 0; length < whole.length; length++) {
      expect(() => preflightGlb(whole.slice(0, length))).toThrow(/cut off|no GLB/)
    }
  })

  it('refuses what is no GLB, an older one, and a description that is none', () => {
    expect(() => preflightGlb(new TextEncoder().encode('<!doctype html><title>502</title>'))).toThrow(/no GLB/)
    const old = glb({ asset })
    old[4] = 1
    expect(() => preflightGlb(old)).toThrow(/older glTF/)
    expect(() => preflightGlb(glb({ asset, accessors: [{ ...accessor(1), count: -1 }] }))).toThrow(/not what glTF 2\.0/)
    expect(() => preflightGlb(glb([]))).toThrow(/not what glTF 2\.0/)
  })
})

const primitive = (json: Loose) => json.meshes![0]!.primitives[0]!

function header(
  length: number,
  write: (view: DataView, text: (at: number, letters: string) => void) => void,
): Uint8Array {
  const bytes = new Uint8Array(length)
  write(new DataView(bytes.buffer), (at, letters) => bytes.set(new TextEncoder().encode(letters), at))
  return bytes
}

describe('a damaged file is told what is wrong with it', () => {
  it.each<[what: string, edit: (json: Loose) => void, sentence: RegExp]>([
    ['a mesh that is not there', (json) => (json.nodes![0]!.mesh = 7), /node 0 names mesh 7, and the file has 1 /],
    ['an accessor that is not there', (json) => (primitive(json).attributes.NORMAL = 99), /mesh 0 names accessor 99/],
    ['a material that is not there', (json) => (primitive(json).material = 3), /mesh 0 names material 3/],
    ['a scene that is not there', (json) => (json.scene = 4), /the file names scene 4/],
    ['a child that is not there', (json) => (json.nodes![0]!.children = [12]), /node 0 names node 12/],
    ['a skin that is not there', (json) => (json.nodes![0]!.skin = 0), /node 0 names skin 0, and the file has none/],
    ['a picture that is not there', (json) => (json.textures![0]!.source = 5), /texture 0 names picture 5/],
    [
      'a texture that is not there',
      (json) => (json.materials![0]!.normalTexture!.index = 2),
      /material 0 names texture 2/,
    ],
    [
      'a buffer view that is not there',
      (json) => (json.accessors![0]!.bufferView = 50),
      /accessor 0 names buffer view 50/,
    ],
    ['a buffer that is not there', (json) => (json.bufferViews![0]!.buffer = 1), /buffer view 0 names buffer 1/],
    ['no scene', (json) => (json.scenes = []), /holds no scene|names scene 0/],
    ['no scene at all', (json) => void (delete json.scenes, delete json.scene), /holds no scene/],
    [
      'a part without positions',
      (json) => void delete primitive(json).attributes.POSITION,
      /mesh 0 has a part without positions/,
    ],
    [
      'positions in a plane',
      (json) => (primitive(json).attributes.POSITION = primitive(json).attributes.TEXCOORD_0!),
      /no points in space/,
    ],
    [
      'more vertices than there are',
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
      /buffer 0 should be 1000000 bytes/,
    ],
    [
      'a buffer view beyond its buffer',
      (json) => (json.bufferViews![0]!.byteLength = 1e5),
      /buffer view 0 goes beyond its buffer/,
    ],
    ['numbers of no type', (json) => (json.accessors![0]!.componentType = 1 as never), /accessor 0 is of no type/],
    [
      'triangles told in fractions',
      (json) => (primitive(json).indices = primitive(json).attributes.NORMAL!),
      /not told by whole numbers/,
    ],
    [
      'a node that stands nowhere',
      (json) => (json.nodes![0]!.translation = ['a', 0, 0] as never),
      /at nodes\[0\]\.translation/,
    ],
    ['a version to come', (json) => (json.asset.version = '3.0'), /another glTF version/],
    [
      'an extension it cannot do without',
      (json) => (json.extensionsRequired = json.extensionsUsed = ['ACME_fog']),
      /needs ACME_fog, which is not known here/,
    ],
  ])('%s', async (_, edit, sentence) => {
    const whole = await KINDS_OF_GLB['one mesh as the engine writes it']!()
    expect(() => preflightGlb(whole)).not.toThrow()
    const damaged = () => preflightGlb(withJson(whole, edit))
    expect(damaged).toThrow(UnsafeGlbError)
    expect(damaged).toThrow(sentence)
  })

  it('Draco’s data that are not there', async () => {
    const damaged = withJson(await KINDS_OF_GLB['Draco compression']!(), (json) =>
      Object.assign(primitive(json).extensions!.KHR_draco_mesh_compression!, { bufferView: 40 }),
    )
    expect(() => preflightGlb(damaged)).toThrow(/mesh 0 names buffer view 40/)
  })

  it('Draco’s data that unpack to more than the file says', async () => {
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
    expect(() => preflightGlb(bomb)).toThrow(/mesh 0 is packed with more than it says/)
  })

  it.each(Object.entries({ ...KINDS_OF_GLB, ...PACKED_GLBS }))('and a whole one with %s passes', async (_, make) => {
    expect(preflightGlb(await make()).triangles).toBeGreaterThan(0)
  })
})

describe('pictures are looked at before they are decoded', () => {
  /** First bytes of pictures of 20,000 by 10,000 pixels (WebP: 16,000), by their specifications. */
  const huge: Readonly<Record<string, Uint8Array>> = {
    PNG: header(33, (view, text) => {
      view.setUint32(0, 0x89504e47)
      view.setUint32(4, 0x0d0a1a0a)
      text(12, 'IHDR')
      view.setUint32(16, 20_000)
      view.setUint32(20, 10_000)
    }),
    // A thumbnail's segment first, as cameras write it.
    JPEG: header(60, (view) => {
      view.setUint32(0, 0xffd8ffe1)
      view.setUint16(4, 30)
      view.setUint16(34, 0xffc2)
      view.setUint16(36, 17)
      view.setUint8(38, 8)
      view.setUint16(39, 10_000)
      view.setUint16(41, 20_000)
    }),
    'WebP, lossy': header(30, (view, text) => {
      text(0, 'RIFF')
      text(8, 'WEBPVP8 ')
      view.setUint16(26, 16_000, true)
      view.setUint16(28, 10_000, true)
    }),
    'WebP, lossless': header(30, (view, text) => {
      text(0, 'RIFF')
      text(8, 'WEBPVP8L')
      view.setUint32(21, 15_999 | (9_999 << 14), true)
    }),
    'WebP, extended': header(30, (view, text) => {
      text(0, 'RIFF')
      text(8, 'WEBPVP8X')
      view.setUint16(24, 15_999, true)
      view.setUint16(27, 9_999, true)
    }),
    KTX2: header(80, (view, text) => {
      text(1, 'KTX 20')
      view.setUint32(20, 20_000, true)
      view.setUint32(24, 10_000, true)
    }),
  }

  it.each(Object.entries(huge))('%s of 160 megapixels or more is refused, in the file as in its text', (_, picture) => {
    const uri = `data:image/png;base64,${Buffer.from(picture).toString('base64')}`
    expect(() => preflightGlb(glb({ asset, scenes, images: [{ uri }] }))).toThrow(
      /Picture 0 of the mesh file has (?:20|16)000 × 10000 pixels/,
    )
    const plain = glb({
      asset,
      scenes,
      images: [{ bufferView: 0, mimeType: 'image/png' }],
      bufferViews: [{ buffer: 0, byteLength: picture.length }],
      buffers: [{ byteLength: picture.length }],
    })
    expect(() => preflightGlb(withBinary(plain, picture))).toThrow(/pixels, too many to open here/)
  })

  it.each(['png', 'jpeg', 'webp'] as const)('a %s has the sides that its decoder says', async (type) => {
    const picture = await sharp({ create: { width: 123, height: 45, channels: 3, background: '#345' } })
      .toFormat(type)
      .toBuffer()
    expect(pictureSides(Uint8Array.from(picture))).toEqual([123, 45])
    expect(pictureSides(Uint8Array.from(picture).subarray(0, 3))).toBeNull()
  })
})
