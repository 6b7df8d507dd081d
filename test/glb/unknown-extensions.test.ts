import { ALL_EXTENSIONS } from '@gltf-transform/extensions'
import draco3d from 'draco3d'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { exportMesh } from '../../src/download/export-mesh.ts'
import type { Redrawer } from '../../src/glb/picture.ts'
import { refit } from '../../src/glb/refit.ts'
import { isUnderstood } from '../../src/glb/known-extensions.ts'
import { lostWhenWritten } from '../../src/glb/unknown-extensions.ts'
import { KINDS_OF_GLB, io, wedge } from '../fixtures/generated-glb.ts'
import { jsonOf, withJson, type Loose } from '../fixtures/glb-json.ts'
import { expectNoError } from '../fixtures/validate-glb.ts'

const REQUESTS = {
  'one scale': { scaled_bbox: [-1, 2.5, -1], pivot_point: [0.25, -0.5, 0] },
  'uneven scales': { scaled_bbox: [0.73, 1.31, 0.217], pivot_point: [-0.37, -0.5, 0.29] },
} as const

/** A file's objects in the order of their indices, named by what stays the same when the file is written again. */
const namesIn = (json: Loose) => ({
  nodes: json.nodes?.map(({ name }) => name),
  meshes: json.meshes?.map(({ name }) => name),
  materials: json.materials?.map(({ name }) => name),
  textures: json.textures?.map(({ name, source, sampler }) => [
    name,
    json.images?.[source ?? -1]?.name,
    json.samplers?.[sampler ?? -1],
  ]),
  skins: json.skins?.map(({ joints }) => joints),
})

/** Others may follow them. */
const expectFirst = <T>(expected: readonly T[], names: (T | undefined)[] | undefined) =>
  expect(names?.slice(0, expected.length)).toEqual(expected)

/**
 * A humanoid as in VRM 0.0: an extension at the root that refers to bones, meshes, materials and textures by index;
 * others on a material and on a node.
 */
async function avatar(kind: string): Promise<Uint8Array> {
  return withJson(await KINDS_OF_GLB[kind]!(), (json) => {
    json.nodes?.forEach((node, index) => (node.name ??= `node ${index}`))
    json.images?.push({
      name: 'thumbnail',
      uri: 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
    })
    json.samplers = [{ wrapS: 33071, wrapT: 33071 }, ...(json.samplers ?? [])]
    json.textures = [
      { name: 'shown nowhere', source: 1, sampler: 0 },
      ...(json.textures ?? []).map((texture) => Object.assign(texture, { name: 'worn', sampler: 1 })),
    ]
    for (const { pbrMetallicRoughness, normalTexture } of json.materials ?? []) {
      if (pbrMetallicRoughness?.baseColorTexture) pbrMetallicRoughness.baseColorTexture.index = 1
      if (normalTexture) normalTexture.index = 1
    }
    json.extensionsUsed = [...(json.extensionsUsed ?? []), 'VRM', 'ACME_mtoon', 'ACME_spring']
    json.extensions = {
      ...json.extensions,
      VRM: {
        humanoid: { humanBones: [{ bone: 'hips', node: 0 }] },
        firstPerson: { meshAnnotations: [{ mesh: 0 }] },
        meta: { texture: 0 },
        materialProperties: [{ textureProperties: { _MainTex: 1 } }],
      },
    }
    Object.assign(json.materials?.[0] ?? {}, {
      extensions: { ACME_mtoon: { shadeMultiplyTexture: { index: 1 }, shade: 0.3 } },
    })
    Object.assign(json.nodes?.[0] ?? {}, {
      extensions: { ...json.nodes?.[0]?.extensions, ACME_spring: { stiffness: 0.4 } },
    })
  })
}

const redraw: Redrawer = async ({ bytes }, { mimeType }) => ({
  bytes: Uint8Array.from(await sharp(bytes).webp().toBuffer()),
  mimeType,
})

function expectCarried(source: Uint8Array, made: Uint8Array): void {
  const [before, after] = [jsonOf(source), jsonOf(made)]
  expect(after.extensions).toMatchObject({ VRM: before.extensions?.VRM })
  expect(after.materials?.[0]?.extensions).toMatchObject({
    ACME_mtoon: { shadeMultiplyTexture: { index: 1 }, shade: 0.3 },
  })
  expect(after.nodes?.[0]?.extensions).toMatchObject({ ACME_spring: { stiffness: 0.4 } })
  for (const name of ['VRM', 'ACME_mtoon', 'ACME_spring']) expect(after.extensionsUsed).toContain(name)
  const [was, is] = [namesIn(before), namesIn(after)]
  for (const list of ['nodes', 'meshes', 'materials', 'textures'] as const)
    expectFirst<unknown>(was[list] ?? [], is[list])
  expect(after.materials?.[0]?.pbrMetallicRoughness?.baseColorTexture?.index).toBe(1)
}

describe.each([
  'one mesh as the engine writes it',
  'one mesh shared by three nodes',
  'instances',
  'a skin',
  'a skin whose bones move',
  'an animation',
])('an avatar made of a file with %s', (kind) => {
  it.each(Object.entries(REQUESTS))(
    'keeps the extensions that Plinth does not know through a refit with %s, and all that they refer to',
    async (_, request) => {
      const source = await avatar(kind)
      expect(lostWhenWritten(source)).toEqual([])
      const { glb } = await refit(source, request)
      expectCarried(source, glb)
      await expectNoError(glb)
    },
  )

  it('keeps them in a small GLB', async () => {
    const source = await avatar(kind)
    expectCarried(
      source,
      await exportMesh(
        { format: 'small', glb: source, name: 'avatar' },
        { redraw, draco: await draco3d.createDecoderModule() },
      ),
    )
  })
})

it('an extension that refers to what is renumbered is left out and named, others stay', async () => {
  const source = withJson(await KINDS_OF_GLB['one mesh as the engine writes it']!(), (json) => {
    json.extensionsUsed = ['ACME_outline', 'ACME_note', 'ACME_view']
    Object.assign(json.meshes?.[0]?.primitives[0] ?? {}, {
      extensions: { ACME_outline: { indices: 0 }, ACME_note: { indices: 'none', text: 'by hand' } },
    })
    Object.assign(json.bufferViews?.[0] ?? {}, { extensions: { ACME_view: { order: 'z' } } })
  })
  const { glb } = await refit(source, REQUESTS['one scale'])
  expect(lostWhenWritten(source).toSorted()).toEqual(['ACME_outline', 'ACME_view'])
  expect(jsonOf(glb).meshes?.[0]?.primitives[0]?.extensions).toEqual({
    ACME_note: { indices: 'none', text: 'by hand' },
  })
  expect(jsonOf(glb).extensionsUsed).toEqual(['ACME_note'])
})

it('exactly what glTF-Transform reads counts as understood', () => {
  expect(ALL_EXTENSIONS.map(({ EXTENSION_NAME }) => EXTENSION_NAME).filter((name) => !isUnderstood(name))).toEqual([])
  for (const name of ['VRM', 'EXT_materials_bump', 'KHR_materials_diffuse_roughness'])
    expect(isUnderstood(name)).toBe(false)
})

it('a mesh that is drawn nowhere keeps its index and its vertices', async () => {
  const { document, mesh } = wedge()
  const spare = document.createMesh('spare').addPrimitive(mesh.listPrimitives()[0]!.clone())
  document
    .createScene()
    .addChild(
      document.createNode().setMesh(document.createMesh('shown').addPrimitive(mesh.listPrimitives()[0]!.clone())),
    )
  const source = await (await io()).writeBinary(document)
  const { glb } = await refit(source, REQUESTS['uneven scales'])
  expect(jsonOf(glb).meshes?.map(({ name }) => name)).toEqual(['wedge', spare.getName(), 'shown'])
})
