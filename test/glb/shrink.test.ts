import draco3d from 'draco3d'
import validator from 'gltf-validator'
import { describe, expect, it } from 'vitest'
import { exportMesh } from '../../src/download/export-mesh.ts'
import { refit } from '../../src/glb/refit.ts'
import { jsonOf } from '../fixtures/glb-json.ts'
import { boxWithThree, openWithThree } from '../fixtures/open-with-three.ts'
import { PACKED_GLBS, PACKED_SIZE } from '../fixtures/packed-glb.ts'

const remarksOn = async (glb: Uint8Array): Promise<string[]> =>
  (await validator.validateBytes(glb)).issues.messages
    .filter(({ severity }: { severity: number }) => severity < 2)
    .map(({ code }: { code: string }) => code)

const redraw = () => Promise.resolve(null)

describe.each(Object.entries(PACKED_GLBS))('a delivered file with %s', (_, make) => {
  it('is saved small as it came, with its size and origin, as three.js reads it', async () => {
    const glb = await make()
    const small = await exportMesh(
      { format: 'small', glb, name: 'box' },
      { redraw, draco: await draco3d.createDecoderModule() },
    )
    const { min, max } = boxWithThree((await openWithThree(small)).scene)
    const [width, height, depth] = PACKED_SIZE
    for (const [is, asked, size] of [
      [min.x, -width / 2, width],
      [max.x, width / 2, width],
      [min.y, 0, height],
      [max.y, height, height],
      [min.z, -depth / 2, depth],
      [max.z, depth / 2, depth],
    ] as const) {
      // 16 bits lie along the longest side; of each axis' own size that is at most so much.
      expect(Math.abs(is - asked)).toBeLessThan(1e-4 * size)
    }
    expect(jsonOf(small).extensionsRequired).toContain('EXT_meshopt_compression')
    expect(jsonOf(small).extensionsUsed).not.toContain('KHR_draco_mesh_compression')
    // Of the validator's remarks those are the file's own that it came with: it does not know KTX2.
    const own = await remarksOn(glb)
    expect((await remarksOn(small)).filter((each) => !own.includes(each))).toEqual([])
  })

  it('is refitted, and comes back unpacked', async () => {
    const { glb } = await refit(
      await make(),
      { scaled_bbox: [1, 2, 3], pivot_point: [0, 0, 0] },
      await draco3d.createDecoderModule(),
    )
    const { min, max } = boxWithThree((await openWithThree(glb)).scene)
    for (const [is, asked] of [
      [min.x, -0.5],
      [min.y, -1],
      [min.z, -1.5],
      [max.x, 0.5],
      [max.y, 1],
      [max.z, 1.5],
    ] as const)
      expect(is).toBeCloseTo(asked, 5)
    expect((jsonOf(glb).extensionsUsed ?? []).filter((name) => /meshopt|draco/.test(name))).toEqual([])
  })
})
