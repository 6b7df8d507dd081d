import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { exportMesh } from '../../src/download/export-mesh.ts'
import { refit } from '../../src/glb/refit.ts'
import { KINDS_OF_GLB, io, wedge } from '../fixtures/generated-glb.ts'
import { redrawWithSharp } from '../fixtures/redraw-with-sharp.ts'
import { expectValid } from '../fixtures/validate-glb.ts'

const IDENTITY = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]

const small = async (glb: Uint8Array) => {
  const bytes = await exportMesh({ format: 'small', glb, name: 'wedge' }, { redraw: redrawWithSharp })
  await expectValid(bytes)
  return { bytes, document: await (await io()).readBinary(bytes) }
}

/** A picture so restless that no format packs it well, with an alpha channel where it has four. */
const picture = async (width: number, type: 'png' | 'webp', channels: 3 | 4 = 3) => {
  let state = 1
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24
  const raw = Uint8Array.from({ length: width * 32 * channels }, next)
  return Uint8Array.from(
    await sharp(raw, { raw: { width, height: 32, channels } })
      .toFormat(type)
      .toBuffer(),
  )
}

type Slot = 'colour' | 'normal'

/** The small file's picture of a wedge with one texture. */
async function smallPicture(slot: Slot, image: Uint8Array, mimeType: string) {
  const { EXTTextureWebP } = await import('@gltf-transform/extensions')
  const { document, mesh } = wedge()
  if (mimeType === 'image/webp') document.createExtension(EXTTextureWebP).setRequired(true)
  const material = mesh.listPrimitives()[0]?.getMaterial()
  const texture = document.createTexture('own').setImage(image).setMimeType(mimeType)
  material?.setBaseColorTexture(slot === 'colour' ? texture : null)
  material?.setNormalTexture(slot === 'normal' ? texture : null)
  document.createScene().addChild(document.createNode().setMesh(mesh))
  const made = await small(await (await io()).writeBinary(document))
  const [own] = made.document.getRoot().listTextures()
  return { type: own?.getMimeType(), size: own?.getSize()?.[0], image: own?.getImage() }
}

describe('a small GLB', () => {
  it('has each vertex where it was baked, and no node that moves it', async () => {
    const { glb } = await refit(await KINDS_OF_GLB['one mesh as the engine writes it']!(), {
      scaled_bbox: [0.1, 0.3, 0.2],
      pivot_point: [0.1, -0.5, 0.2],
    })
    const { bytes, document } = await small(glb)
    const placesOf = (from: typeof document) =>
      new Set(
        from
          .getRoot()
          .listMeshes()
          .flatMap((mesh) => mesh.listPrimitives())
          .flatMap((primitive) => {
            const positions = primitive.getAttribute('POSITION')
            return Array.from({ length: positions?.getCount() ?? 0 }, (_, k) => positions?.getElement(k, []).join())
          }),
      )
    expect(placesOf(document)).toEqual(placesOf(await (await io()).readBinary(glb)))
    for (const node of document.getRoot().listNodes()) expect(node.getMatrix()).toEqual(IDENTITY)
    expect(
      document
        .getRoot()
        .listExtensionsUsed()
        .map(({ extensionName }) => extensionName),
    ).toEqual(['KHR_mesh_quantization'])
    expect(bytes.length).toBeLessThan(glb.length)
  })

  it.each([
    ['png', 'image/png'],
    ['webp', 'image/webp'],
  ] as const)('has an opaque picture, %s before, as a JPEG of at most 1024 px', async (type, mimeType) => {
    expect(await smallPicture('colour', await picture(1400, type), mimeType)).toMatchObject({
      type: 'image/jpeg',
      size: 1024,
    })
  })

  it.each([
    ['png', 'image/png'],
    ['webp', 'image/webp'],
  ] as const)('has a picture with transparency, %s before, as PNG', async (type, mimeType) => {
    const clear = await picture(1400, type, 4)
    const { type: made, size, image } = await smallPicture('colour', clear, mimeType)
    expect([made, size]).toEqual(['image/png', 1024])
    expect((await sharp(image ?? undefined).stats()).isOpaque).toBe(false)
  })

  it('keeps a normal map free of loss: as it is, smaller as PNG, and as PNG where it was WebP', async () => {
    const own = await picture(64, 'png')
    expect(await smallPicture('normal', own, 'image/png')).toMatchObject({ type: 'image/png', image: own })
    const large = await smallPicture('normal', await picture(1400, 'png'), 'image/png')
    expect(large).toMatchObject({ type: 'image/png', size: 1024 })
    const webp = await smallPicture('normal', await picture(64, 'webp'), 'image/webp')
    expect(webp).toMatchObject({ type: 'image/png', size: 64 })
  })

  it('leaves a small JPEG or PNG as it is where that has fewer bytes', async () => {
    // Two texels, for which a JPEG has the longer header.
    const own = Uint8Array.from(
      await sharp(Uint8Array.of(255, 0, 0, 0, 0, 255), { raw: { width: 2, height: 1, channels: 3 } })
        .png()
        .toBuffer(),
    )
    expect(await smallPicture('colour', own, 'image/png')).toMatchObject({ type: 'image/png', image: own })
  })
})
