import validator from 'gltf-validator'
import sharp from 'sharp'
import type { MeshPhongMaterial } from 'three'
import { MTLLoader } from 'three/addons/loaders/MTLLoader.js'
import { OBJLoader } from 'three/addons/loaders/OBJLoader.js'
import { describe, expect, it } from 'vitest'
import { expectBox, exported, READERS, redrawn, refitted, stubImages, textOf } from '../fixtures/exported.ts'
import { io, wedge } from '../fixtures/generated-glb.ts'
import { meshesWithThree } from '../fixtures/open-with-three.ts'
import { readZip } from '../fixtures/read-zip.ts'

stubImages()

describe('an export', () => {
  const KIND = 'one mesh as the engine writes it'

  it.each(['obj', 'stl', 'ply'] as const)('as %s says in what unit and frame it is', async (format) => {
    const bytes = await exported(format, await refitted(KIND))
    const text = format === 'obj' ? textOf(bytes, '.obj') : new TextDecoder('latin1').decode(bytes.subarray(0, 400))
    expect(text).toContain('metres, Y up, front +Z')
  })

  it('keeps each coordinate of an OBJ to a billionth, and its picture to the byte', async () => {
    const glb = await refitted(KIND)
    const bytes = await exported('obj', glb)
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
    const zip = await exported('obj', await (await io()).writeBinary(document))
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
    const worn = meshesWithThree(new OBJLoader().setMaterials(library).parse(textOf(zip, '.obj'))).map(
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
      const [own] = meshesWithThree(READERS[format](await exported(format, glb)))
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
      const colour = meshesWithThree(READERS[format](await exported(format, glb)))[0]?.geometry.getAttribute('color')
      expect(colour?.getX(0)).toBeCloseTo(0.5, 2)
    }
    expect(textOf(await exported('usdz', glb), '.usda')).toContain('primvars:displayColor = [(0.5, 0.5, 0.5)')
  })

  it('as USDZ is stored at multiples of 64 bytes in metres with Y up, with every picture it names', async () => {
    const entries = readZip(await exported('usdz', await refitted(KIND)))
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
    const layer = textOf(await exported('usdz', await (await io()).writeBinary(document)), '.usda')
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
    const names = readZip(await exported('usdz', await (await io()).writeBinary(document))).map(({ name }) => name)
    expect([names, redrawn]).toEqual([['model.usda', 'picture_0.png'], ['image/webp to image/png']])
    texture?.setMimeType('image/ktx2')
    const packed = await (await io()).writeBinary(document)
    await expect(exported('obj', packed)).rejects.toThrow(/texture “paint” cannot be opened/)
    expectBox(READERS.stl(await exported('stl', packed)), [-0.1, 0, 0], [1.1, 0.9, 1.3])
  })

  it('opens no picture that the format has no use for', async () => {
    const { document, mesh } = wedge()
    const { KHRTextureBasisu } = await import('@gltf-transform/extensions')
    document.createExtension(KHRTextureBasisu)
    const packed = document
      .createTexture('soot')
      .setImage(Uint8Array.of(1, 2, 3))
      .setMimeType('image/ktx2')
    mesh.listPrimitives()[0]?.getMaterial()?.setOcclusionTexture(packed)
    document.createScene().addChild(document.createNode().setMesh(mesh))
    const glb = await (await io()).writeBinary(document)
    const names = readZip(await exported('obj', glb)).map(({ name }) => name)
    expect([names, redrawn]).toEqual([['vase.obj', 'vase.mtl', 'vase_0.png'], []])
    await expect(exported('usdz', glb)).rejects.toThrow(/texture “soot” cannot be opened/)
  })

  it('as small GLB brings large pictures down to 1024 px WebP, and leaves those that are small already', async () => {
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
    const small = await exported('small', await (await io()).writeBinary(document))
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
    await expect(exported('stl', await (await io()).writeBinary(document))).rejects.toThrow(
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
    const geometry = meshesWithThree(READERS.stl(await exported('stl', await (await io()).writeBinary(document))))[0]
      ?.geometry
    expect(geometry?.getAttribute('position').count).toBe(12)
    for (let i = 0; i < 12; i++) expect(geometry?.getAttribute('normal').getZ(i)).toBe(1)
  })
})
