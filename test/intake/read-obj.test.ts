import { describe, expect, it } from 'vitest'
import { jsonOf } from '../fixtures/glb-json.ts'
import { boxOfQuads, objText, RED_PNG } from '../fixtures/mesh-files.ts'
import { chunks, values } from '../fixtures/read-glb.ts'
import { readGiven, type Files } from '../fixtures/read-given.ts'

const BOX = boxOfQuads([0, 0, 0], [1, 2, 3])
/** Two materials, one for half of the faces. */
const twoMaterials = (library: string): string => {
  const [head, ...faces] = objText(BOX, `mtllib ${library}\n`).split(/\n(?=f )/)
  return `${head}\nusemtl wood\n${faces.slice(0, 3).join('\n')}\nusemtl  glass\n${faces.slice(3).join('\n')}`
}

const MTL = `# made for a test
newmtl wood
Kd 0.5 0.5 0.5
Ns 250
map_Kd -clamp on -o 0 0 0 Textures\\old wood.png
newmtl\tglass
Kd\t0 0 1
d 0.5
Tr 1
Pr 0.2
Pm 1
`

async function materialsOf(files: Files) {
  const read = await readGiven(files)
  return { ...read, json: jsonOf(read.glb) }
}

describe('the materials of an OBJ', () => {
  it('come with it, whatever lies in the names', async () => {
    const { json, notes } = await materialsOf({
      'box.obj': twoMaterials('my box.mtl'),
      'my box.mtl': MTL,
      'old wood.png': RED_PNG,
    })
    expect(notes).toEqual([])
    expect(json.meshes).toHaveLength(2)
    expect(json.materials).toMatchObject([
      {
        name: 'wood',
        pbrMetallicRoughness: {
          baseColorFactor: [expect.closeTo(0.214, 3), expect.closeTo(0.214, 3), expect.closeTo(0.214, 3), 1],
          roughnessFactor: 0.5,
          metallicFactor: 0,
          baseColorTexture: { index: 0 },
        },
        alphaMode: 'OPAQUE',
      },
      {
        name: 'glass',
        pbrMetallicRoughness: { baseColorFactor: [0, 0, 1, 0.5], roughnessFactor: 0.2, metallicFactor: 1 },
        alphaMode: 'BLEND',
      },
    ])
  })

  it('are found by being the only ones there, and are named when they are not there', async () => {
    const found = await materialsOf({ 'box.obj': twoMaterials('other.mtl'), 'box.mtl': MTL, 'old wood.png': RED_PNG })
    expect(found.json.materials).toHaveLength(2)
    const { json, notes } = await materialsOf({ 'box.obj': twoMaterials('other.mtl') })
    expect(json.materials).toHaveLength(1)
    expect(notes).toEqual(['other.mtl is missing, so it was opened without. Give all its files together.'])
  })

  it('name the texture that is missing, and what cannot be kept', async () => {
    const { json, notes } = await materialsOf({ 'box.obj': twoMaterials('a.mtl'), 'a.mtl': `${MTL}bump b.png\n` })
    expect(json).not.toHaveProperty('images')
    expect(notes).toEqual([
      'old wood.png is missing, so it was opened without. Give all its files together.',
      'Of its materials, bump cannot be kept and was left out.',
    ])
  })

  it('show a picture though its writer left its colour black', async () => {
    const { json } = await materialsOf({
      'box.obj': twoMaterials('a.mtl'),
      'a.mtl': 'newmtl wood\nKd 0 0 0\nmap_Kd a.png\n',
      'a.png': RED_PNG,
    })
    expect(json.materials?.[0]?.pbrMetallicRoughness?.baseColorFactor).toEqual([1, 1, 1, 1])
  })

  it('are a part each, however often the file goes from one to the other', async () => {
    const [head, ...faces] = objText(BOX, 'mtllib a.mtl\n').split(/\n(?=f )/)
    const turns = faces.map((face, k) => `usemtl ${k % 2 === 0 ? 'wood' : 'glass'}\n${face.trim()}`)
    const { glb } = await readGiven({ 'box.obj': [head, ...turns].join('\n'), 'a.mtl': MTL })
    const { json } = chunks(glb)
    const counts = json.meshes.flatMap(({ primitives }) =>
      primitives.map(({ attributes, indices }) =>
        [attributes.POSITION, indices].map((accessor) => json.accessors[accessor ?? -1]?.count),
      ),
    )
    expect(counts, 'three faces each, of four points and two triangles').toEqual([
      [12, 18],
      [12, 18],
    ])
  })

  it('keep their normals where those of another one are unusable', async () => {
    const text = `${['0 0.6 0.8', '0 0 0'].map((normal) => `vn ${normal}`).join('\n')}
v 0 0 0
v 1 0 0
v 0 1 0
v 5 0 0
v 6 0 0
v 5 1 0
usemtl wood
f 1//1 2//1 3//1
usemtl glass
f 4//2 5//2 6//2`
    const { json, binary } = chunks((await readGiven({ 'two.obj': text, 'two.mtl': MTL })).glb)
    const normals = json.meshes.flatMap(({ primitives }) =>
      primitives.map(({ attributes }) => values(json, binary, attributes.NORMAL ?? -1).slice(0, 3)),
    )
    expect(normals).toEqual([
      [0, expect.closeTo(0.6, 6), expect.closeTo(0.8, 6)],
      [0, 0, 1],
    ])
  })

  it('are the colours of its vertices where it has them', async () => {
    const text = objText(BOX).replaceAll(/^(v .*)$/gm, '$1 1 0 0.5')
    const { json } = await materialsOf({ 'box.obj': text })
    expect(json.meshes?.[0]?.primitives[0]?.attributes).toHaveProperty('COLOR_0')
    expect(json.materials?.[0]?.pbrMetallicRoughness?.baseColorFactor).toEqual([1, 1, 1, 1])
  })
})
