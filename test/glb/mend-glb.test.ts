import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { boxSize } from '../../src/contract/vec3.ts'
import { exportMesh } from '../../src/download/export-mesh.ts'
import { mendGlb } from '../../src/glb/mend-glb.ts'
import { preflightGlb } from '../../src/glb/preflight-glb.ts'
import { refit } from '../../src/glb/refit.ts'
import { UnsafeGlbError } from '../../src/glb/unsafe-glb-error.ts'
import { openGlb } from '../../src/viewer/open-glb.ts'
import { KINDS_OF_GLB } from '../fixtures/generated-glb.ts'
import { jsonOf, withText, jsonText, type Loose } from '../fixtures/glb-json.ts'
import { PACKED_GLBS } from '../fixtures/packed-glb.ts'
import { posedTruth } from '../fixtures/posed-truth.ts'
import { addAccessor, addTexture, addView, packed, rawCube, type Raw } from '../fixtures/raw-cube.ts'
import { expectNoError } from '../fixtures/validate-glb.ts'

const REQUEST = { scaled_bbox: [-1, 3, -1], pivot_point: [0, -0.5, 0] } as const
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Opens on the stage, refits, exports and is valid; returns what the artist is told. */
async function opensWhole(glb: Uint8Array<ArrayBuffer>): Promise<readonly string[]> {
  const { bytes, leftOut } = mendGlb(glb)
  expect(preflightGlb(bytes).triangles).toBe(12)
  await expectNoError(bytes)
  // Node decodes no pictures, so what has some is opened in the browser's tests.
  const hasPicture = jsonOf(bytes).materials?.some(({ pbrMetallicRoughness: own }) => own?.baseColorTexture)
  expect(boxSize(hasPicture ? posedTruth(bytes) : (await openGlb(glb)).box)).toEqual([1, 1, 1])
  const refitted = await refit(glb, REQUEST)
  expect(boxSize(posedTruth(refitted.glb))).toEqual([3, 3, 3])
  await expectNoError(refitted.glb)
  for (const format of ['obj', 'stl'] as const)
    await exportMesh({ format, glb, name: 'cube' }, { redraw: () => Promise.resolve(null) })
  return leftOut
}

describe('a container whose lengths are a little wrong opens, and nothing is left out', () => {
  it.each<[what: string, glb: () => Uint8Array<ArrayBuffer>]>([
    ['a JSON chunk that is no multiple of four bytes', () => packed(rawCube(), { padded: false })],
    ['a file that is longer than its header says', () => packed(rawCube(), { lengthOff: -3 })],
    ['a file that is shorter than its header says', () => packed(rawCube(), { lengthOff: 2 })],
    ['a binary chunk that counts bytes that do not follow', () => packed(rawCube(), { chunkOff: 2 })],
    ['other bytes after the last chunk', () => packed(rawCube(), { trailing: bytesOf('\r\n--boundary--') })],
    ['other bytes that no length counts', () => packed(rawCube(), { trailing: bytesOf('more'), lengthOff: -4 })],
    [
      'JSON that is filled up with zeros',
      () => {
        const glb = packed(rawCube())
        const text = jsonText(glb).trimEnd()
        return withText(glb, text + '\0'.repeat(4 - (text.length % 4)))
      },
    ],
  ])('%s', async (_, glb) => {
    expect(await opensWhole(glb())).toEqual([])
  })
})

/** Adds an animation of the cube's translation, broken in some way. */
function animated(edit: (animation: NonNullable<Loose['animations']>[number], raw: Raw) => void): Raw {
  const raw = rawCube()
  const input = addAccessor(raw, 'SCALAR', Float32Array.of(0, 1))
  const output = addAccessor(raw, 'VEC3', Float32Array.of(0, 0, 0, 0, 1, 0))
  const animation = {
    name: 'Jump',
    samplers: [
      { input, output },
      { input, output },
    ],
    channels: [
      { sampler: 0, target: { node: 0, path: 'translation' as const } },
      { sampler: 1, target: { node: 0, path: 'scale' as const } },
    ],
  }
  edit(animation, raw)
  raw.json.animations = [animation]
  return raw
}

describe('a broken animation is mended or left out, and named', () => {
  it.each<[what: string, edit: Parameters<typeof animated>[0], sentence: RegExp, left: number]>([
    [
      'an interpolation of 0',
      ({ samplers }) => void (samplers[0]!.interpolation = 0 as never),
      /“Jump” does not say in a known way/,
      2,
    ],
    [
      'an interpolation of another format',
      ({ samplers }) => void (samplers[1]!.interpolation = 'BEZIER' as never),
      /taken for straight lines/,
      2,
    ],
    [
      'an unknown target',
      ({ channels }) => void (channels[0]!.target.path = 'colour' as never),
      /One track of animation “Jump” could not be read/,
      1,
    ],
    [
      'a node that is not there',
      ({ channels }) => void (channels[1]!.target.node = 9),
      /One track of animation “Jump”/,
      1,
    ],
    [
      'a sampler that is not there',
      ({ channels }) => void (channels[0]!.sampler = 7),
      /One track of animation “Jump”/,
      1,
    ],
    ['no sampler', ({ channels }) => void delete (channels[0] as { sampler?: number }).sampler, /One track/, 1],
    ['keys that are not there', ({ samplers }) => void (samplers[0]!.output = 40), /One track/, 1],
    [
      'fewer keys than moments',
      ({ samplers }, raw) => void (samplers[0]!.output = addAccessor(raw, 'VEC3', Float32Array.of(0, 0, 0))),
      /One track/,
      1,
    ],
    [
      'no target at all',
      ({ channels }) => void channels.forEach((channel) => delete (channel as { target?: object }).target),
      /Animation “Jump” could not be read and is left out/,
      0,
    ],
  ])('%s', async (_, edit, sentence, left) => {
    const glb = packed(animated(edit))
    const leftOut = await opensWhole(glb)
    expect(leftOut).toHaveLength(1)
    expect(leftOut[0]).toMatch(sentence)
    expect(jsonOf(mendGlb(glb).bytes).animations?.[0]?.channels.length ?? 0).toBe(left)
  })
})

const png = async (): Promise<Uint8Array> =>
  Uint8Array.from(
    await sharp({ create: { width: 8, height: 8, channels: 3, background: '#c33' } })
      .png()
      .toBuffer(),
  )

function painted(picture: Uint8Array, image?: object): Raw {
  const raw = rawCube()
  addTexture(raw, picture, image)
  return raw
}

const colourOf = (glb: Uint8Array) => jsonOf(glb).materials?.[0]?.pbrMetallicRoughness?.baseColorTexture

describe('a texture that cannot be read is left out and named, and its part stays', () => {
  it.each<[what: string, make: () => Raw | Promise<Raw>, sentence: RegExp]>([
    [
      'a web page',
      () => painted(bytesOf('<!doctype html><title>404</title>'), { mimeType: 'image/png', name: 'leather.png' }),
      /leather\.png is a web page and no picture/,
    ],
    ['no bytes', () => painted(new Uint8Array()), /picture 1 is empty/],
    ['a PNG that is cut off', async () => painted((await png()).slice(0, 60)), /picture 1 is cut off/],
    ['a JPEG that is cut off', () => painted(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)), /picture 1 is cut off/],
    ['something else', () => painted(bytesOf('once upon a time')), /is of no type that is known here/],
    ['a drawing', () => painted(bytesOf('<svg xmlns="http://www.w3.org/2000/svg"/>')), /is an SVG drawing/],
    [
      'a file beside it',
      () => {
        const raw = painted(new Uint8Array())
        raw.json.images = [{ uri: 'textures/old%20oak.jpg?v=2' }]
        return raw
      },
      /old oak\.jpg lies outside the file/,
    ],
    [
      'a view that is not there',
      () => {
        const raw = painted(new Uint8Array())
        raw.json.images = [{ bufferView: 77, mimeType: 'image/png' }]
        return raw
      },
      /picture 1 is not in the file/,
    ],
    [
      'a view beyond the file',
      async () => {
        const raw = painted(await png())
        raw.json.bufferViews!.at(-1)!.byteLength = 1e6
        return raw
      },
      /picture 1 is not in the file/,
    ],
    [
      'neither bytes nor an address',
      () => {
        const raw = painted(new Uint8Array())
        raw.json.images = [{}]
        return raw
      },
      /picture 1 is not in the file/,
    ],
    [
      'no picture in its texture',
      () => {
        const raw = painted(new Uint8Array())
        raw.json.textures = [{ source: 5 }]
        delete raw.json.images
        return raw
      },
      /A texture is not in the file/,
    ],
    [
      'a texture that is not there',
      async () => {
        const raw = painted(await png())
        raw.json.materials![0]!.pbrMetallicRoughness!.baseColorTexture!.index = 3
        return raw
      },
      /A texture is not in the file/,
    ],
  ])('%s', async (_, make, sentence) => {
    const glb = packed(await make())
    const leftOut = await opensWhole(glb)
    expect(leftOut).toEqual([expect.stringMatching(sentence)])
    expect(leftOut[0]).toMatch(/^A texture .* Its part is shown without it\.$/)
    expect(colourOf(mendGlb(glb).bytes)).toBeUndefined()
  })

  it('but not a good one beside it, nor one whose type is wrong', async () => {
    const raw = painted(await png(), { mimeType: 'image/jpeg' })
    raw.json.images!.push({ bufferView: addView(raw, bytesOf('<html>')), mimeType: 'image/png' })
    raw.json.textures!.push({ source: 1 })
    raw.json.materials![0]!.emissiveTexture = { index: 1 }
    const { bytes, leftOut } = mendGlb(packed(raw))
    expect(leftOut).toHaveLength(1)
    expect(jsonOf(bytes).materials![0]).toEqual({
      name: 'paint',
      pbrMetallicRoughness: { baseColorTexture: { index: 0 } },
    })
    expect(jsonOf(bytes).images![0]!.mimeType).toBe('image/png')
    await expectNoError(bytes)
  })

  it('also one that a decoder has refused', async () => {
    const { bytes, leftOut } = mendGlb(packed(painted(await png())), new Map([[0, 'cannot be decoded']]))
    expect(leftOut).toEqual(['A texture could not be read: picture 1 cannot be decoded. Its part is shown without it.'])
    await expectNoError(bytes)
  })
})

describe('what is harmless is put right without a word', () => {
  it.each<[what: string, edit: (raw: Raw) => void | Promise<void>]>([
    [
      'unknown ways to wrap and filter',
      async (raw) => {
        addTexture(raw, await png())
        raw.json.samplers = [{ wrapS: 1 as never, wrapT: 10497, magFilter: 0 as never, minFilter: 7 as never }]
        raw.json.textures![0]!.sampler = 0
      },
    ],
    [
      'a sampler that is not there',
      async (raw) => {
        addTexture(raw, await png())
        raw.json.textures![0]!.sampler = 4
      },
    ],
    ['a wrong extent', ({ json }) => void Object.assign(json.accessors![0]!, { min: [0, 0, 0], max: [9, 9, 9] })],
    ['no extent', ({ json }) => void Object.assign(json.accessors![0]!, { min: undefined, max: undefined })],
    [
      'empty lists',
      ({ json }) => void Object.assign(json, { animations: [], images: [], extensionsUsed: [], skins: [] }),
    ],
    ['a node without children in a list', ({ json }) => void (json.nodes![0]!.children = [])],
    ['extras of any kind', ({ json }) => void Object.assign(json, { extras: [null, { deep: [1, 'two'] }] })],
    ['a name that is a number', ({ json }) => void (json.nodes![0]!.name = 7 as never)],
    ['extensions that are a list', ({ json }) => void (json.nodes![0]!.extensions = [] as never)],
    [
      'an array of an unknown type that nothing uses',
      ({ json }) => void json.accessors!.push({ componentType: 1 as never, count: 3, type: 'VEC3', bufferView: 0 }),
    ],
    [
      'an array beyond the file that nothing uses',
      ({ json }) => void json.accessors!.push({ componentType: 5126, count: 9999, type: 'VEC3', bufferView: 0 }),
    ],
    [
      'a view beyond the file that nothing uses',
      ({ json }) => void json.bufferViews!.push({ buffer: 0, byteOffset: 4, byteLength: 1e6 }),
    ],
  ])('%s', async (_, edit) => {
    const raw = rawCube()
    await edit(raw)
    expect(await opensWhole(packed(raw))).toEqual([])
  })
})

describe('what a mesh can be shown without is left out and named', () => {
  it.each<[what: string, edit: (raw: Raw) => void, sentence: RegExp]>([
    [
      'a material that is not there',
      ({ json }) => void (json.meshes![0]!.primitives[0]!.material = 3),
      /The material of mesh 1 is not in the file/,
    ],
    [
      'normals that are not there',
      ({ json }) => void (json.meshes![0]!.primitives[0]!.attributes.NORMAL = 88),
      /The normals of mesh 1/,
    ],
    [
      'fewer UVs than vertices',
      (raw) =>
        void (raw.json.meshes![0]!.primitives[0]!.attributes.TEXCOORD_0 = addAccessor(
          raw,
          'VEC2',
          Float32Array.of(0, 0),
        )),
      /The texture coordinates of mesh 1/,
    ],
    ['a scene that is not there', ({ json }) => void (json.scene = 6), /names a scene that it does not have/],
  ])('%s', async (_, edit, sentence) => {
    const raw = rawCube()
    edit(raw)
    expect(await opensWhole(packed(raw))).toEqual([expect.stringMatching(sentence)])
  })

  it('with a word on how many more there are, where there are many', () => {
    const raw = rawCube()
    raw.json.images = Array.from({ length: 9 }, (_, index) => ({ uri: `${index}.png` }))
    expect(mendGlb(packed(raw)).leftOut).toEqual([
      expect.stringContaining('0.png'),
      expect.stringContaining('1.png'),
      expect.stringContaining('2.png'),
      '6 more of its parts were mended.',
    ])
  })
})

it.each<[what: string, edit: (json: Loose) => void]>([
  ['positions beyond the file', (json) => void (json.accessors![0]!.count = 1e6)],
  ['indices that are not there', (json) => void (json.meshes![0]!.primitives[0]!.indices = 50)],
  ['a mesh that is not there', (json) => void (json.nodes![0]!.mesh = 4)],
  ['nodes in a circle', (json) => void (json.nodes![0]!.children = [0])],
  ['vertices in another file', (json) => void (json.buffers![0]!.uri = 'http://127.0.0.1:9/vertices.bin')],
])('a file with %s is refused as before', async (_, edit) => {
  const raw = rawCube()
  edit(raw.json)
  await expect(openGlb(packed(raw))).rejects.toThrow(UnsafeGlbError)
  await expect(refit(packed(raw), REQUEST)).rejects.toThrow(UnsafeGlbError)
})

it.each(Object.entries({ ...KINDS_OF_GLB, ...PACKED_GLBS }))(
  'a whole file with %s stays as it is, to the byte',
  async (_, make) => {
    const glb = Uint8Array.from(await make())
    expect(mendGlb(glb)).toEqual({ bytes: glb, leftOut: [] })
    expect(mendGlb(glb).bytes).toBe(glb)
  },
)
