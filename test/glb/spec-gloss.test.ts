import sharp from 'sharp'
import { MeshStandardMaterial } from 'three'
import { PLYLoader } from 'three/addons/loaders/PLYLoader.js'
import { describe, expect, it } from 'vitest'
import type { ExportFormat } from '../../src/download/export-formats.ts'
import { exportMesh } from '../../src/download/export-mesh.ts'
import { mendGlb } from '../../src/glb/mend-glb.ts'
import { refit } from '../../src/glb/refit.ts'
import { toMetalRough } from '../../src/glb/spec-gloss.ts'
import { meshesIn } from '../../src/viewer/meshes-in.ts'
import { openGlb } from '../../src/viewer/open-glb.ts'
import { jsonOf } from '../fixtures/glb-json.ts'
import { addTexture, packed, rawCube, type Raw } from '../fixtures/raw-cube.ts'
import { readZip } from '../fixtures/read-zip.ts'
import { expectNoError } from '../fixtures/validate-glb.ts'

const NAME = 'KHR_materials_pbrSpecularGlossiness'

function glossy(gloss: object, raw: Raw = rawCube()): Raw {
  raw.json.materials = [{ name: 'Red', extensions: { [NAME]: gloss } }]
  raw.json.extensionsUsed = [NAME]
  raw.json.meshes![0]!.primitives[0]!.material = 0
  return raw
}

const RED = { diffuseFactor: [0.8, 0.02, 0.02, 1], specularFactor: [0.04, 0.04, 0.04], glossinessFactor: 0.3 }

const written = (format: ExportFormat, glb: Uint8Array) =>
  exportMesh({ format, glb, name: 'red' }, { redraw: () => Promise.resolve(null) })

const textIn = (zip: Uint8Array, ending: string): string =>
  new TextDecoder().decode(readZip(zip).find(({ name }) => name.endsWith(ending))?.bytes)

describe('a material of specular and glossiness', () => {
  it('is red on the stage, and said to be converted', async () => {
    const { scene, leftOut, bytes } = await openGlb(packed(glossy(RED)))
    const [material] = [meshesIn(scene)[0]?.material].flat()
    expect(material).toBeInstanceOf(MeshStandardMaterial)
    const { color, metalness, roughness } = material as MeshStandardMaterial
    expect(color.toArray().map((value) => Number(value.toFixed(2)))).toEqual([0.8, 0.02, 0.02])
    expect(metalness).toBeCloseTo(0, 2)
    expect(roughness).toBeCloseTo(0.7, 5)
    expect(leftOut).toEqual([expect.stringContaining('They are shown and saved as metallic and roughness.')])
    await expectNoError(bytes)
  })

  it('is red in what is saved: GLB, OBJ, PLY and USDZ', async () => {
    const { glb } = await refit(packed(glossy(RED)), { scaled_bbox: [-1, 3, -1], pivot_point: [0, 0, 0] })
    expect(jsonOf(glb).extensionsUsed ?? []).not.toContain(NAME)
    const [r = 0, g = 1] = jsonOf(glb).materials?.[0]?.pbrMetallicRoughness?.baseColorFactor ?? []
    expect([r > 0.79, g < 0.03]).toEqual([true, true])
    await expectNoError(glb)
    // MTL's colours are sRGB: 0.8 and 0.02 linear.
    const kd =
      /^Kd (\S+) (\S+) (\S+)/m
        .exec(textIn(await written('obj', glb), '.mtl'))
        ?.slice(1)
        .map(Number) ?? []
    expect(kd.map((value) => Number(value.toFixed(1)))).toEqual([0.9, 0.2, 0.2])
    const ply = await written('ply', glb)
    const colour = new PLYLoader().parse(ply.slice().buffer).getAttribute('color')
    // Linear again, as three.js reads it.
    expect([colour.getX(0), colour.getY(0), colour.getZ(0)].map((value) => Number(value.toFixed(2)))).toEqual([
      0.8, 0.02, 0.02,
    ])
    expect(textIn(await written('usdz', glb), '.usda')).toMatch(/inputs:diffuseColor = \(0\.(?:8|79)\S*, 0\.02/)
  })

  it('keeps its picture of diffuse colours, also where it is required', async () => {
    const picture = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#c33' } })
      .png()
      .toBuffer()
    const raw = rawCube()
    addTexture(raw, Uint8Array.from(picture))
    const glb = packed(
      glossy(
        {
          diffuseFactor: [1, 0.5, 0.5, 0.9],
          diffuseTexture: { index: 0, texCoord: 0 },
          specularGlossinessTexture: { index: 0 },
        },
        raw,
      ),
    )
    raw.json.extensionsRequired = [NAME]
    const { bytes, leftOut } = mendGlb(glb)
    expect(jsonOf(bytes).materials![0]!.pbrMetallicRoughness).toEqual({
      baseColorFactor: [1, 0.5, 0.5, 0.9],
      baseColorTexture: { index: 0, texCoord: 0 },
      metallicFactor: 0,
      roughnessFactor: 0.5,
    })
    expect(leftOut).toEqual([expect.stringContaining('one roughness in place of a map')])
    await expectNoError(bytes)
  })

  it('of gold becomes a metal of that colour, and a plastic stays what it is', () => {
    const gold = toMetalRough({ diffuse: [0, 0, 0], specular: [1, 0.77, 0.34], glossiness: 0.8 })
    expect(gold.metallic).toBeGreaterThan(0.95)
    expect(gold.colour.map((value) => Number(value.toFixed(1)))).toEqual([1, 0.8, 0.3])
    expect(gold.roughness).toBeCloseTo(0.2, 5)
    const plastic = toMetalRough({ diffuse: [0.1, 0.4, 0.9], specular: [0.04, 0.04, 0.04], glossiness: 0 })
    expect(plastic.metallic).toBeCloseTo(0, 3)
    expect(plastic.colour.map((value) => Number(value.toFixed(2)))).toEqual([0.1, 0.4, 0.9])
  })
})
