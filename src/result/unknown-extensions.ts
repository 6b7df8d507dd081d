import type { GLTF } from '@gltf-transform/core'
import { ALL_EXTENSIONS } from '@gltf-transform/extensions'
import { keepTextures } from './keep-textures.ts'

type Json = Readonly<Record<string, unknown>>

const KNOWN = new Set<string>(ALL_EXTENSIONS.map(({ EXTENSION_NAME }) => EXTENSION_NAME))

/** What is numbered anew when a file is written: an extension that stands in one of these or points into them has lost its hold. */
const RENUMBERED = new Set(['accessors', 'bufferViews', 'buffers', 'samplers'])
const POINTS_INTO_THEM = /accessor|buffer|attribute|^(?:indices|input|output|sampler)$/i

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null

const strangersOf = (value: Json): [name: string, says: unknown][] => (isObject(value.extensions) ? Object.entries(value.extensions).filter(([name]) => !KNOWN.has(name)) : [])

const holdsNumber = (value: unknown): boolean => typeof value === 'number' || (isObject(value) && Object.values(value).some(holdsNumber))

const pointsAway = (says: unknown): boolean => isObject(says) && Object.entries(says).some(([key, value]) => (POINTS_INTO_THEM.test(key) && holdsNumber(value)) || pointsAway(value))

/** Visits what a file's objects say in extensions that are not known here; `stable` where the object keeps its number. */
function visit(value: unknown, found: (name: string, says: unknown, path: readonly string[], stable: boolean) => void, path: readonly string[] = [], stable = true): void {
  if (!isObject(value)) return
  for (const [name, says] of strangersOf(value)) found(name, says, path, stable)
  for (const [key, each] of Object.entries(value)) {
    if (key !== 'extensions' && key !== 'extras') visit(each, found, [...path, key], stable && !RENUMBERED.has(key))
  }
}

const at = (json: unknown, path: readonly string[]): unknown => path.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), json)

/**
 * Puts what a file said in extensions that are not known here into what was made of it, word for word: scenes, nodes, meshes, materials,
 * textures, pictures, skins and cameras keep their numbers through all that is done to a file here, so that what names them holds.
 * @returns names of the extensions that could not be carried along, since they name accessors or parts that are numbered anew
 */
export function carryUnknown(source: GLTF.IGLTF, made: GLTF.IGLTF): string[] {
  const [seen, lost] = [new Set<string>(), new Set<string>()]
  const places: { name: string; says: unknown; path: readonly string[] }[] = []
  visit(source, (name, says, path, stable) => {
    seen.add(name)
    if (!stable || pointsAway(says)) lost.add(name)
    places.push({ name, says, path })
  })
  if (seen.size === lost.size) return [...lost]
  keepTextures(source, made)
  for (const { name, says, path } of places) {
    const object = at(made, path) as { extensions?: Record<string, unknown> } | undefined
    if (lost.has(name)) continue
    if (object) object.extensions = { ...object.extensions, [name]: says }
    else lost.add(name)
  }
  const declared = source.extensionsUsed?.filter((name) => seen.has(name) && !lost.has(name)) ?? []
  if (declared.length > 0) made.extensionsUsed = [...(made.extensionsUsed ?? []), ...declared]
  return [...lost]
}

/** Whether a file says anything in extensions that are not known here. */
export function hasUnknown(source: GLTF.IGLTF): boolean {
  let any = false
  visit(source, () => (any = true))
  return any
}
