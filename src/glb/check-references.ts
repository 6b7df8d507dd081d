/**
 * Whether everything that a GLB refers to by index is in it. A loader would fail on a missing one somewhere deep in its
 * code.
 */
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

/** Throws unless `index` is undefined or one of the list's. */
type Need = (who: string, list: Lists, index: number | undefined) => void

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** Indices of the textures that a material uses, also in Khronos' own extensions (KHR_, EXT_). */
export function texturesIn(value: unknown, found: number[] = []): number[] {
  if (!isObject(value)) return found
  for (const [key, entry] of Object.entries(value)) {
    if (key.endsWith('Texture') && isObject(entry) && typeof entry.index === 'number') found.push(entry.index)
    else if (key !== 'extras' && !(/^[A-Z0-9]+_/.test(key) && !/^(?:KHR|EXT)_/.test(key))) texturesIn(entry, found)
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
      for (const accessor of [attributes, ...targets].flatMap((record) => Object.values(record)))
        need(who, 'accessors', accessor)
    }
  }
}

/** Instances and lights: what loaders follow without a check of their own. */
function checkAttachments({ nodes = [], extensions: root = {} }: GlbDocument, need: Need): void {
  const punctual = root.KHR_lights_punctual
  const lights: readonly unknown[] = isObject(punctual) && Array.isArray(punctual.lights) ? punctual.lights : []
  for (const [index, { extensions = {} }] of nodes.entries()) {
    const { EXT_mesh_gpu_instancing: batch, KHR_lights_punctual: lamp } = extensions
    for (const accessor of isObject(batch) && isObject(batch.attributes) ? Object.values(batch.attributes) : [])
      need(`node ${index}`, 'accessors', Number(accessor))
    const light = isObject(lamp) ? lights[Number(lamp.light)] : null
    if (light !== null && !(isObject(light) && LIGHTS.has(light.type)))
      throw new UnsafeGlbError(`The mesh file is damaged: node ${index} refers to a light that is not in it.`)
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
    for (const extension of Object.values(extensions))
      if (isObject(extension) && typeof extension.source === 'number')
        need(`texture ${index}`, 'images', extension.source)
  }
  for (const [index, { bufferView, uri }] of images.entries()) {
    need(`picture ${index}`, 'bufferViews', bufferView)
    if (bufferView === undefined && uri === undefined)
      throw new UnsafeGlbError(`The mesh file is damaged: picture ${index} is not in it.`)
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
        throw new UnsafeGlbError(`The mesh file is damaged: animation ${index} refers to keys that are not in it.`)
    }
    for (const { input, output } of samplers)
      for (const accessor of [input, output]) need(`animation ${index}`, 'accessors', accessor)
  }
}

/** @throws {UnsafeGlbError} that names the object with the bad reference */
export function checkReferences(document: GlbDocument): void {
  const need: Need = (who, list, index) => {
    const count = document[list]?.length ?? 0
    if (index === undefined || (Number.isInteger(index) && index >= 0 && index < count)) return
    throw new UnsafeGlbError(
      `The mesh file is damaged: ${who} refers to ${ONE[list]} ${index}, and the file has ${count === 0 ? 'none' : `${count} (from 0)`}.`,
    )
  }
  checkData(document, need)
  checkMeshes(document, need)
  checkNodes(document, need)
  checkAttachments(document, need)
  checkPictures(document, need)
}
