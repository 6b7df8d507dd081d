/** Wavefront OBJ with its material library and textures in one zip: the form that every tool since 1990 opens. */
import { strToU8, zipSync, type Zippable } from 'fflate'
import type { Texture } from '@gltf-transform/core'
import { sayConvention, type Convention } from './convention.ts'
import { pictureEnding, plainPicture, type Redrawer } from './picture.ts'
import type { PosedPart } from './posed-parts.ts'
import { srgb, surfaceOf, type Surface } from './surface-of.ts'

/** Nine digits bring every float32 back bit for bit. */
const exact = (value: number): string => String(Number(value.toPrecision(9)))
const short = (value: number): string => String(Math.round(value * 1e5) / 1e5)

function rows(prefix: string, values: Float32Array, per: number, write: (value: number, k: number) => string): string {
  const lines: string[] = []
  for (let at = 0; at < values.length; at += per) {
    let line = prefix
    for (let k = 0; k < per; k++) line += ` ${write(values[at + k]!, k)}`
    lines.push(line)
  }
  return lines.join('\n')
}

/** Vertex colours follow the coordinates, as MeshLab, ZBrush and Blender have it. */
function vertexRows({ positions, colours }: PosedPart): string {
  if (!colours) return rows('v', positions, 3, exact)
  const both = new Float32Array(positions.length * 2)
  for (let vertex = 0; vertex < positions.length / 3; vertex++) {
    for (let k = 0; k < 3; k++) {
      both[vertex * 6 + k] = positions[vertex * 3 + k]!
      both[vertex * 6 + 3 + k] = srgb(colours[vertex * 4 + k]!)
    }
  }
  return rows('v', both, 6, (value, k) => (k < 3 ? exact(value) : short(value)))
}

interface Counts {
  v: number
  vt: number
  vn: number
}

/** Corners count from the first vertex of the whole file, each kind of row apart. */
function faceRows({ indices, uvs, normals }: PosedPart, { v, vt, vn }: Counts): string {
  const corner = (index: number): string => `${v + index}${uvs ? `/${vt + index}` : normals ? '/' : ''}${normals ? `/${vn + index}` : ''}`
  const lines: string[] = []
  for (let t = 0; t < indices.length; t += 3) lines.push(`f ${corner(indices[t]!)} ${corner(indices[t + 1]!)} ${corner(indices[t + 2]!)}`)
  return lines.join('\n')
}

function meshText(parts: readonly PosedPart[], surfaceFor: (part: PosedPart) => Surface, name: string, convention: Convention): string {
  const text = [`# Plinth. ${sayConvention(convention)}`, `mtllib ${name}.mtl`]
  const counts: Counts = { v: 1, vt: 1, vn: 1 }
  for (const [index, part] of parts.entries()) {
    text.push(`o ${part.name.replace(/\s+/g, '_') || name}_${index}`, vertexRows(part))
    // v runs up in OBJ, down in glTF.
    if (part.uvs) text.push(rows('vt', part.uvs, 2, (value, k) => short(k === 1 ? 1 - value : value)))
    if (part.normals) text.push(rows('vn', part.normals, 3, short))
    text.push(`usemtl ${surfaceFor(part).name}`, faceRows(part, counts))
    counts.v += part.positions.length / 3
    if (part.uvs) counts.vt += part.uvs.length / 2
    if (part.normals) counts.vn += part.normals.length / 3
  }
  return `${text.join('\n')}\n`
}

const triple = (values: readonly number[], write: (value: number) => number): string => values.map((value) => short(write(value))).join(' ')

/** Roughness as a shininess, Blender's own way there and back: (1 - roughness)² · 1000. `Pr` and `Pm` say it to readers that know them. */
const materialText = (surface: Surface, fileOf: (texture: Texture) => string | undefined): string => {
  const { colour, normal, emissive } = surface.sheets
  const maps = [['map_Kd', colour], ['norm', normal], ['map_Ke', emissive]] as const
  return [
    `newmtl ${surface.name}`,
    'Ka 0 0 0',
    `Kd ${triple(surface.colour, srgb)}`,
    `Ks ${triple([0.04, 0.04, 0.04], Number)}`,
    `Ke ${triple(surface.emissive, srgb)}`,
    `Ns ${short((1 - surface.roughness) ** 2 * 1000)}`,
    `d ${short(surface.alphaMode === 'BLEND' ? surface.alpha : 1)}`,
    'illum 2',
    `Pr ${short(surface.roughness)}`,
    `Pm ${short(surface.metallic)}`,
    ...maps.flatMap(([key, sheet]) => (sheet && fileOf(sheet.texture) ? [`${key} ${fileOf(sheet.texture)}`] : [])),
  ].join('\n')
}

/** Those pictures that MTL has a line for, each once, by file name. */
async function picturesOf(surfaces: readonly Surface[], name: string, redraw: Redrawer): Promise<{ files: Zippable; names: Map<Texture, string> }> {
  const textures = new Set(surfaces.flatMap(({ sheets }) => [sheets.colour, sheets.normal, sheets.emissive].flatMap((sheet) => sheet?.texture ?? [])))
  const [files, names]: [Zippable, Map<Texture, string>] = [{}, new Map()]
  for (const texture of textures) {
    const picture = await plainPicture(texture, redraw)
    const file = `${name}_${names.size}.${pictureEnding(picture)}`
    files[file] = [picture.bytes, { level: 0 }]
    names.set(texture, file)
  }
  return { files, names }
}

/** So that the same mesh gives the same bytes. */
const MADE = new Date('2000-01-01T00:00:00')

/** A zip with `<name>.obj`, `<name>.mtl` and the textures, of which JPEG and PNG are the file's own to the byte. */
export async function exportObj(parts: readonly PosedPart[], name: string, convention: Convention, redraw: Redrawer): Promise<Uint8Array<ArrayBuffer>> {
  const materials = [...new Set(parts.map(({ material }) => material))]
  const surfaces = materials.map(surfaceOf)
  const { files, names } = await picturesOf(surfaces, name, redraw)
  const surfaceFor = ({ material }: PosedPart): Surface => surfaces[materials.indexOf(material)] ?? surfaceOf(material, 0)
  files[`${name}.mtl`] = strToU8(`${surfaces.map((surface) => materialText(surface, (texture) => names.get(texture))).join('\n\n')}\n`)
  files[`${name}.obj`] = strToU8(meshText(parts, surfaceFor, name, convention))
  // In one go: this runs in a worker, and fflate's own are made from text.
  return zipSync(files, { level: 2, mtime: MADE })
}
