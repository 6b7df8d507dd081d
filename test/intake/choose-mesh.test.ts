import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { chooseMesh } from '../../src/intake/choose-mesh.ts'
import { boxOfQuads, gltfFiles, objText, RED_PNG, stlBytes, usdaText } from '../fixtures/mesh-files.ts'
import { readGiven } from '../fixtures/read-given.ts'
import { readGlb } from '../fixtures/read-glb.ts'

const BOX = boxOfQuads([0, 0, 0], [1, 2, 3])
const choose = (...paths: string[]) => chooseMesh(paths.map((path) => ({ path })))

describe('files that are given together', () => {
  it.each([
    [['card.bin', 'a.png', 'card.gltf'], 'card.gltf'],
    [['a.png', 'box.obj', 'box.mtl'], 'box.obj'],
    [['photo.png', 'part.stl'], 'part.stl'],
    [['in/b.glb', 'in/a.glb'], 'in/a.glb'],
    [['in/deep/a.glb', 'in/b.glb'], 'in/b.glb'],
    [['a.obj', 'b.glb', 'c.stl'], 'b.glb'],
    [['in/__MACOSX/._a.glb', 'in/a.ply'], 'in/a.ply'],
    [['all.zip', 'photo.png'], 'all.zip'],
  ])('%j are the mesh %s', (paths, main) => {
    expect(choose(...paths)).toMatchObject({ take: 'mesh', main: { path: main } })
  })

  it('are told by their type where the name does not tell', () => {
    expect(chooseMesh([{ path: 'model', type: 'model/gltf-binary' }])).toMatchObject({ take: 'mesh' })
  })

  it.each(['photo.png', 'pasted', 'shoot/1.jpg'])('are a new picture when they are only that: %s', (path) => {
    expect(choose(path)).toMatchObject({ take: 'picture', file: { path } })
  })

  it.each([
    [['photo.png', 'second.jpg']],
    [['pasted', 'photo.png']],
    [['shoot/1.jpg', 'shoot/raw/2.JPG', 'shoot/notes.txt']],
  ])('are a session each when they are several pictures, and none is left out: %j', (paths) => {
    expect(choose(...paths)).toEqual({ take: 'pictures', files: paths.map((path) => ({ path })) })
  })

  it('are counted without what a system leaves in folders', () => {
    expect(choose('shoot/.DS_Store', 'shoot/1.jpg')).toMatchObject({ take: 'picture', file: { path: 'shoot/1.jpg' } })
  })

  it.each([
    [['card.bin', 'a.png'], /card\.bin only holds the data of a \.gltf/],
    [['a.png', 'box.mtl'], /box\.mtl only describes the materials of an OBJ/],
    [['a.png', 'chair.fbx'], /chair\.fbx cannot be opened here\. Plinth opens .*Export FBX as GLB\./],
    [['model.3mf'], /Export 3MF as GLB/],
    [['texts/a.txt', 'texts/b.txt'], /The folder texts holds no mesh.*or pictures for new sessions/],
    [['in/.DS_Store'], /holds no mesh/],
    [[], /holds no mesh/],
  ])('make no session: %j', (paths, sentence) => {
    const choice = choose(...paths)
    expect(choice.take).toBe('nothing')
    expect(choice.take === 'nothing' && `${choice.words.what} ${choice.words.next}`).toMatch(sentence)
  })

  it('are named when they belong to no mesh, or are another one', async () => {
    const { notes } = await readGiven({ 'a.obj': objText(BOX), 'photo.png': RED_PNG, 'b.stl': stlBytes(BOX) })
    expect(notes).toEqual([
      'b.stl came along and is not opened: one mesh at a time.',
      'photo.png is not used: the mesh does not name it.',
    ])
  })
})

const zipOf = (files: Readonly<Record<string, string | Uint8Array>>, level: 0 | 6 = 6): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([path, data]) => [path, [Buffer.from(data), { level }]])))

describe('a zip', () => {
  const { gltf, bin } = gltfFiles(BOX, { bin: 'data/card.bin', picture: 'a.png' })

  it.each([0, 6] as const)('holds a mesh with its files, stored or packed (%i)', async (level) => {
    const zip = zipOf({ 'in/card.gltf': gltf, 'in/data/card.bin': bin, 'in/a.png': RED_PNG, 'in/old/b.obj': '' }, level)
    const { glb, fileName, notes } = await readGiven({ 'all.zip': zip })
    expect(readGlb(glb)).toMatchObject({ box: { max: [1, 2, 3] }, textures: 1 })
    expect(fileName).toBe('card.gltf')
    expect(notes).toEqual(['b.obj came along and is not opened: one mesh at a time.'])
  })

  it('whose paths lead outside or into the root leads nowhere, and its files find each other', async () => {
    const zip = zipOf({ '../../../etc/card.gltf': gltf, '/etc\\data/card.bin': bin, '../a.png': RED_PNG })
    expect(readGlb((await readGiven({ 'all.zip': zip })).glb)).toMatchObject({ textures: 1 })
  })

  it.each<readonly [string, () => Uint8Array, RegExp]>([
    ['without a mesh', () => zipOf({ 'a.png': RED_PNG }), /all\.zip holds no mesh/],
    ['that is none', () => new Uint8Array(100), /damaged or not a zip/],
    ['cut off', () => zipOf({ 'a.stl': stlBytes(BOX) }).subarray(0, -30), /damaged or not a zip/],
    ['that unpacks to too much', () => zipOf({ 'a.stl': new Uint8Array(3_000_000) }), /comes to more than 1 MB/],
    ['within a zip', () => zipOf({ 'b.zip': zipOf({ 'a.stl': stlBytes(BOX) }) }), /archive within an archive/],
  ])('%s says so', async (_, zip, sentence) => {
    await expect(readGiven({ 'all.zip': zip() }, { maxBytes: 1_000_000 })).rejects.toThrow(sentence)
  })

  it.each([
    ['packed', 6, /larger than the archive says/],
    ['stored', 0, /a\.stl in all\.zip is damaged/],
  ] as const)('that says less of a file than it holds, %s, is not unpacked further', async (_, level, sentence) => {
    const zip = zipOf({ 'a.stl': new Uint8Array(3_000_000) }, level)
    const view = new DataView(zip.buffer)
    for (let at = 0; at + 28 < zip.length; at++)
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 500, true)
    await expect(readGiven({ 'all.zip': zip })).rejects.toThrow(sentence)
  })

  it('and what it unpacks to come out of one allowance, a USDZ in it too', async () => {
    const layer = usdaText(BOX, { metersPerUnit: 1 }).padEnd(10_000)
    const usdz = zipOf({ 'box.usda': layer }, 0)
    const [alone, packed] = [{ 'box.usdz': usdz }, { 'all.zip': zipOf({ 'box.usdz': usdz }, 0) }]
    await expect(readGiven(alone, { maxBytes: 19_000 })).rejects.toThrow(/too large to open/)
    await expect(readGiven(packed, { maxBytes: 29_000 })).rejects.toThrow(/too large to open/)
    expect(readGlb((await readGiven(alone, { maxBytes: 22_000 })).glb).indices).toHaveLength(36)
    expect(readGlb((await readGiven(packed, { maxBytes: 33_000 })).glb).indices).toHaveLength(36)
  })

  it('of which nothing is unpacked that no mesh asks for', async () => {
    const zip = zipOf({ 'a.stl': stlBytes(BOX), 'bomb.bin': new Uint8Array(3_000_000) })
    const { glb } = await readGiven({ 'all.zip': zip }, { maxBytes: 1_000_000 })
    expect(readGlb(glb).indices).toHaveLength(36)
  })
})
