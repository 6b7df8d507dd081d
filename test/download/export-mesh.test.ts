import draco3d from 'draco3d'
import validator from 'gltf-validator'
import sharp from 'sharp'
import { Mesh, Vector3, type BufferGeometry, type MeshPhongMaterial, type Object3D } from 'three'
import { MTLLoader } from 'three/addons/loaders/MTLLoader.js'
import { OBJLoader } from 'three/addons/loaders/OBJLoader.js'
import { PLYLoader } from 'three/addons/loaders/PLYLoader.js'
import { STLLoader } from 'three/addons/loaders/STLLoader.js'
import { USDLoader } from 'three/addons/loaders/USDLoader.js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ExportFormat } from '../../src/download/export-formats.ts'
import { exportMesh } from '../../src/download/export-mesh.ts'
import type { FileFrame } from '../../src/formats/file-frame.ts'
import type { Redrawer } from '../../src/glb/picture.ts'
import { refit } from '../../src/glb/refit.ts'
import { KINDS_OF_GLB, io, wedge } from '../fixtures/generated-glb.ts'
import { jsonOf } from '../fixtures/glb-json.ts'
import { boxWithThree, openWithThree } from '../fixtures/open-with-three.ts'
import { plainKtx2 } from '../fixtures/packed-glb.ts'
import { readZip } from '../fixtures/read-zip.ts'
import { redrawWithSharp } from '../fixtures/redraw-with-sharp.ts'

const SIZE = [0.73, 1.31, 0.217] as const
const PIVOT = [-0.37, -0.5, 0.29] as const
const LEAST = SIZE.map((size, axis) => -((PIVOT[axis] ?? 0) + 0.5) * size) as [number, number, number]
const MOST = SIZE.map((size, axis) => (LEAST[axis] ?? 0) + size) as [number, number, number]

const draco = () => draco3d.createDecoderModule()

/** In place of a browser's canvas; what it is told to redraw is recorded. */
const redrawn: string[] = []
const redraw: Redrawer = (picture, wish) => {
  redrawn.push(`${picture.mimeType} to ${wish.mimeType}`)
  return redrawWithSharp(picture, wish)
}

const written = async (format: ExportFormat, glb: Uint8Array, frame?: FileFrame) =>
  exportMesh({ format, glb, name: 'vase', ...(frame && { frame }) }, { redraw, draco: await draco() })

const refitted = async (kind: string): Promise<Uint8Array> =>
  (await refit(await KINDS_OF_GLB[kind]!(), { scaled_bbox: SIZE, pivot_point: PIVOT }, await draco())).glb

beforeEach(() => {
  // three's USD loader makes an <img> for each texture; only geometry is requested for here.
  vi.stubGlobal('document', { createElementNS: () => ({ addEventListener: () => {} }) })
})
afterEach(() => {
  vi.unstubAllGlobals()
  redrawn.length = 0
})

const bufferOf = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer
const textOf = (bytes: Uint8Array, ending: string): string =>
  new TextDecoder().decode(readZip(bytes).find(({ name }) => name.endsWith(ending))?.bytes)

/** Each format by a reader that shares nothing with its writer. */
const READERS = {
  obj: (bytes: Uint8Array): Object3D => new OBJLoader().parse(textOf(bytes, '.obj')),
  stl: (bytes: Uint8Array): Object3D => new Mesh(new STLLoader().parse(bufferOf(bytes))),
  ply: (bytes: Uint8Array): Object3D => new Mesh(new PLYLoader().parse(bufferOf(bytes))),
  usdz: (bytes: Uint8Array): Object3D => new USDLoader().parse(bufferOf(bytes)),
} as const

function meshesOf(scene: Object3D): Mesh<BufferGeometry>[] {
  const found: Mesh<BufferGeometry>[] = []
  scene.updateMatrixWorld(true)
  scene.traverse((each) => each instanceof Mesh && found.push(each as Mesh<BufferGeometry>))
  return found
}

const corner = (mesh: Mesh<BufferGeometry>, index: number) =>
  mesh.getVertexPosition(mesh.geometry.index?.getX(index) ?? index, new Vector3()).applyMatrix4(mesh.matrixWorld)
const cornersOf = ({ geometry }: Mesh<BufferGeometry>) =>
  geometry.index?.count ?? geometry.getAttribute('position').count

function volume(scene: Object3D): number {
  let sum = 0
  for (const mesh of meshesOf(scene)) {
    for (let i = 0; i < cornersOf(mesh); i += 3)
      sum += corner(mesh, i).dot(corner(mesh, i + 1).cross(corner(mesh, i + 2))) / 6
  }
  return sum
}

type Ends = readonly number[]

/** Where the ends of a box lie in each format's own convention: slicers and Blender take Z for up, and STL for millimetres. */
const CONVENTIONS: Readonly<Record<keyof typeof READERS, (least: Ends, most: Ends) => readonly [Ends, Ends]>> = {
  obj: (least, most) => [least, most],
  usdz: (least, most) => [least, most],
  stl: ([x0 = 0, y0 = 0, z0 = 0], [x1 = 0, y1 = 0, z1 = 0]) => [
    [x0 * 1000, -z1 * 1000, y0 * 1000],
    [x1 * 1000, -z0 * 1000, y1 * 1000],
  ],
  ply: ([x0 = 0, y0 = 0, z0 = 0], [x1 = 0, y1 = 0, z1 = 0]) => [
    [x0, -z1, y0],
    [x1, -z0, y1],
  ],
}

/** Within a ten-thousandth of each axis' own size. */
function expectBox(scene: Object3D, least: readonly number[], most: readonly number[]): void {
  const box = boxWithThree(scene)
  for (const axis of [0, 1, 2]) {
    const [from, to] = [least[axis] ?? Number.NaN, most[axis] ?? Number.NaN]
    expect(Math.abs(box.min.getComponent(axis) - from) / (to - from), `axis ${axis}`).toBeLessThan(1e-4)
    expect(Math.abs(box.max.getComponent(axis) - to) / (to - from), `axis ${axis}`).toBeLessThan(1e-4)
  }
}

/** Bent by bones or targets beyond what keeps a wedge a solid. */
const BENT = new Set(['a skin', 'a skin whose bones move', 'morph targets'])

describe.each(Object.keys(KINDS_OF_GLB))('a refitted file with %s', (kind) => {
  it.each(['obj', 'stl', 'ply', 'usdz'] as const)(
    'opens as %s with the requested size and origin, facing outwards',
    async (format) => {
      const glb = await refitted(kind)
      const scene = READERS[format](await written(format, glb))
      expectBox(scene, ...CONVENTIONS[format](LEAST, MOST))
      expect(volume(scene)).toBeGreaterThan(BENT.has(kind) ? -Infinity : 0)
      for (const mesh of meshesOf(scene)) {
        const normals = mesh.geometry.getAttribute('normal')
        for (let i = 0; i < cornersOf(mesh); i += 3) {
          const face = corner(mesh, i + 1)
            .sub(corner(mesh, i))
            .cross(corner(mesh, i + 2).sub(corner(mesh, i)))
            .normalize()
          const own = new Vector3().fromBufferAttribute(normals, mesh.geometry.index?.getX(i) ?? i)
          expect(own.length()).toBeCloseTo(1, 3)
          expect(own.dot(face)).toBeGreaterThan(BENT.has(kind) ? -Infinity : 0.99)
        }
      }
    },
  )

  it.each(['small', 'meshopt'] as const)(
    'opens as a %s GLB with the requested size and origin, and is valid',
    async (format) => {
      const small = await written(format, await refitted(kind))
      expectBox((await openWithThree(small)).scene, LEAST, MOST)
      const needs = jsonOf(small).extensionsRequired ?? []
      expect(needs.filter((name) => /meshopt|draco/.test(name))).toEqual(
        format === 'small' ? [] : ['EXT_meshopt_compression'],
      )
      const { issues } = await validator.validateBytes(small)
      expect(issues.messages.filter(({ severity }: { severity: number }) => severity < 2)).toEqual([])
    },
  )
})

describe('an export', () => {
  const KIND = 'one mesh as the engine writes it'

  it.each([
    ['obj', undefined, ' metres, Y up, front +Z'],
    ['stl', undefined, ' millimetres, Z up, front -Y'],
    ['stl', { unit: 'cm', up: 'Y' }, ' centimetres, Y up, front +Z'],
    ['ply', undefined, ' metres, Z up, front -Y'],
    ['ply', { unit: 'in', up: 'Y' }, ' inches, Y up, front +Z'],
  ] as const)('as %s in %o says in what unit and frame it is', async (format, frame, sentence) => {
    const bytes = await written(format, await refitted(KIND), frame)
    const text = format === 'obj' ? textOf(bytes, '.obj') : new TextDecoder('latin1').decode(bytes.subarray(0, 400))
    expect(text).toContain(sentence)
  })

  it.each(['stl', 'ply'] as const)('as %s has the axis up and the unit that were chosen', async (format) => {
    const scene = READERS[format](await written(format, await refitted(KIND), { unit: 'cm', up: 'Y' }))
    expectBox(
      scene,
      LEAST.map((metres) => metres * 100),
      MOST.map((metres) => metres * 100),
    )
    expect(volume(scene)).toBeGreaterThan(0)
  })

  it('keeps each coordinate of an OBJ to a billionth, and its picture to the byte', async () => {
    const glb = await refitted(KIND)
    const bytes = await written('obj', glb)
    const document = await (await io()).readBinary(glb)
    const positions = document.getRoot().listMeshes()[0]?.listPrimitives()[0]?.getAttribute('POSITION')?.getArray()
    const numbers = [...textOf(bytes, '.obj').matchAll(/^v (\S+) (\S+) (\S+)$/gm)].flatMap(([, ...xyz]) =>
      xyz.map(Number),
    )
    expect(numbers).toHaveLength(positions?.length ?? 0)
    for (const [index, value] of numbers.entries())
      expect(Math.abs(value - (positions?.[index] ?? Number.NaN))).toBeLessThan(1e-9)
    const picture = readZip(bytes).find(({ name }) => name.endsWith('.png'))
    expect(Uint8Array.from(picture?.bytes ?? [])).toEqual(document.getRoot().listTextures()[0]?.getImage())
    expect(textOf(bytes, '.obj')).toContain('mtllib vase.mtl')
    expect(textOf(bytes, '.obj')).toContain('usemtl paint_0')
    expect(textOf(bytes, '.mtl')).toMatch(/^newmtl paint_0$/m)
    expect(textOf(bytes, '.mtl')).toMatch(/^map_Kd vase_0\.png$/m)
    expect(textOf(bytes, '.mtl')).toMatch(/^norm vase_0\.png$/m)
    expect(redrawn).toEqual([])
  })

  it('has in an OBJ’s library the materials that the file has, as three.js reads them', async () => {
    const { document, mesh } = wedge()
    const [solid] = mesh.listPrimitives()
    const glass = document
      .createMaterial('Glass, 02')
      .setBaseColorFactor([0.2, 0.5, 1, 0.4])
      .setAlphaMode('BLEND')
      .setRoughnessFactor(0.3)
      .setEmissiveFactor([0.1, 0, 0])
    mesh.addPrimitive(solid!.clone().setMaterial(glass))
    document.createScene().addChild(document.createNode().setMesh(mesh))
    const zip = await written('obj', await (await io()).writeBinary(document))
    const library = new MTLLoader().parse(textOf(zip, '.mtl'), '')
    expect(Object.keys(library.materialsInfo)).toEqual(['paint_0', 'Glass_02_1'])
    expect(library.materialsInfo.paint_0).toMatchObject({ map_kd: 'vase_0.png', norm: 'vase_0.png' })
    library.preload()
    const made = library.materials.Glass_02_1 as MeshPhongMaterial
    // MTLLoader takes Kd for sRGB, and three.js keeps colours linear.
    for (const [channel, value] of [
      ['r', 0.2],
      ['g', 0.5],
      ['b', 1],
    ] as const)
      expect(made.color[channel]).toBeCloseTo(value, 3)
    expect(made.emissive.r).toBeCloseTo(0.1, 3)
    expect([made.opacity, made.transparent]).toEqual([0.4, true])
    const worn = meshesOf(new OBJLoader().setMaterials(library).parse(textOf(zip, '.obj'))).map(
      ({ material }) => (material as MeshPhongMaterial).name,
    )
    expect(worn).toEqual(['paint_0', 'Glass_02_1'])
  })

  it('turns v round for OBJ, PLY and USDZ, and moves UVs as the file says', async () => {
    const { document, mesh } = wedge()
    const { KHRTextureTransform } = await import('@gltf-transform/extensions')
    const transform = document
      .createExtension(KHRTextureTransform)
      .createTransform()
      .setOffset([0.25, 0.5])
      .setScale([2, 0.5])
      .setRotation(Math.PI / 2)
    mesh.listPrimitives()[0]?.getMaterial()?.getBaseColorTextureInfo()?.setExtension('KHR_texture_transform', transform)
    document.createScene().addChild(document.createNode().setMesh(mesh))
    const glb = await (await io()).writeBinary(document)
    // The second corner's (1, 0), by hand: scaled to (2, 0), turned to (0, -2), moved to (0.25, -1.5); v turned round is 2.5.
    for (const format of ['obj', 'ply', 'usdz'] as const) {
      const [own] = meshesOf(READERS[format](await written(format, glb)))
      const uv = own?.geometry.getAttribute('uv')
      const second = own?.geometry.index?.getX(1) ?? 1
      expect(uv?.getX(second)).toBeCloseTo(0.25, 5)
      expect(uv?.getY(second)).toBeCloseTo(2.5, 5)
    }
  })

  it('carries vertex colours, as sRGB where the format has them so', async () => {
    const { document, mesh, accessor } = wedge()
    mesh.listPrimitives()[0]?.setAttribute('COLOR_0', accessor('VEC3', new Float32Array(108).fill(0.5)))
    document.createScene().addChild(document.createNode().setMesh(mesh))
    const glb = await (await io()).writeBinary(document)
    // Both of three's readers make linear colours of sRGB ones.
    for (const format of ['obj', 'ply'] as const) {
      const colour = meshesOf(READERS[format](await written(format, glb)))[0]?.geometry.getAttribute('color')
      expect(colour?.getX(0)).toBeCloseTo(0.5, 2)
    }
    expect(textOf(await written('usdz', glb), '.usda')).toContain('primvars:displayColor = [(0.5, 0.5, 0.5)')
  })

  it('as USDZ is stored at multiples of 64 bytes in metres with Y up, with every picture it names', async () => {
    const entries = readZip(await written('usdz', await refitted(KIND)))
    expect(entries.map(({ name, method, dataStart }) => [name, method, dataStart % 64])).toEqual([
      ['model.usda', 0, 0],
      ['picture_0.png', 0, 0],
    ])
    const layer = new TextDecoder().decode(entries[0]?.bytes)
    expect(layer).toMatch(/^ {4}metersPerUnit = 1$/m)
    expect(layer).toMatch(/^ {4}upAxis = "Y"$/m)
    expect(new Set([...layer.matchAll(/@(.*?)@/g)].map(([, file]) => file))).toEqual(new Set(['picture_0.png']))
  })

  it('as USDZ has names that USD takes and that differ, whatever its materials are called', async () => {
    const { document, mesh } = wedge()
    const [solid] = mesh.listPrimitives()
    for (const name of ['Mesh', '01 wood', '1', 'Mesh_0', '木', '', 'Root'])
      mesh.addPrimitive(solid!.clone().setMaterial(document.createMaterial(name)))
    document.createScene().addChild(document.createNode().setMesh(mesh))
    const layer = textOf(await written('usdz', await (await io()).writeBinary(document)), '.usda')
    const below = [...layer.matchAll(/^ {4}def \w+ "(.*?)"/gm)].map(([, name]) => name ?? '')
    expect(below).toHaveLength(16)
    expect(new Set(below).size).toBe(16)
    for (const [, name] of layer.matchAll(/def \w+ "(.*?)"/g)) expect(name).toMatch(/^[A-Za-z_]\w*$/)
    for (const [, path] of layer.matchAll(/<\/Root\/(\w+)/g)) expect(below).toContain(path)
  })

  it('has pictures of other types drawn anew, and says which cannot be', async () => {
    const { document, mesh } = wedge()
    document.createScene().addChild(document.createNode().setMesh(mesh))
    const { EXTTextureWebP, KHRTextureBasisu } = await import('@gltf-transform/extensions')
    document.createExtension(EXTTextureWebP).setRequired(true)
    document.createExtension(KHRTextureBasisu)
    const [texture] = document.getRoot().listTextures()
    texture
      ?.setImage(
        Uint8Array.from(
          await sharp(texture.getImage() ?? undefined)
            .webp()
            .toBuffer(),
        ),
      )
      .setMimeType('image/webp')
    const names = readZip(await written('usdz', await (await io()).writeBinary(document))).map(({ name }) => name)
    expect([names, redrawn]).toEqual([['model.usda', 'picture_0.png'], ['image/webp to image/png']])
    texture?.setImage(plainKtx2([20, 90, 220]) as Uint8Array<ArrayBuffer>).setMimeType('image/ktx2')
    const packed = await (await io()).writeBinary(document)
    await expect(written('obj', packed)).rejects.toThrow(/texture “paint” cannot be opened/)
    expectBox(READERS.stl(await written('stl', packed)), ...CONVENTIONS.stl([-0.1, 0, 0], [1.1, 0.9, 1.3]))
  })

  it('as meshopt GLB brings large pictures down to 1024 px WebP, and leaves those that are small already', async () => {
    const { document, mesh } = wedge()
    const [own] = document.getRoot().listTextures()
    const large = Uint8Array.from(
      await sharp({
        create: {
          width: 2000,
          height: 1500,
          channels: 3,
          background: '#888',
          noise: { type: 'gaussian', mean: 128, sigma: 20 },
        },
      })
        .png()
        .toBuffer(),
    )
    mesh
      .listPrimitives()[0]
      ?.getMaterial()
      ?.setEmissiveTexture(document.createTexture('large').setImage(large).setMimeType('image/png'))
    document.createScene().addChild(document.createNode().setMesh(mesh))
    const small = await written('meshopt', await (await io()).writeBinary(document))
    const [first, second] = (await (await io()).readBinary(small))
      .getRoot()
      .listTextures()
      .map((texture) => [texture.getMimeType(), texture.getSize()])
    expect([first, second]).toEqual([
      ['image/png', own?.getSize()],
      ['image/webp', [1024, 768]],
    ])
    expect(small.length).toBeLessThan(large.length / 4)
    expect(
      (await validator.validateBytes(small)).issues.messages.filter(
        ({ severity }: { severity: number }) => severity < 2,
      ),
    ).toEqual([])
  })

  it('of a file without triangles is refused in a sentence', async () => {
    const { document, mesh } = wedge()
    mesh.listPrimitives()[0]?.setMode(0)
    document.createScene().addChild(document.createNode().setMesh(mesh))
    await expect(written('stl', await (await io()).writeBinary(document))).rejects.toThrow(
      'The file holds no triangles',
    )
  })

  it('takes strips and fans apart', async () => {
    const { document, mesh, accessor } = wedge()
    const [solid] = mesh.listPrimitives()
    const quad = accessor('VEC3', Float32Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0))
    const strip = document.createPrimitive().setMode(5).setAttribute('POSITION', quad)
    const fan = document
      .createPrimitive()
      .setMode(6)
      .setAttribute('POSITION', quad)
      .setIndices(accessor('SCALAR', Uint16Array.of(0, 1, 3, 2)))
    if (solid) mesh.removePrimitive(solid)
    document.createScene().addChild(document.createNode().setMesh(mesh.addPrimitive(strip).addPrimitive(fan)))
    const geometry = new STLLoader().parse(bufferOf(await written('stl', await (await io()).writeBinary(document))))
    expect(geometry.getAttribute('position').count).toBe(12)
    // Z up turns what faced the front to -Y.
    for (let i = 0; i < 12; i++) expect(geometry.getAttribute('normal').getY(i)).toBe(-1)
  })
})
