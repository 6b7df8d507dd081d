import { describe, expect, it } from 'vitest'
import { boxOfQuads, gltfFiles, RED_PNG } from '../fixtures/mesh-files.ts'
import { jsonOf } from '../fixtures/glb-json.ts'
import { readGiven, type Files } from '../fixtures/read-given.ts'
import { readGlb } from '../fixtures/read-glb.ts'
import { expectNoError } from '../fixtures/validate-glb.ts'

const CARD = boxOfQuads([-0.5, 0, -0.1], [0.5, 2, 0.1])
const MAX = [0.5, 2, 0.1].map((value) => Math.fround(value))

async function opened(bin: string | null, picture: string | null, files: Files) {
  const made = gltfFiles(CARD, { bin, picture })
  const given = Object.fromEntries(
    Object.entries(files).map(([path, data]) => [path, data === 'bin' ? made.bin : data]),
  )
  return readGiven({ 'in/card.gltf': made.gltf, ...given })
}

describe('a .gltf with its files becomes one GLB', () => {
  it.each<readonly [string, string | null, string, Files]>([
    ['beside it', 'card.bin', 'a.png', { 'in/card.bin': 'bin', 'in/a.png': RED_PNG }],
    ['with everything inside', null, `data:image/png;base64,${Buffer.from(RED_PNG).toString('base64')}`, {}],
    ['in folders', 'data/card.bin', './tex/a.png', { 'in/data/card.bin': 'bin', 'in/tex/a.png': RED_PNG }],
    ['one folder up', '../card.bin', '../../../a.png', { 'card.bin': 'bin', 'a.png': RED_PNG }],
    ['with backslashes', 'data\\card.bin', '.\\tex\\a.png', { 'in/data/card.bin': 'bin', 'in/tex/a.png': RED_PNG }],
    ['in other cases', 'Card.BIN', 'Tex/A.PNG', { 'in/card.bin': 'bin', 'in/tex/a.png': RED_PNG }],
    [
      'with encoded names',
      'my%20card.bin',
      'fl%C3%A4che.png',
      { 'in/my card.bin': 'bin', 'in/fla\u0308che.png': RED_PNG },
    ],
    ['with names that look encoded', '100%.bin', 'a%2.png', { 'in/100%.bin': 'bin', 'in/a%2.png': RED_PNG }],
    ['that lost their folders', 'data/card.bin', 'textures/a.png', { 'card.bin': 'bin', 'a.png': RED_PNG }],
    ['of another machine', 'C:\\me\\card.bin', '/home/me/a.png', { 'card.bin': 'bin', 'a.png': RED_PNG }],
  ])('%s', async (_, bin, picture, files) => {
    const { glb, notes } = await opened(bin, picture, files)
    expect([...readGlb(glb).box.max]).toEqual(MAX)
    const json = jsonOf(glb)
    expect(json.images).toEqual([{ mimeType: 'image/png', bufferView: 3 }])
    expect(json.materials?.[0]?.extensions, 'what a tool keeps there').toEqual({ X_of_a_tool: { kept: true } })
    expect(notes).toEqual([])
    await expectNoError(glb)
  })

  it('of two with the same name, takes the one that is meant', async () => {
    const { glb } = await opened('card.bin', 'b/a.png', {
      'in/card.bin': 'bin',
      'in/a/a.png': RED_PNG.subarray(0, 60),
      'in/b/a.png': RED_PNG,
    })
    expect(jsonOf(glb).bufferViews?.[3]?.byteLength).toBe(RED_PNG.length)
  })

  it.each([
    ['that is not there', {}, 'a.png is missing, so it was opened without. Give all its files together.'],
    [
      'that is a web page',
      { 'in/a.png': '<!doctype html>' },
      'a.png cannot be read as a picture, so it was opened without.',
    ],
  ])('is opened without a texture %s, which is named', async (_, files, note) => {
    const { glb, notes } = await opened('card.bin', 'a.png', { 'in/card.bin': 'bin', ...files })
    expect(notes).toEqual([note])
    expect(jsonOf(glb)).not.toHaveProperty('images')
    expect(jsonOf(glb).materials?.[0]?.pbrMetallicRoughness).toEqual({})
    await expectNoError(glb)
  })

  it('cannot be opened without its data, which are named', async () => {
    await expect(opened('data/card.bin', null, {})).rejects.toThrow(
      'card.bin is missing, without which card.gltf has no shape. Give all its files together, or the whole folder.',
    )
    await expect(opened('card.bin', null, { 'in/card.bin': 'short' })).rejects.toThrow(/card\.bin is cut off/)
  })

  it('is told by its bytes when its name is wrong', async () => {
    const { gltf } = gltfFiles(CARD, { bin: null, picture: null })
    const { glb } = await readGiven({ 'card.glb': gltf })
    expect([...readGlb(glb).box.max]).toEqual(MAX)
    expect((await readGiven({ 'card.gltf': glb })).glb).toEqual(glb)
  })
})
