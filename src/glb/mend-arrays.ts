import type { GLTF } from '@gltf-transform/core'
import { DEEPEST, entriesOf, isObject, type Mending } from './mending.ts'

type Accessor = GLTF.IAccessor

const FLOAT = 5126
const WIDTHS: Readonly<Record<string, number>> = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4, MAT2: 4, MAT3: 9, MAT4: 16 }
const COMPONENTS = new Set<unknown>([5120, 5121, 5122, 5123, 5125, FLOAT])
const PACKED = /(?:meshopt|draco)/

/** Attributes without which a mesh is still the same mesh. */
const DISPENSABLE = /^(?:NORMAL|TANGENT|TEXCOORD_\d+|COLOR_\d+|_.*)$/
const WORDS: Readonly<Record<string, string>> = {
  N: 'normals',
  T: 'texture coordinates',
  C: 'vertex colours',
  _: 'further data',
}

/** By how much an extent may differ from the numbers, as a part of them, before it is written anew. */
const SLACK = 1e-5

/** Every accessor that something refers to: meshes, skins, animations, and extensions in whatever words. */
function usedBy(json: Mending['json']): Set<number> {
  const used = new Set<number>()
  const add = (value: unknown, depth = 0): void => {
    if (typeof value === 'number') used.add(value)
    else if (typeof value === 'object' && value !== null && depth < DEEPEST)
      for (const entry of Object.values(value)) add(entry, depth + 1)
  }
  for (const [, { primitives }] of entriesOf(json.meshes))
    for (const [, { attributes, indices, targets, extensions }] of entriesOf(primitives))
      for (const value of [attributes, indices, targets, extensions]) add(value)
  for (const [, skin] of entriesOf(json.skins)) add(skin.inverseBindMatrices)
  for (const [, { samplers }] of entriesOf(json.animations))
    for (const [, { input, output }] of entriesOf(samplers)) for (const value of [input, output]) add(value)
  for (const [, { extensions }] of entriesOf(json.nodes)) add(extensions)
  add(json.extensions)
  return used
}

function mendAttributes({ json, note }: Mending): void {
  const { accessors = [], materials = [] } = json
  for (const [index, { primitives }] of entriesOf(json.meshes)) {
    for (const [, primitive] of entriesOf(primitives)) {
      if (primitive.material !== undefined && !isObject(materials[primitive.material])) {
        delete primitive.material
        note(`The material of mesh ${index + 1} is not in the file. It is shown without one.`)
      }
      if (!isObject(primitive.attributes)) continue
      const count = accessors[primitive.attributes.POSITION ?? -1]?.count
      for (const [name, accessor] of Object.entries(primitive.attributes)) {
        const own = accessors[accessor]
        if (!DISPENSABLE.test(name) || (isObject(own) && own.count === count)) continue
        delete primitive.attributes[name]
        note(`The ${WORDS[name[0] ?? ''] ?? name} of mesh ${index + 1} could not be read and are left out.`)
      }
    }
  }
}

const holdsPacked = (json: Mending['json']): boolean =>
  Array.isArray(json.extensionsUsed) && json.extensionsUsed.some((name) => PACKED.test(String(name)))

const isPacked = ({ extensions }: Record<string, unknown>): boolean =>
  isObject(extensions) && Object.keys(extensions).some((name) => PACKED.test(name))

/** A plain accessor's floats, from its first to its last, and how many lie between two elements. */
function floatsOf(
  accessor: Accessor,
  { json, binary }: Mending,
): { readonly floats: Float32Array; readonly step: number } | null {
  const view = json.bufferViews?.[accessor.bufferView ?? -1]
  const width = WIDTHS[accessor.type]
  const plain = accessor.componentType === FLOAT && accessor.sparse === undefined && accessor.count > 0
  if (!plain || !isObject(view) || isPacked(view) || !binary || !width) return null
  const { byteOffset = 0, byteLength, byteStride } = view as unknown as GLTF.IBufferView
  const stride = byteStride || width * 4
  const [at, end] = [byteOffset + (accessor.byteOffset ?? 0), byteOffset + byteLength]
  const last = at + stride * (accessor.count - 1) + width * 4
  if (!Number.isSafeInteger(last) || stride % 4 !== 0 || stride < 4 || at < 0 || last > end || end > binary.length)
    return null
  const own = binary.subarray(at, last)
  const aligned = own.byteOffset % 4 === 0 ? own : own.slice()
  return { floats: new Float32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4), step: stride / 4 }
}

/** The least and most of each component of a plain accessor; null for one with other numbers in it. */
function extentOf(accessor: Accessor, mending: Mending): { readonly min: number[]; readonly max: number[] } | null {
  const own = floatsOf(accessor, mending)
  if (!own) return null
  const { floats, step } = own
  const width = WIDTHS[accessor.type] ?? 1
  const [min, max]: [number[], number[]] = [[], []]
  for (let k = 0; k < width; k++) {
    let [least, most] = [Infinity, -Infinity]
    for (let at = k; at < floats.length; at += step) {
      least = Math.min(least, floats[at]!)
      most = Math.max(most, floats[at]!)
    }
    min.push(least)
    max.push(most)
  }
  return [...min, ...max].every(Number.isFinite) ? { min, max } : null
}

const isNear = (declared: unknown, actual: readonly number[]): boolean =>
  Array.isArray(declared) &&
  declared.length === actual.length &&
  actual.every((value, k) => Math.abs(Number(declared[k]) - value) <= SLACK * Math.max(1, Math.abs(value)))

/** Accessors whose extent glTF asks for: positions (§3.7.2.1) and the moments of animations (§3.11). */
function measuredBy(json: Mending['json']): Set<number> {
  const measured = new Set<number>()
  for (const [, { primitives }] of entriesOf(json.meshes))
    for (const [, { attributes, targets }] of entriesOf(primitives))
      for (const record of [attributes, ...(Array.isArray(targets) ? targets : [])])
        if (isObject(record) && typeof record.POSITION === 'number') measured.add(record.POSITION)
  for (const [, { samplers }] of entriesOf(json.animations))
    for (const [, { input }] of entriesOf(samplers)) measured.add(input)
  return measured
}

/** Writes what the file says of its arrays' extents anew where that is missing or wrong. */
function mendExtents(mending: Mending): void {
  const { json, note } = mending
  const measured = measuredBy(json)
  for (const [index, accessor] of entriesOf(json.accessors)) {
    const isDeclared = accessor.min !== undefined || accessor.max !== undefined
    if (!measured.has(index) && !isDeclared) continue
    const extent = extentOf(accessor, mending)
    if (!extent || (isNear(accessor.min, extent.min) && isNear(accessor.max, extent.max))) continue
    Object.assign(accessor, extent)
    note()
  }
}

/** Makes arrays that nothing uses harmless: they keep their numbers, but hold nothing. */
function emptyUnused({ json, binary, note }: Mending): void {
  if (holdsPacked(json)) return
  const used = usedBy(json)
  const views = new Set<number>()
  for (const [index, accessor] of entriesOf(json.accessors)) {
    const view = json.bufferViews?.[accessor.bufferView ?? -1]
    const sound =
      COMPONENTS.has(accessor.componentType) &&
      WIDTHS[accessor.type] !== undefined &&
      Number.isSafeInteger(accessor.count) &&
      (accessor.bufferView === undefined || (isObject(view) && fits(accessor, view as unknown as GLTF.IBufferView)))
    if (!used.has(index) && !sound) {
      json.accessors![index] = { componentType: 5121, count: 1, type: 'SCALAR' }
      note()
      continue
    }
    for (const own of [accessor.bufferView, accessor.sparse?.indices?.bufferView, accessor.sparse?.values?.bufferView])
      if (own !== undefined) views.add(own)
  }
  for (const [, image] of entriesOf(json.images)) if (image.bufferView !== undefined) views.add(image.bufferView)
  for (const [index, { buffer, byteOffset = 0, byteLength }] of entriesOf(json.bufferViews)) {
    const inside = buffer === 0 && byteLength > 0 && byteOffset + byteLength <= (binary?.length ?? 0)
    if (views.has(index) || inside || !binary || binary.length === 0) continue
    json.bufferViews![index] = { buffer: 0, byteOffset: 0, byteLength: 1 }
    note()
  }
}

const SIZES: Readonly<Record<number, number>> = { 5120: 1, 5121: 1, 5122: 2, 5123: 2, 5125: 4, [FLOAT]: 4 }

function fits(
  { componentType, type, count, byteOffset = 0 }: Accessor,
  { byteLength, byteStride }: GLTF.IBufferView,
): boolean {
  const element = (SIZES[componentType] ?? 4) * (WIDTHS[type] ?? 1)
  return (
    byteOffset % (SIZES[componentType] ?? 1) === 0 &&
    byteOffset + (byteStride ?? element) * (count - 1) + element <= byteLength
  )
}

/** Mends a file's arrays and what refers to them, as far as the mesh stays the same. */
export function mendArrays(mending: Mending): void {
  mendAttributes(mending)
  mendExtents(mending)
  emptyUnused(mending)
}
