import type { GLTF } from '@gltf-transform/core'
import { jsonOfGlb } from './glb-document.ts'
import { keepTextures } from './keep-textures.ts'
import { isUnderstood } from './known-extensions.ts'

type Json = Readonly<Record<string, unknown>>

/** What is numbered anew when a file is written: an extension that stands in one of these or points into them has lost its hold. */
const RENUMBERED = new Set(['accessors', 'bufferViews', 'buffers', 'samplers'])
const POINTS_INTO_THEM = /accessor|buffer|attribute|^(?:indices|input|output|sampler)$/i

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null

const strangersOf = (value: Json): [name: string, says: unknown][] =>
  isObject(value.extensions) ? Object.entries(value.extensions).filter(([name]) => !isUnderstood(name)) : []

const holdsNumber = (value: unknown): boolean =>
  typeof value === 'number' || (isObject(value) && Object.values(value).some(holdsNumber))

const pointsAway = (says: unknown): boolean =>
  isObject(says) &&
  Object.entries(says).some(([key, value]) => (POINTS_INTO_THEM.test(key) && holdsNumber(value)) || pointsAway(value))

/** Visits what a file's objects say in extensions that are not known here; `stable` where the object keeps its number. */
function visit(
  value: unknown,
  found: (name: string, says: unknown, path: readonly string[], stable: boolean) => void,
  path: readonly string[] = [],
  stable = true,
): void {
  if (!isObject(value)) return
  for (const [name, says] of strangersOf(value)) found(name, says, path, stable)
  for (const [key, each] of Object.entries(value)) {
    if (key !== 'extensions' && key !== 'extras') visit(each, found, [...path, key], stable && !RENUMBERED.has(key))
  }
}

const at = (json: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), json)

interface Said {
  readonly places: readonly { readonly name: string; readonly says: unknown; readonly path: readonly string[] }[]
  /** Names of those that cannot be carried along. */
  readonly lost: ReadonlySet<string>
}

function saidIn(source: unknown): Said {
  const [places, lost]: [{ name: string; says: unknown; path: readonly string[] }[], Set<string>] = [[], new Set()]
  visit(source, (name, says, path, stable) => {
    if (!stable || pointsAway(says)) lost.add(name)
    places.push({ name, says, path })
  })
  return { places, lost }
}

/** Whether a file says anything in extensions that are not known here. */
export const hasUnknown = (source: GLTF.IGLTF): boolean => saidIn(source).places.length > 0

/** Names of a GLB's extensions that nothing written here of it can keep, since they point into what is numbered anew. */
export const lostWhenWritten = (glb: Uint8Array): string[] => [...saidIn(jsonOfGlb(glb)).lost]

/**
 * Puts what a file said in extensions that are not known here into what was made of it, word for word: scenes, nodes, meshes, materials,
 * textures, pictures, skins and cameras keep their numbers through all that is done to a file here, so that what names them holds.
 */
export function carryUnknown(source: GLTF.IGLTF, made: GLTF.IGLTF): void {
  const { places, lost } = saidIn(source)
  const kept = places.filter(({ name }) => !lost.has(name))
  if (kept.length === 0) return
  keepTextures(source, made)
  for (const { name, says, path } of kept) {
    const object = at(made, path) as { extensions?: Record<string, unknown> } | undefined
    if (object) object.extensions = { ...object.extensions, [name]: says }
  }
  const names = new Set(kept.map(({ name }) => name))
  const declared = source.extensionsUsed?.filter((name) => names.has(name)) ?? []
  if (declared.length > 0) made.extensionsUsed = [...(made.extensionsUsed ?? []), ...declared]
}
