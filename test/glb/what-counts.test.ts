import { describe, expect, it } from 'vitest'
import { boxSize, type Box } from '../../src/contract/vec3.ts'
import { exportMesh } from '../../src/download/export-mesh.ts'
import { refit } from '../../src/glb/refit.ts'
import { openGlb } from '../../src/viewer/open-glb.ts'
import { boxAround, posedTruth } from '../fixtures/posed-truth.ts'
import { addAccessor, addLine, packed, rawCube, type Raw } from '../fixtures/raw-cube.ts'
import { readZip } from '../fixtures/read-zip.ts'
import { fieldFile, fieldRound } from '../fixtures/shared-field.ts'
import { expectNoError } from '../fixtures/validate-glb.ts'

const THREE_HIGH = { scaled_bbox: [-1, 3, -1], pivot_point: [0, -0.5, 0] } as const
const CUBE: Box = { min: [-0.5, -0.5, -0.5], max: [0.5, 0.5, 0.5] }
const STANDING: Box = { min: [-1.5, 0, -1.5], max: [1.5, 3, 1.5] }

function withPrimitive(
  primitive: (raw: Raw) => { mode?: number; indices?: number; attributes: { POSITION: number } },
): Raw {
  const raw = rawCube()
  raw.json.meshes?.[0]?.primitives.push(primitive(raw) as never)
  return raw
}

const far = (raw: Raw): number => addAccessor(raw, 'VEC3', Float32Array.of(0, 0, 0, 9, 0, 0, 0, 9, 0, 9, 9, 9))

/** What a cube of a metre may come with, and none of which is part of its size. */
const COMPANY: Readonly<Record<string, () => Raw>> = {
  'a vertex that nothing uses above it': () => rawCube([0, 3, 0]),
  'several of them, on all sides': () => rawCube([7, 0, 0, 0, -4, 0, 0.1, 0, 90]),
  'a vertex that is not a number and not used': () => rawCube([Number.NaN, 0, 0]),
  'a line longer than itself': () => {
    const raw = rawCube()
    addLine(raw, 2.5)
    return raw
  },
  'points in its own mesh': () => withPrimitive((raw) => ({ mode: 0, attributes: { POSITION: far(raw) } })),
  'a closed line in its own mesh': () => withPrimitive((raw) => ({ mode: 2, attributes: { POSITION: far(raw) } })),
  'a triangle that names one vertex twice': () =>
    withPrimitive((raw) => ({
      indices: addAccessor(raw, 'SCALAR', Uint16Array.of(0, 3, 3, 3, 3, 3)),
      attributes: { POSITION: far(raw) },
    })),
  'corners that are too few for a triangle': () =>
    withPrimitive((raw) => ({
      indices: addAccessor(raw, 'SCALAR', Uint16Array.of(2, 3)),
      attributes: { POSITION: far(raw) },
    })),
}

async function objBox(glb: Uint8Array): Promise<Box> {
  const zip = await exportMesh({ format: 'obj', glb, name: 'cube' }, { redraw: () => Promise.resolve(null) })
  const text = new TextDecoder().decode(readZip(zip).find(({ name }) => name.endsWith('.obj'))?.bytes)
  return boxAround([...text.matchAll(/^v (\S+) (\S+) (\S+)/gm)].map(([, ...xyz]) => xyz.map(Number)))
}

describe.each(Object.entries(COMPANY))('a cube with %s', (_, make) => {
  it('measures a metre, and stands 3 m high on the floor when that is requested', async () => {
    const glb = packed(make())
    expect((await openGlb(glb)).box).toEqual(CUBE)
    const refitted = await refit(glb, THREE_HIGH)
    expect([refitted.before, refitted.after]).toEqual([CUBE, STANDING])
    expect(posedTruth(refitted.glb)).toEqual(STANDING)
    expect((await openGlb(refitted.glb)).box).toEqual(STANDING)
    expect(await objBox(refitted.glb)).toEqual(STANDING)
  })
})

it('a line goes where the mesh goes', async () => {
  const raw = rawCube()
  addLine(raw, 2.5)
  const { glb } = await refit(packed(raw), THREE_HIGH)
  let end = -Infinity
  ;(await openGlb(glb)).scene.traverse((object) => {
    if (!('isLine' in object)) return
    const { geometry } = object as unknown as {
      geometry: { getAttribute: (name: string) => { getY: (i: number) => number } }
    }
    end = geometry.getAttribute('position').getY(1)
  })
  // It began in the middle of a metre that is 3 m now.
  expect(end).toBeCloseTo(1.5 + 2.5 * 3, 5)
  await expectNoError(glb)
})

it('a flat triangle with three vertices of its own counts', async () => {
  const raw = withPrimitive((own) => ({
    indices: addAccessor(own, 'SCALAR', Uint16Array.of(0, 1, 2)),
    attributes: { POSITION: addAccessor(own, 'VEC3', Float32Array.of(0, 0, 0, 2, 0, 0, 5, 0, 0)) },
  }))
  expect(boxSize((await openGlb(packed(raw))).box)).toEqual([5.5, 1, 1])
})

it.each([0, 1, 2, 3])(
  'a file with nothing but primitives of mode %i says so, in the stage as in a refit',
  async (mode) => {
    const raw = rawCube()
    Object.assign(raw.json.meshes?.[0]?.primitives[0] ?? {}, { mode })
    const sentence = /Nothing in the file has a surface: it holds only points or lines/
    await expect(openGlb(packed(raw))).rejects.toThrow(sentence)
    await expect(refit(packed(raw), THREE_HIGH)).rejects.toThrow(sentence)
  },
)

it.each(
  fieldRound(
    ['stray-vertex.glb'],
    ['cube-with-line.glb'],
    ['unaligned-json-chunk.glb'],
    ['interpolation-0.glb'],
    ['texture-is-html.glb'],
    ['spec-gloss-red.glb'],
    ['mm-cad.glb'],
  ),
)('%s stands 3 m high on the floor when that is requested', async (name) => {
  const { after, glb } = await refit(await fieldFile(name), THREE_HIGH)
  const box = posedTruth(glb)
  expect([box.min[1], box.max[1]]).toEqual([0, 3])
  expect(after).toEqual(box)
  expect((await openGlb(glb)).box).toEqual(box)
  await expectNoError(glb)
})
