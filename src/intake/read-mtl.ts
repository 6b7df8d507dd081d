import { MTLLoader } from 'three/addons/loaders/MTLLoader.js'
import type { MaterialTexture, MeshMaterial, TextureUse } from '../formats/mesh-part.ts'
import { linear } from './linear.ts'
import type { Pictures } from './pictures.ts'
import type { Report } from './report.ts'
import { PLAIN_MATERIAL } from './surface.ts'

/** The textures that a mesh here can have, and the keys that name them, the likeliest first. */
const MAPS = {
  colour: ['map_kd'],
  normal: ['norm', 'map_kn'],
  emissive: ['map_ke'],
} as const satisfies Readonly<Partial<Record<TextureUse, readonly string[]>>>

/** Textures that have no place in glTF's material. */
const LEFT_OUT = ['map_ks', 'map_ns', 'map_bump', 'bump', 'disp', 'map_ka', 'map_pr', 'map_pm', 'refl']

/** Keys in small letters; three of them are colours. */
type Entry = Readonly<Record<string, string | readonly number[] | undefined>>

const textOf = (value: Entry[string]): string | null => (typeof value === 'string' && value !== '' ? value : null)

const numberOf = (value: Entry[string], otherwise: number): number => {
  const number = Number(textOf(value) ?? NaN)
  return Number.isFinite(number) ? number : otherwise
}

function colourOf(value: Entry[string], otherwise: MeshMaterial['colour']): MeshMaterial['colour'] {
  if (typeof value !== 'object') return otherwise
  const [red, green, blue] = value.map(linear)
  return [red, green, blue].every(Number.isFinite) ? [red ?? 0, green ?? 0, blue ?? 0] : otherwise
}

const clamped = (value: number): number => Math.min(1, Math.max(0, value))

/** Opaque where it is not said; `Tr`, which writers give both ways round, counts only without a `d`. */
const alphaOf = ({ d, tr }: Entry): number =>
  clamped(textOf(d) === null ? 1 - numberOf(tr, 0) : numberOf(String(d).replace('-halo', ''), 1))

/** Roughness as itself, else out of the shininess as Blender has it: Ns = (1 - roughness)² · 1000. */
const roughnessOf = ({ pr, ns }: Entry): number =>
  clamped(numberOf(pr, 1 - Math.sqrt(clamped(numberOf(ns, (1 - PLAIN_MATERIAL.roughness) ** 2 * 1000) / 1000))))

/** Options before a name, each with so many words: -clamp on, -o u v w, … */
const OPTION =
  /^-(?:blendu|blendv|cc|clamp|bm|boost|imfchan|texres|type)\s+\S+\s+|^-mm\s+\S+\s+\S+\s+|^-[ost](?:\s+-?[\d.]+){1,3}\s+/

/** The file of a texture line; its name may hold spaces. */
function fileOf(line: string): string {
  const rest = line.replace(OPTION, '')
  return rest === line ? line.trim() : fileOf(rest)
}

interface MtlTools {
  readonly pictures: Pictures
  readonly report: Report
  /** Path of the library, from which it names its textures. */
  readonly path: string
}

async function materialOf(name: string, entry: Entry, { pictures, report, path }: MtlTools): Promise<MeshMaterial> {
  const textures: Partial<Record<TextureUse, MaterialTexture>> = {}
  for (const use of Object.keys(MAPS) as (keyof typeof MAPS)[]) {
    const line = MAPS[use].map((key) => textOf(entry[key])).find((text) => text !== null)
    const picture = line && (await pictures.get(fileOf(line), path))
    if (picture) textures[use] = { picture, wrapS: 'repeat', wrapT: 'repeat' }
  }
  const [colourLine, alphaLine] = [textOf(entry.map_kd), textOf(entry.map_d)]
  const isCutOut = textures.colour !== undefined && alphaLine !== null && fileOf(alphaLine) === fileOf(colourLine ?? '')
  const leftOut = [...LEFT_OUT, ...(isCutOut ? [] : ['map_d'])].filter((key) => textOf(entry[key]) !== null)
  if (leftOut.length > 0) report.add(`Of its materials, ${[...leftOut].join(', ')} cannot be kept and was left out.`)
  const colour = colourOf(entry.kd, PLAIN_MATERIAL.colour)
  // Writers that name a picture often leave its colour black, which would hide it.
  const isHidden = textures.colour !== undefined && colour.every((channel) => channel === 0)
  const alpha = alphaOf(entry)
  return {
    ...PLAIN_MATERIAL,
    name,
    colour: isHidden || (textures.colour && !entry.kd) ? [1, 1, 1] : colour,
    alpha,
    alphaMode: alpha < 1 || isCutOut ? 'BLEND' : 'OPAQUE',
    metallic: clamped(numberOf(entry.pm, 0)),
    roughness: roughnessOf(entry),
    emissive: colourOf(entry.ke, textures.emissive ? [1, 1, 1] : [0, 0, 0]),
    textures,
  }
}

/** The materials of a library by their names. */
export async function readMtl(text: string, tools: MtlTools): Promise<ReadonlyMap<string, MeshMaterial>> {
  const { materialsInfo } = new MTLLoader().parse(text.replaceAll('\t', ' '), '') as unknown as {
    readonly materialsInfo: Readonly<Record<string, Entry>>
  }
  const materials = new Map<string, MeshMaterial>()
  for (const [name, entry] of Object.entries(materialsInfo)) materials.set(name, await materialOf(name, entry, tools))
  return materials
}
