/**
 * KHR_materials_pbrSpecularGlossiness, which Khronos has archived and three.js no longer reads, as the metallic-roughness
 * that everything reads. Source of the formulas: the extension's own "Best Practices" and the conversion in its examples
 * (github.com/KhronosGroup/glTF, extensions/2.0/Archived/KHR_materials_pbrSpecularGlossiness).
 */
import type { GLTF } from '@gltf-transform/core'
import { entriesOf, isObject, type Mending } from './mending.ts'

const NAME = 'KHR_materials_pbrSpecularGlossiness'

/** Reflectance of a dielectric seen straight on. */
const DIELECTRIC = 0.04

type Rgb = readonly [number, number, number]

export interface SpecGloss {
  /** Linear, as all factors are. */
  readonly diffuse: Rgb
  readonly specular: Rgb
  readonly glossiness: number
}

export interface MetalRough {
  readonly colour: Rgb
  readonly metallic: number
  readonly roughness: number
}

/** Perceived brightness: weights of the channels by Darel Rex Finley's HSP colour model, as the example has them. */
const brightness = ([r, g, b]: Rgb): number => Math.sqrt(0.299 * r * r + 0.587 * g * g + 0.114 * b * b)

/** The metalness at which a surface of this diffuse and specular brightness results: the root of a quadratic. */
function metalness(diffuse: number, specular: number, left: number): number {
  if (specular < DIELECTRIC) return 0
  const b = (diffuse * left) / (1 - DIELECTRIC) + specular - 2 * DIELECTRIC
  const root = Math.sqrt(Math.max(0, b * b - 4 * DIELECTRIC * (DIELECTRIC - specular)))
  return Math.min(1, Math.max(0, (root - b) / (2 * DIELECTRIC)))
}

/** One surface in the other words. */
export function toMetalRough({ diffuse, specular, glossiness }: SpecGloss): MetalRough {
  const left = 1 - Math.max(...specular)
  const metallic = metalness(brightness(diffuse), brightness(specular), left)
  const colour = diffuse.map((value, channel) => {
    const asDielectric = (value * left) / (1 - DIELECTRIC) / Math.max(1 - metallic, 1e-6)
    const asMetal = (specular[channel]! - DIELECTRIC * (1 - metallic)) / Math.max(metallic, 1e-6)
    const mixed = asDielectric + (asMetal - asDielectric) * metallic * metallic
    return Math.min(1, Math.max(0, mixed))
  })
  return { colour: colour as unknown as Rgb, metallic, roughness: 1 - glossiness }
}

const numbers = (value: unknown, length: number, other: readonly number[]): readonly number[] =>
  Array.isArray(value) && value.length === length && value.every(Number.isFinite) ? (value as number[]) : other

/** How glossy a map of glossiness is taken for, since one roughness stands for all of it. */
const TYPICAL_GLOSS = 0.5

function convert(material: GLTF.IMaterial, gloss: Record<string, unknown>): void {
  const [r, g, b, alpha] = numbers(gloss.diffuseFactor, 4, [1, 1, 1, 1]) as [number, number, number, number]
  const mapped = isObject(gloss.specularGlossinessTexture)
  const specular = numbers(gloss.specularFactor, 3, [1, 1, 1]) as Rgb
  const [glossinessFactor] = numbers([gloss.glossinessFactor], 1, [1]) as [number]
  const glossiness = Math.min(1, Math.max(0, glossinessFactor * (mapped ? TYPICAL_GLOSS : 1)))
  // Where a map says the colours, they hold for one point each, and the factors for none.
  const hasMap = mapped || isObject(gloss.diffuseTexture)
  const { colour, metallic, roughness } = hasMap
    ? { colour: [r, g, b], metallic: 0, roughness: 1 - glossiness }
    : toMetalRough({ diffuse: [r, g, b], specular, glossiness })
  material.pbrMetallicRoughness = {
    baseColorFactor: [...colour, alpha] as [number, number, number, number],
    metallicFactor: metallic,
    roughnessFactor: roughness,
    ...(isObject(gloss.diffuseTexture) && { baseColorTexture: gloss.diffuseTexture as unknown as GLTF.ITextureInfo }),
  }
}

const without = (names: unknown): string[] =>
  Array.isArray(names) ? (names as string[]).filter((name) => name !== NAME) : []

/** Converts a file's materials, and says so. */
export function convertGloss({ json, note }: Mending): void {
  let [converted, maps] = [0, 0]
  for (const [, material] of entriesOf(json.materials)) {
    const gloss = material.extensions?.[NAME] as unknown
    if (!isObject(gloss)) continue
    convert(material, gloss)
    converted++
    maps += Number(isObject(gloss.specularGlossinessTexture))
    delete material.extensions?.[NAME]
    if (Object.keys(material.extensions ?? {}).length === 0) delete material.extensions
  }
  for (const key of ['extensionsUsed', 'extensionsRequired'] as const) {
    if (json[key] === undefined) continue
    const kept = without(json[key])
    if (kept.length === json[key].length) continue
    if (kept.length > 0) json[key] = kept
    else delete json[key]
    note()
  }
  if (converted > 0)
    note(
      `Its materials are in the older words of specular and glossiness. They are shown and saved as metallic and roughness${maps > 0 ? ', with one roughness in place of a map' : ''}.`,
    )
}
