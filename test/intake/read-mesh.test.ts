import { describe, expect, it } from 'vitest'
import type { Vec3 } from '../../src/contract/vec3.ts'
import type { FileFrame } from '../../src/formats/file-frame.ts'
import { readStl } from '../../src/intake/read-stl.ts'
import { boxOfQuads, objText, plyBytes, stlBytes, stlText, usdaText, type Corners } from '../fixtures/mesh-files.ts'
import { meshTruth } from '../fixtures/mesh-truth.ts'
import { readGiven, type Files } from '../fixtures/read-given.ts'
import { readGlb } from '../fixtures/read-glb.ts'
import { warningsOn } from '../fixtures/validate-glb.ts'

const rounded = (values: Iterable<number>): number[] => [...values].map((value) => Number(value.toPrecision(6)) + 0)

/** Off its origin and of three different sides, so that nothing that is exchanged or moved goes unseen. */
const [MIN, MAX]: [Vec3, Vec3] = [
  [-0.25, 0.5, -1],
  [0.75, 2.5, 3],
]
const BOX: Corners = boxOfQuads(MIN, MAX)
/** The same numbers read with Z up: (x, y, z) is (x, z, -y). */
const [TURNED_MIN, TURNED_MAX] = [
  [-0.25, -1, -2.5],
  [0.75, 3, -0.5],
]

/** Each face of the box backwards from its last point, counted from the end as some writers do. */
const fromTheEnd = (): string => BOX.faces.map((face) => `f ${face.map((index) => index - 8).join(' ')}`).join('\n')

const FILES: readonly (readonly [string, Files])[] = [
  ['OBJ', { 'box.obj': objText(BOX) }],
  [
    'OBJ with Windows line ends, indices from the end, and a line and a point among its faces',
    { 'box.obj': `${objText({ ...BOX, faces: [] })}l 1 2\n${fromTheEnd()}\np 1\n`.replaceAll('\n', '\r\n') },
  ],
  ['STL as text', { 'box.stl': stlText(BOX) }],
  ['STL as text in capitals', { 'box.STL': stlText(BOX).toUpperCase() }],
  ['binary STL', { 'box.stl': stlBytes(BOX) }],
  ['binary STL that begins with “solid”', { 'box.stl': stlBytes(BOX, { header: 'solid by an exporter' }) }],
  ['binary STL whose writer left no count', { 'box.stl': stlBytes(BOX, { count: 0 }) }],
  ['PLY as text', { 'box.ply': plyBytes(BOX, { format: 'ascii' }) }],
  ['binary PLY', { 'box.ply': plyBytes(BOX, { format: 'binary_little_endian' }) }],
  ['binary PLY, high byte first', { 'box.ply': plyBytes(BOX, { format: 'binary_big_endian' }) }],
  ['USD', { 'box.usda': usdaText(BOX, { metersPerUnit: 1, upAxis: 'Y' }) }],
]

describe('a mesh file has the size and origin of its own numbers, closed and facing outwards', () => {
  it.each(FILES)('%s', async (_, files) => {
    const { glb, notes } = await readGiven(files, { frame: { unit: 'm', up: 'Y' } })
    const mesh = readGlb(glb)
    expect(rounded(mesh.box.min)).toEqual(MIN)
    expect(rounded(mesh.box.max)).toEqual(MAX)
    expect(meshTruth(mesh)).toMatchObject({ triangles: 12, looseEdges: 0, degenerate: 0, badNormals: 0 })
    expect(meshTruth(mesh).volume).toBeCloseTo(8, 5)
    expect(notes.filter((note) => !note.startsWith('Lines'))).toEqual([])
    expect(await warningsOn(glb)).toEqual([])
  })
})

describe('a format without unit and up axis is read as it goes by', () => {
  it.each<readonly [string, Files, FileFrame, number, 'Y' | 'Z']>([
    ['STL', { 'box.stl': stlBytes(BOX) }, { unit: 'mm', up: 'Z' }, 0.001, 'Z'],
    ['PLY', { 'box.ply': plyBytes(BOX, { format: 'ascii' }) }, { unit: 'm', up: 'Z' }, 1, 'Z'],
    ['OBJ', { 'box.obj': objText(BOX) }, { unit: 'm', up: 'Y' }, 1, 'Y'],
  ])('%s', async (_, files, frame, metres, up) => {
    const read = await readGiven(files)
    expect(read.frame).toEqual(frame)
    const { box } = readGlb(read.glb)
    const [min, max] = up === 'Z' ? [TURNED_MIN, TURNED_MAX] : [MIN, MAX]
    expect(rounded(box.min)).toEqual(rounded(min!.map((value) => value * metres)))
    expect(rounded(box.max)).toEqual(rounded(max!.map((value) => value * metres)))
    expect(meshTruth(readGlb(read.glb), [1 / metres, 1 / metres, 1 / metres])).toMatchObject({ badNormals: 0 })
  })

  it.each([
    ['m', 1],
    ['cm', 0.01],
    ['mm', 0.001],
    ['in', 0.0254],
  ] as const)('and in %s when the artist says so', async (unit, metres) => {
    const { glb } = await readGiven({ 'box.obj': objText(BOX) }, { frame: { unit, up: 'Z' } })
    expect(rounded(readGlb(glb).box.max)).toEqual(rounded(TURNED_MAX!.map((value) => value * metres)))
  })
})

describe('USD says unit and up axis, and is obeyed', () => {
  it.each([
    [{ metersPerUnit: 0.01, upAxis: 'Y' }, 0.01],
    [{ metersPerUnit: 1, upAxis: 'Z' }, 1],
    [{ metersPerUnit: 0.0254, upAxis: 'Z' }, 0.0254],
    [{}, 0.01],
  ] as const)('%j', async (options, metres) => {
    const read = await readGiven({ 'box.usda': usdaText(BOX, options) })
    expect(read.frame).toBeNull()
    const max = 'upAxis' in options && options.upAxis === 'Z' ? TURNED_MAX! : MAX
    expect(rounded(readGlb(read.glb).box.max)).toEqual(rounded(max.map((value) => value * metres)))
  })
})

describe('the faces of a file may have any number of corners', () => {
  const [SIDES, HEIGHT] = [7, 2]
  const ring = (y: number) =>
    Array.from({ length: SIDES }, (_, k): Vec3 => [
      Math.cos((k * 2 * Math.PI) / SIDES),
      y,
      -Math.sin((k * 2 * Math.PI) / SIDES),
    ])
  const numbers = Array.from({ length: SIDES }, (_, k) => k)
  const PRISM: Corners = {
    points: [...ring(0), ...ring(HEIGHT)],
    faces: [
      numbers.toReversed(),
      numbers.map((k) => k + SIDES),
      ...numbers.map((k) => [k, (k + 1) % SIDES, ((k + 1) % SIDES) + SIDES, k + SIDES]),
    ],
  }

  it.each<readonly [string, Files]>([
    ['PLY as text', { 'prism.ply': plyBytes(PRISM, { format: 'ascii' }) }],
    ['binary PLY', { 'prism.ply': plyBytes(PRISM, { format: 'binary_big_endian' }) }],
    ['OBJ', { 'prism.obj': objText(PRISM) }],
    ['USD', { 'prism.usda': usdaText(PRISM, { metersPerUnit: 1 }) }],
  ])('%s', async (_, files) => {
    const { glb } = await readGiven(files, { frame: { unit: 'm', up: 'Y' } })
    expect(meshTruth(readGlb(glb))).toMatchObject({ triangles: 4 * SIDES - 4, looseEdges: 0, badNormals: 0 })
  })
})

describe('a file without normals gets those of its faces', () => {
  it('flat across a crease, and one surface where it is smooth', async () => {
    const cube = readGlb((await readGiven({ 'box.stl': stlBytes(BOX) })).glb)
    expect(cube.positions.length / 3, 'three normals at each corner').toBe(24)
    const around = 24
    const at = (k: number, y: number): Vec3 => [
      Math.cos((k / around) * 2 * Math.PI),
      y,
      -Math.sin((k / around) * 2 * Math.PI),
    ]
    const steps = Array.from({ length: around }, (_, k) => k)
    const tube: Corners = {
      points: [...steps.map((k) => at(k, 0)), ...steps.map((k) => at(k, 1))],
      faces: steps.map((k) => [k, (k + 1) % around, ((k + 1) % around) + around, k + around]),
    }
    const { glb } = await readGiven({ 'tube.stl': stlBytes(tube) }, { frame: { unit: 'm', up: 'Y' } })
    const { positions, normals } = readGlb(glb)
    expect(positions.length / 3).toBe(2 * around)
    for (let k = 0; k < positions.length; k += 3)
      expect(normals[k]! * positions[k]! + normals[k + 2]! * positions[k + 2]!).toBeGreaterThan(0.999)
  })
})

describe('what cannot be opened says why', () => {
  const lines = `v 0 0 0\nv 1 0 0\nl 1 2\n`
  const points = plyBytes({ points: BOX.points, faces: [] }, { format: 'ascii' })
  const stl = stlBytes(BOX)
  it.each<readonly [string, Files, RegExp]>([
    ['an OBJ of lines', { 'a.obj': lines }, /only lines and points, and Plinth needs faces/],
    ['an OBJ that is something else', { 'a.obj': 'Buy clay.\n'.repeat(1000) }, /holds no faces/],
    ['an OBJ without one usable face', { 'a.obj': 'v 0 nan 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\nf 1 2 99\n' }, /no triangles/],
    ['a PLY of points', { 'a.ply': points }, /only points, and Plinth needs triangles/],
    ['a PLY that promises more points', { 'a.ply': plyBytes(BOX, { format: 'ascii', vertices: 4e9 }) }, /cut off/],
    [
      'a PLY that promises more faces',
      { 'a.ply': plyBytes(BOX, { format: 'binary_little_endian', faces: 20 }) },
      /cut off/,
    ],
    ['a PLY that is something else', { 'a.ply': 'Buy clay.' }, /no PLY/],
    ['an STL that promises more', { 'a.stl': stlBytes(BOX, { count: 4_000_000_000 }) }, /cut off or no STL/],
    ['an STL cut off', { 'a.stl': stl.subarray(0, stl.length - 60) }, /cut off/],
    ['a text STL cut off', { 'a.stl': stlText(BOX).slice(0, -80) }, /cut off/],
    ['an empty STL', { 'a.stl': '' }, /too short/],
    ['a USDZ that is none', { 'a.usdz': 'Buy clay.' }, /damaged|no triangles/],
    ['a glTF that is none', { 'a.gltf': '[1, 2' }, /not the JSON/],
  ])('%s', async (_, files, sentence) => {
    await expect(readGiven(files)).rejects.toThrow(sentence)
  })

  it('and triangles whose corners are no numbers are left out and named', async () => {
    const { glb, notes } = await readGiven({ 'a.obj': `${objText(BOX)}v nan 0 0\nf 1 2 9\nf 1 2 3000\n` })
    expect(rounded(readGlb(glb).box.max)).toEqual(MAX)
    expect(notes).toEqual(['2 triangles were left out: their corners are missing or no numbers.'])
  })
})

describe('an STL in text', () => {
  it('that is too large for one text is refused before it is read', () => {
    const bytes = new Uint8Array(500_000_001)
    bytes.set(new TextEncoder().encode('solid large\nfacet normal 0 0 1\n'))
    expect(() => readStl(bytes, 'large.stl')).toThrow(/large\.stl is larger than 500 MB, too large to read as text/)
  })
})
