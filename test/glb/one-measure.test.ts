import fc from 'fast-check'
import { expect, it } from 'vitest'
import { boxSize, type Box } from '../../src/contract/vec3.ts'
import { exportMesh } from '../../src/download/export-mesh.ts'
import { refit } from '../../src/glb/refit.ts'
import { openGlb } from '../../src/viewer/open-glb.ts'
import { anyGlb } from '../fixtures/any-glb.ts'
import { boxAround, posedTruth } from '../fixtures/posed-truth.ts'
import { readZip } from '../fixtures/read-zip.ts'

const RUNS = 200
const SEED = 20_261_130
const NEAR = 1e-5

/** By which part of their longest side two boxes differ. */
function differenceOf(a: Box, b: Box): number {
  const side = Math.max(...boxSize(b))
  return (
    Math.max(
      ...[0, 1, 2].flatMap((axis) => [Math.abs(a.min[axis]! - b.min[axis]!), Math.abs(a.max[axis]! - b.max[axis]!)]),
    ) / side
  )
}

const stageBox = async (glb: Uint8Array): Promise<Box> => (await openGlb(Uint8Array.from(glb))).box

const numbersIn = (line: string): number[] => line.split(' ').slice(1, 4).map(Number)

/** Every vertex that an OBJ lists, whether a face uses it or not. */
async function objBox(glb: Uint8Array): Promise<Box> {
  const zip = await exportMesh({ format: 'obj', glb, name: 'any' }, { redraw: () => Promise.resolve(null) })
  const text = new TextDecoder().decode(readZip(zip).find(({ name }) => name.endsWith('.obj'))?.bytes)
  return boxAround(
    text
      .split('\n')
      .filter((line) => line.startsWith('v '))
      .map(numbersIn),
  )
}

const side = fc.oneof(
  fc.constant(-1),
  fc.noBias(fc.integer({ min: 50, max: 20_000 })).map((mm) => mm / 1000),
)
const pivot = fc.noBias(fc.integer({ min: -500, max: 500 })).map((thousandths) => thousandths / 1000)

it(`the stage, a refit, the exports and an independent reader find one box in each of ${RUNS} generated files`, async () => {
  let run = 0
  await fc.assert(
    fc.asyncProperty(fc.gen(), async (g) => {
      const source = await anyGlb(g)
      const truth = posedTruth(source)
      fc.pre(boxSize(truth).every((length) => length > 0.01))
      const scaled_bbox = g(() => fc.tuple(side, side, side))
      const pivot_point = g(() => fc.tuple(pivot, pivot, pivot))

      expect(differenceOf(await stageBox(source), truth), 'the stage').toBeLessThan(NEAR)
      const { glb, before, after, fit } = await refit(source, { scaled_bbox, pivot_point })
      expect(differenceOf(before, truth), 'the bake').toBeLessThan(NEAR)
      const baked = posedTruth(glb)
      expect(differenceOf(after, baked), 'the bake, measured again').toBeLessThan(NEAR)
      for (const [axis, length] of boxSize(baked).entries()) {
        const [target = Number.NaN, requested = -1] = [fit.sizeMetres[axis], scaled_bbox[axis]]
        expect(target, `target ${axis}`).toBeCloseTo(requested > 0 ? requested : target, 9)
        expect(Math.abs(length - target) / target, `size ${axis}`).toBeLessThan(NEAR)
        const origin = (baked.min[axis] ?? 0) + ((pivot_point[axis] ?? 0) + 0.5) * target
        expect(Math.abs(origin) / target, `origin ${axis}`).toBeLessThan(NEAR)
      }
      if (run++ % 5 > 0) return
      expect(differenceOf(await stageBox(glb), baked), 'the stage, with what was saved').toBeLessThan(NEAR)
      expect(differenceOf(await objBox(glb), baked), 'an export').toBeLessThan(NEAR)
    }),
    { numRuns: RUNS, seed: SEED, endOnFailure: true },
  )
})
