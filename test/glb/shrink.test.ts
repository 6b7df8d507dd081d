import draco3d from 'draco3d'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { exportMesh } from '../../src/download/export-mesh.ts'
import type { Picture, Redrawer } from '../../src/glb/picture.ts'
import { refit } from '../../src/glb/refit.ts'
import { jsonOf } from '../fixtures/glb-json.ts'
import { boxWithThree, openWithThree } from '../fixtures/open-with-three.ts'
import { PACKED_GLBS, PACKED_SIZE } from '../fixtures/packed-glb.ts'
import { redrawWithSharp } from '../fixtures/redraw-with-sharp.ts'
import { warningsOn } from '../fixtures/validate-glb.ts'

/** In place of a KTX2 texture, whose decoder only a browser has. */
const PLAIN: Picture = {
  bytes: Uint8Array.from(
    await sharp({ create: { width: 4, height: 4, channels: 3, background: '#145adc' } })
      .png()
      .toBuffer(),
  ),
  mimeType: 'image/png',
}
const PACKING = {
  small: ['KHR_mesh_quantization'],
  meshopt: ['EXT_meshopt_compression', 'KHR_mesh_quantization'],
} as const

const redraw: Redrawer = async ({ bytes, mimeType }, wish) =>
  redrawWithSharp(mimeType === 'image/ktx2' ? PLAIN : { bytes, mimeType }, wish)

describe.each(Object.entries(PACKED_GLBS))('a delivered file with %s', (_, make) => {
  it.each(['small', 'meshopt'] as const)(
    'is saved as %s with the size and origin that it came with, as three.js reads them',
    async (format) => {
      const glb = await make()
      const small = await exportMesh(
        { format, glb, name: 'box' },
        { redraw, draco: await draco3d.createDecoderModule() },
      )
      const { min, max } = boxWithThree((await openWithThree(small)).scene)
      const [width, height, depth] = PACKED_SIZE
      for (const [actual, expected, size] of [
        [min.x, -width / 2, width],
        [max.x, width / 2, width],
        [min.y, 0, height],
        [max.y, height, height],
        [min.z, -depth / 2, depth],
        [max.z, depth / 2, depth],
      ] as const) {
        // Positions have 16 bits along the longest side.
        expect(Math.abs(actual - expected)).toBeLessThan(1e-4 * size)
      }
      const used = jsonOf(small).extensionsUsed ?? []
      expect(used.filter((name) => !/texture/.test(name))).toEqual(PACKING[format])
      expect(used).not.toContain('KHR_draco_mesh_compression')
      // The validator does not know KTX2, and warns of it in the delivered file already.
      const before = await warningsOn(glb)
      expect((await warningsOn(small)).filter((warning) => !before.includes(warning))).toEqual([])
    },
  )

  it('is refitted, and comes back uncompressed', async () => {
    const { glb } = await refit(
      await make(),
      { scaled_bbox: [1, 2, 3], pivot_point: [0, 0, 0] },
      await draco3d.createDecoderModule(),
    )
    const { min, max } = boxWithThree((await openWithThree(glb)).scene)
    for (const [actual, expected] of [
      [min.x, -0.5],
      [min.y, -1],
      [min.z, -1.5],
      [max.x, 0.5],
      [max.y, 1],
      [max.z, 1.5],
    ] as const)
      expect(actual).toBeCloseTo(expected, 5)
    expect((jsonOf(glb).extensionsUsed ?? []).filter((name) => /meshopt|draco/.test(name))).toEqual([])
  })
})
