/** Whether everything that a GLB names by number is there. A loader would stumble over what is not, somewhere in its own code. */
import type { GlbDocument } from './glb-document.ts'
import { UnsafeGlbError } from './unsafe-glb-error.ts'

type Lists =
  | 'accessors'
  | 'bufferViews'
  | 'buffers'
  | 'cameras'
  | 'images'
  | 'materials'
  | 'meshes'
  | 'nodes'
  | 'samplers'
  | 'scenes'
  | 'skins'
  | 'textures'

const ONE: Readonly<Record<Lists, string>> = {
  accessors: 'accessor',
  bufferViews: 'buffer view',
  buffers: 'buffer',
  cameras: 'camera',
  images: 'picture',
  materials: 'material',
  meshes: 'mesh',
  nodes: 'node',
  samplers: 'sampler',
  scenes: 'scene',
  skins: 'skin',
  textures: 'texture',
}

const LIGHTS = new Set<unknown>(['directional', 'point', 'spot'])

/** Calls for an object by its number, if it is named at all. */
type Need = (who: string, list: Lists, index: number | undefined) => void

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** Numbers of the textures that a material names, in its own words and in those of extensions that Khronos has named. */
function texturesIn(value: unknown, found: number[] = []): number[] {
  if (!isObject(value)) return found
  for (const [key, each] of Object.entries(value)) {
    if (key.endsWith('Texture') && isObject(each) && typeof each.index === 'number') found.push(each.index)
    else if (key !== 'extras' && !(/^[A-Z0-9]+_/.test(key) && !/^(?:KHR|EXT)_/.test(key))) texturesIn(each, found)
  }
  return found
}

function checkMeshes({ meshes = [] }: GlbDocument, need: Need): void {
  for (const [index, { primitives }] of meshes.entries()) {
    const who = `mesh ${index}`
    for (const { attributes, indices, material, targets = [], extensions = {} } of primitives) {
      const { KHR_draco_mesh_compression: packed } = extensions
      if (packed !== undefined) need(who, 'bufferViews', isObject(packed) ? Number(packed.bufferView) : -1)
      need(who, 'accessors', indices)
      need(who, 'materials', material)
      for (const each of [attributes, ...targets].flatMap((record) => Object.values(record)))
        need(who, 'accessors', each)
    }
  }
}

/** Those of nodes' extensions that a loader follows without looking. */
function checkAttachments({ nodes = [], extensions: root = {} }: GlbDocument, need: Need): void {
  const said = root.KHR_lights_punctual
  const lights: readonly unknown[] = isObject(said) && Array.isArray(said.lights) ? said.lights : []
  for (const [index, { extensions = {} }] of nodes.entries()) {
    const { EXT_mesh_gpu_instancing: batch, KHR_lights_punctual: lamp } = extensions
    for (const each of isObject(batch) && isObject(batch.attributes) ? Object.values(batch.attributes) : [])
      need(`node ${index}`, 'accessors', Number(each))
    const light = isObject(lamp) ? lights[Number(lamp.light)] : null
    if (light !== null && !(isObject(light) && LIGHTS.has(light.type)))
      throw new UnsafeGlbError(`The mesh file is damaged: node ${index} names a light that it does not hold.`)
  }
}

function checkNodes({ nodes = [], scenes = [], scene, skins = [] }: GlbDocument, need: Need): void {
  need('the file', 'scenes', scene)
  for (const [index, { nodes: roots = [] }] of scenes.entries())
    for (const root of roots) need(`scene ${index}`, 'nodes', root)
  for (const [index, { children = [], mesh, skin, camera }] of nodes.entries()) {
    const who = `node ${index}`
    for (const child of children) need(who, 'nodes', child)
    need(who, 'meshes', mesh)
    need(who, 'skins', skin)
    need(who, 'cameras', camera)
  }
  for (const [index, { joints, inverseBindMatrices, skeleton }] of skins.entries()) {
    for (const joint of joints) need(`skin ${index}`, 'nodes', joint)
    need(`skin ${index}`, 'nodes', skeleton)
    need(`skin ${index}`, 'accessors', inverseBindMatrices)
  }
}

function checkPictures({ materials = [], textures = [], images = [] }: GlbDocument, need: Need): void {
  for (const [index, material] of materials.entries())
    for (const texture of texturesIn(material)) need(`material ${index}`, 'textures', texture)
  for (const [index, { source, sampler, extensions = {} }] of textures.entries()) {
    need(`texture ${index}`, 'samplers', sampler)
    need(`texture ${index}`, 'images', source)
    for (const each of Object.values(extensions))
      if (isObject(each) && typeof each.source === 'number') need(`texture ${index}`, 'images', each.source)
  }
  for (const [index, { bufferView, uri }] of images.entries()) {
    need(`picture ${index}`, 'bufferViews', bufferView)
    if (bufferView === undefined && uri === undefined)
      throw new UnsafeGlbError(`The mesh file is damaged: picture ${index} is nowhere in it.`)
  }
}

function checkData({ accessors = [], bufferViews = [], animations = [] }: GlbDocument, need: Need): void {
  for (const [index, { bufferView, sparse }] of accessors.entries())
    for (const view of [bufferView, sparse?.indices.bufferView, sparse?.values.bufferView])
      need(`accessor ${index}`, 'bufferViews', view)
  for (const [index, { buffer }] of bufferViews.entries()) need(`buffer view ${index}`, 'buffers', buffer)
  for (const [index, { channels, samplers }] of animations.entries()) {
    for (const { sampler, target } of channels) {
      need(`animation ${index}`, 'nodes', target.node)
      if (sampler >= samplers.length)
        throw new UnsafeGlbError(`The mesh file is damaged: animation ${index} names keys that it does not hold.`)
    }
    for (const { input, output } of samplers)
      for (const each of [input, output]) need(`animation ${index}`, 'accessors', each)
  }
}

/** @throws {UnsafeGlbError} that says what names what is not there */
export function checkReferences(document: GlbDocument): void {
  const need: Need = (who, list, index) => {
    const count = document[list]?.length ?? 0
    if (index === undefined || (Number.isInteger(index) && index >= 0 && index < count)) return
    throw new UnsafeGlbError(
      `The mesh file is damaged: ${who} names ${ONE[list]} ${index}, and the file has ${count === 0 ? 'none' : `${count} (from 0)`}.`,
    )
  }
  checkData(document, need)
  checkMeshes(document, need)
  checkNodes(document, need)
  checkAttachments(document, need)
  checkPictures(document, need)
}
