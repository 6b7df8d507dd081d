import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { FileFrame } from '../../src/formats/file-frame.ts'
import type { ExportFormat } from '../../src/download/export-formats.ts'
import { exportMesh } from '../../src/download/export-mesh.ts'
import { refit } from '../../src/glb/refit.ts'
import { KINDS_OF_GLB } from '../fixtures/generated-glb.ts'
import { jsonOf } from '../fixtures/glb-json.ts'
import { readGiven } from '../fixtures/read-given.ts'
import { boxWithThree, openWithThree } from '../fixtures/open-with-three.ts'
import { redrawWithSharp } from '../fixtures/redraw-with-sharp.ts'
import { expectNoError } from '../fixtures/validate-glb.ts'

const [MIN, MAX] = [
  [-0.1, 0, -0.25],
  [0.3, 1.25, 0.25],
]
const GLB = await refit(await KINDS_OF_GLB['nodes that mirror']!(), {
  scaled_bbox: [0.4, 1.25, 0.5],
  pivot_point: [-0.25, -0.5, 0],
})

const ENDINGS = { obj: 'zip', stl: 'stl', ply: 'ply', usdz: 'usdz' } as const

describe('what is exported here opens as it was', () => {
  it.each<readonly [keyof typeof ENDINGS & ExportFormat, FileFrame | undefined]>([
    ['obj', undefined],
    ['usdz', undefined],
    ['stl', undefined],
    ['stl', { unit: 'in', up: 'Y' }],
    ['ply', undefined],
    ['ply', { unit: 'mm', up: 'Y' }],
  ])('%s in %j', async (format, frame) => {
    const tools = { redraw: redrawWithSharp }
    const bytes = await exportMesh({ format, glb: GLB.glb, name: 'vase', ...(frame && { frame }) }, tools)
    const { glb, notes } = await readGiven({ [`vase.${ENDINGS[format]}`]: bytes }, tools)
    const { min, max } = boxWithThree((await openWithThree(glb)).scene)
    const [least, most] = [min.toArray(), max.toArray()]
    for (const axis of [0, 1, 2] as const) {
      expect(least[axis]).toBeCloseTo(MIN[axis]!, 4)
      expect(most[axis]).toBeCloseTo(MAX[axis]!, 4)
    }
    expect(notes).toEqual([])
    await expectNoError(glb)
    const [before, after] = [jsonOf(GLB.glb), jsonOf(glb)]
    if (format === 'stl' || format === 'ply') return
    expect(after.images).toHaveLength(before.images?.length ?? 0)
    const { byteOffset = 0, byteLength = 0 } = after.bufferViews?.[after.images?.[0]?.bufferView ?? -1] ?? {}
    const picture = glb
      .subarray(glb.length - after.buffers![0]!.byteLength)
      .subarray(byteOffset, byteOffset + byteLength)
    expect((await sharp(picture).metadata()).format).toBe('png')
    expect(after.materials?.[0]?.pbrMetallicRoughness?.baseColorTexture).toEqual({ index: 0 })
  })
})
