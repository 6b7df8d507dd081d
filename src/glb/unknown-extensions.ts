import type { GLTF } from '@gltf-transform/core'
import { jsonOfGlb } from './glb-document.ts'
import { keepTextures } from './keep-textures.ts'
import { isUnderstood } from './known-extensions.ts'

type Json = Readonly<Record<string, unknown>>

/**
 * Lists that are renumbered when a file is written: an extension in one of their objects, or with an index into them,
 * cannot be kept.
 */
const RENUMBERED = new Set(['accessors', 'bufferViews', 'buffers', 'samplers'])
const POINTS_INTO_THEM = /accessor|buffer|attribute|^(?:indices|input|output|sampler)$/i

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null

const unknownOf = (value: Json): [name: string, content: unknown][] =>
  isObject(value.extensions) ? Object.entries(value.extensions).filter(([name]) => !isUnderstood(name)) : []

const holdsNumber = (value: unknown): boolean =>
  typeof value === 'number' || (isObject(value) && Object.values(value).some(holdsNumber))

const isRenumbered = (content: unknown): boolean =>
  isObject(content) &&
  Object.entries(content).some(
    ([key, value]) => (POINTS_INTO_THEM.test(key) && holdsNumber(value)) || isRenumbered(value),
  )

/** Visits every unknown extension of a file's objects; `stable` where the object keeps its index. */
function visit(
  value: unknown,
  found: (name: string, content: unknown, path: readonly string[], stable: boolean) => void,
  path: readonly string[] = [],
  stable = true,
): void {
  if (!isObject(value)) return
  for (const [name, content] of unknownOf(value)) found(name, content, path, stable)
  for (const [key, entry] of Object.entries(value)) {
    if (key !== 'extensions' && key !== 'extras') visit(entry, found, [...path, key], stable && !RENUMBERED.has(key))
  }
}

const at = (json: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), json)

interface Place {
  readonly name: string
  readonly content: unknown
  readonly path: readonly string[]
}

interface Unknowns {
  readonly places: readonly Place[]
  /** Names of extensions that cannot be carried along. */
  readonly lost: ReadonlySet<string>
}

function unknownsIn(source: unknown): Unknowns {
  const [places, lost]: [Place[], Set<string>] = [[], new Set()]
  visit(source, (name, content, path, stable) => {
    if (!stable || isRenumbered(content)) lost.add(name)
    places.push({ name, content, path })
  })
  return { places, lost }
}

/** Whether a file has extensions that are not known here. */
export const hasUnknown = (source: GLTF.IGLTF): boolean => unknownsIn(source).places.length > 0

/** Names of a GLB's extensions that are lost when it is written here, since they depend on indices that change. */
export const lostWhenWritten = (glb: Uint8Array): string[] => [...unknownsIn(jsonOfGlb(glb)).lost]

/**
 * Copies a file's unknown extensions into what was made from it, unchanged. Scenes, nodes, meshes, materials, textures,
 * pictures, skins and cameras keep their indices through everything that is done here, so references to them stay
 * right.
 */
export function carryUnknown(source: GLTF.IGLTF, made: GLTF.IGLTF): void {
  const { places, lost } = unknownsIn(source)
  const kept = places.filter(({ name }) => !lost.has(name))
  if (kept.length === 0) return
  keepTextures(source, made)
  for (const { name, content, path } of kept) {
    const object = at(made, path) as { extensions?: Record<string, unknown> } | undefined
    if (object) object.extensions = { ...object.extensions, [name]: content }
  }
  const names = new Set(kept.map(({ name }) => name))
  const declared = source.extensionsUsed?.filter((name) => names.has(name)) ?? []
  if (declared.length > 0) made.extensionsUsed = [...(made.extensionsUsed ?? []), ...declared]
}
