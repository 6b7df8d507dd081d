import validator from 'gltf-validator'
import { EXTTextureWebP } from '@gltf-transform/extensions'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { ENGINE_PRESETS } from '../../src/download/engine-presets.ts'
import { engineTags } from '../../src/download/file-name.ts'
import type { Redrawer } from '../../src/glb/picture.ts'
import { prepareForEngine } from '../../src/download/prepare-for-engine.ts'
import type { Result } from '../../src/result/result.ts'
import { KINDS_OF_GLB, io, wedge } from '../fixtures/generated-glb.ts'
import { boxWithThree, openWithThree } from '../fixtures/open-with-three.ts'

const redraw: Redrawer = async ({ bytes }) => ({
  bytes: Uint8Array.from(await sharp(bytes).png().toBuffer()),
  mimeType: 'image/png',
})

const PNG = { mimeType: 'image/png', longestPx: Infinity } as const

const presetOf = (engine: string) => {
  const preset = ENGINE_PRESETS.find((candidate) => candidate.engine === engine)
  if (!preset) throw new Error(`No preset for ${engine}`)
  return preset
}

const opened = async (engine: string, glb: Uint8Array, base = 'Rubber duck') => {
  const bytes = await prepareForEngine(presetOf(engine), glb, base, { redraw })
  const { issues } = await validator.validateBytes(bytes)
  expect(issues.messages.filter(({ severity }: { severity: number }) => severity < 2)).toEqual([])
  return (await io()).readBinary(bytes)
}

/** What each importer makes of a point of the file, from its own sources: where it ends up in the engine's axes, metres. */
const IMPORTERS: Readonly<Record<string, (p: readonly number[]) => number[]>> = {
  // glTFast mirrors X for Unity's left hand.
  Unity: ([x = 0, y = 0, z = 0]) => [-x, y, z],
  // Epic's glTF conversion: (X, Z, Y).
  Unreal: ([x = 0, y = 0, z = 0]) => [x, z, y],
  // Blender's add-on: Y up to Z up.
  Blender: ([x = 0, y = 0, z = 0]) => [x, -z, y],
  Godot: ([x = 0, y = 0, z = 0]) => [x, y, z],
}

const AXES_OF = { '+X': [1, 0, 0], '+Y': [0, 1, 0], '+Z': [0, 0, 1], '-Y': [0, -1, 0] } as const

/** A mesh whose one tip lies a metre in front of its origin, and another half a metre above it. */
async function pointing(): Promise<Uint8Array> {
  const { document, mesh, accessor } = wedge({ tangents: false, indexed: false })
  mesh
    .listPrimitives()[0]
    ?.setAttribute(
      'POSITION',
      accessor('VEC3', Float32Array.of(0, 0, 0, 0, 0.5, 0, 0, 0, 1, 0.25, 0, 0, 0, 0.5, 0, 0, 0, 1)),
    )
    .setAttribute('NORMAL', null)
    .setAttribute('TEXCOORD_0', null)
    .setMaterial(null)
  document.createScene().addChild(document.createNode().setMesh(mesh))
  return (await io()).writeBinary(document)
}

describe.each(ENGINE_PRESETS)('the file for $engine', ({ engine, front, up }) => {
  it('stands upright, faces where it says, and keeps its origin once it is imported', async () => {
    const document = await opened(engine, await pointing())
    const positions = document.getRoot().listMeshes()[0]?.listPrimitives()[0]?.getAttribute('POSITION')
    const inEngine = (index: number) =>
      IMPORTERS[engine]?.(positions?.getElement(index, []) ?? []).map((metres) => Number(metres.toFixed(6)) + 0)
    expect(inEngine(0)).toEqual([0, 0, 0])
    expect(inEngine(1)).toEqual(AXES_OF[`+${up}`].map((metres) => metres / 2))
    expect(inEngine(2)).toEqual([...AXES_OF[front as keyof typeof AXES_OF]])
  })

  it('has no compression and one name throughout', async () => {
    const document = await opened(engine, await KINDS_OF_GLB['meshopt compression']!())
    const root = document.getRoot()
    expect(root.listExtensionsUsed()).toEqual([])
    const name = { Unity: 'RubberDuck', Unreal: 'SM_RubberDuck', Blender: 'Rubber duck', Godot: 'RubberDuck' }[engine]
    expect([
      root.listScenes()[0]?.getName(),
      root.listMeshes()[0]?.getName(),
      root
        .listNodes()
        .find((node) => node.getMesh())
        ?.getName(),
    ]).toEqual([name, name, name])
  })

  it('keeps pictures that the engine reads byte for byte, and has the others as PNG', async () => {
    const { document, mesh } = wedge()
    document.createScene().addChild(document.createNode().setMesh(mesh))
    document.createExtension(EXTTextureWebP).setRequired(true)
    const webp = Uint8Array.from(
      await sharp({ create: { width: 4, height: 4, channels: 3, background: '#804020' } })
        .webp()
        .toBuffer(),
    )
    document.getRoot().listTextures()[0]?.setImage(webp).setMimeType('image/webp')
    const [texture] = (await opened(engine, await (await io()).writeBinary(document))).getRoot().listTextures()
    const own = { bytes: webp, mimeType: 'image/webp' }
    const readable = ['Blender', 'Godot'].includes(engine) ? own : await redraw(own, PNG)
    expect({ bytes: texture?.getImage(), mimeType: texture?.getMimeType() }).toEqual(readable)
  })
})

describe('the names of an engine’s files', () => {
  it.each([
    ['Unity', 'rubber duck_2', 'RubberDuck2_Spin2_420x1000x300mm.glb'],
    ['Unreal', 'Müllers Stuhl', 'SM_MullersStuhl_Spin2_420x1000x300mm.glb'],
    ['Blender', 'Rubber Duck', 'rubber_duck_spin2_420x1000x300mm.glb'],
    ['Godot', '«»', 'mesh_spin2_420x1000x300mm.glb'],
    ['Unity', 'деревянный стул', 'ДеревянныйСтул_Spin2_420x1000x300mm.glb'],
    ['Blender', '걸상 하나', '걸상_하나_spin2_420x1000x300mm.glb'],
  ])('for %s make “%s” into %s, with spin and size and without a dot', (engine, base, name) => {
    const result: Result = {
      sessionCode: 'S',
      kind: 'preview',
      request: { selected_spin_index: 1 },
      formats: ['glb'],
      version: '1',
      name: base,
    }
    expect(presetOf(engine).fileName(base, engineTags(result, [0.42, 1, 0.3]))).toBe(name)
  })

  it('end in no word that makes Godot import the object as a wheel or a collision shape', async () => {
    const document = await opened(
      'Godot',
      await KINDS_OF_GLB['one mesh as the engine writes it']!(),
      'steering-wheel col',
    )
    expect(document.getRoot().listNodes()[0]?.getName()).toBe('SteeringWheelCol')
  })
})

it.each(ENGINE_PRESETS)(
  'the file for $engine keeps its box about its origin, turned as its front is',
  async ({ engine, turnAbout }) => {
    const glb = await KINDS_OF_GLB['nested nodes, turned and unevenly scaled']!()
    const made = await prepareForEngine(presetOf(engine), glb, 'duck', { redraw })
    const [{ min, max }, after] = [
      boxWithThree((await openWithThree(glb)).scene),
      boxWithThree((await openWithThree(made)).scene),
    ]
    // Front to +X, and so right to -Z.
    const [least, most] =
      turnAbout === null
        ? [min.toArray(), max.toArray()]
        : [
            [min.z, min.y, -max.x],
            [max.z, max.y, -min.x],
          ]
    for (const axis of [0, 1, 2] as const) {
      const size = (most[axis] ?? 0) - (least[axis] ?? 0)
      expect(Math.abs(after.min.getComponent(axis) - (least[axis] ?? Number.NaN)) / size).toBeLessThan(1e-5)
      expect(Math.abs(after.max.getComponent(axis) - (most[axis] ?? Number.NaN)) / size).toBeLessThan(1e-5)
    }
  },
)
