import { describe, expect, it } from 'vitest'
import { jsonOf } from '../fixtures/glb-json.ts'
import { boxOfQuads, RED_PNG, usdaText } from '../fixtures/mesh-files.ts'
import { readGiven } from '../fixtures/read-given.ts'

const BOX = boxOfQuads([0, 0, 0], [1, 2, 3])

/** Which picture each input of a surface has, or its plain value. */
type Surface = Readonly<Record<string, string | number>>

const inputs = (surface: Surface): string[] =>
  Object.entries(surface).map(([name, value]) =>
    typeof value === 'number'
      ? `float inputs:${name} = ${value}`
      : `float inputs:${name}.connect = </Root/Paint/${name}.outputs:g>`,
  )

const textures = (surface: Surface): string[] =>
  Object.entries(surface)
    .filter(([, value]) => typeof value === 'string')
    .map(
      ([name, file]) => `def Shader "${name}"
{
    uniform token info:id = "UsdUVTexture"
    asset inputs:file = @${file}@
    float3 outputs:rgb
    float outputs:g
}`,
    )

/** A box of one UsdPreviewSurface. */
const painted = (surface: Surface): string =>
  usdaText(BOX, {
    metersPerUnit: 1,
    binding: '/Root/Paint',
    prims: `def Material "Paint"
{
    token outputs:surface.connect = </Root/Paint/Surface.outputs:surface>
    def Shader "Surface"
    {
        uniform token info:id = "UsdPreviewSurface"
        ${inputs(surface).join('\n        ')}
        token outputs:surface
    }
    ${textures(surface).join('\n')}
}`,
  })

async function surfaceOf(surface: Surface) {
  const pictures = Object.values(surface).flatMap((value) => (typeof value === 'string' ? [[value, RED_PNG]] : []))
  const { glb, notes } = await readGiven({ 'box.usda': painted(surface), ...Object.fromEntries(pictures) })
  return {
    surface: jsonOf(glb).materials?.[0]?.pbrMetallicRoughness,
    notes: notes.filter((note) => note.startsWith('A texture')),
  }
}

describe('how rough and how metallic a USD surface is', () => {
  it('comes from one picture for both', async () => {
    const { surface } = await surfaceOf({ roughness: 'both.png', metallic: 'both.png' })
    expect(surface).toMatchObject({ metallicRoughnessTexture: { index: 0 }, metallicFactor: 1, roughnessFactor: 1 })
  })

  it.each([
    ['beside no metallic value', {}, []],
    ['beside a metallic value of 0', { metallic: 0 }, []],
    [
      'beside a picture of another, which is named',
      { metallic: 'metal.png' },
      ['A texture of its metallic value alone was left out.'],
    ],
  ] as const)('comes from a picture of its roughness %s', async (_, metallic, left) => {
    const { surface, notes } = await surfaceOf({ roughness: 'rough.png', ...metallic })
    expect(surface).toMatchObject({ metallicRoughnessTexture: { index: 0 }, metallicFactor: 0, roughnessFactor: 1 })
    expect(notes).toEqual(left)
  })

  it.each([0.25, 1])(
    'stays metallic by %d where a picture of its roughness alone would change it',
    async (metallic) => {
      const { surface, notes } = await surfaceOf({ roughness: 'rough.png', metallic })
      expect(surface).not.toHaveProperty('metallicRoughnessTexture')
      expect(surface).toMatchObject({ roughnessFactor: 0.5, ...(metallic !== 1 && { metallicFactor: metallic }) })
      expect(notes).toEqual(['A texture of its roughness alone, beside a metallic value, was left out.'])
    },
  )
})
