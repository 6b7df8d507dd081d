/** Wavefront OBJ with its material library and textures in one zip: the form that every tool since 1990 opens. */
import { strToU8, zipSync, type Zippable } from 'fflate'
import type { Texture } from '@gltf-transform/core'
import { FRAME_TEXT } from './frame-text.ts'
import { pictureEnding, plainPicture, type Redrawer } from '../glb/picture.ts'
import type { PosedPart } from '../glb/posed-parts.ts'
import { srgb, surfaceOf, type Surface } from '../glb/surface-of.ts'
import { decimalsFor, TextBytes } from './text-bytes.ts'

/** Of directions, UVs and colours. */
const DECIMALS = 5

/** One line for each element of `width`; `put` writes its numbers. */
function rows(
  out: TextBytes,
  prefix: string,
  count: number,
  width: number,
  put: (element: number, k: number) => void,
): void {
  for (let element = 0; element < count; element++) {
    out.text(prefix)
    for (let k = 0; k < width; k++) {
      out.text(' ')
      put(element, k)
    }
    out.text('\n')
  }
}

/** Vertex colours follow the coordinates, as MeshLab, ZBrush and Blender have it. v runs up in OBJ, down in glTF. */
function vertexRows(out: TextBytes, { positions, colours, uvs, normals }: PosedPart): void {
  const [count, decimals] = [positions.length / 3, decimalsFor(positions)]
  rows(out, 'v', count, colours ? 6 : 3, (vertex, k) => {
    if (k < 3) out.decimal(positions[vertex * 3 + k]!, decimals)
    else out.decimal(srgb(colours?.[vertex * 4 + k - 3] ?? 1), DECIMALS)
  })
  if (uvs)
    rows(out, 'vt', count, 2, (vertex, k) =>
      out.decimal(k === 1 ? 1 - uvs[vertex * 2 + 1]! : uvs[vertex * 2]!, DECIMALS),
    )
  if (normals) rows(out, 'vn', count, 3, (vertex, k) => out.decimal(normals[vertex * 3 + k]!, DECIMALS))
}

interface Counts {
  v: number
  vt: number
  vn: number
}

/** Corners count from the first vertex of the whole file, each kind of row apart. */
function faceRows(out: TextBytes, { indices, uvs, normals }: PosedPart, { v, vt, vn }: Counts): void {
  rows(out, 'f', indices.length / 3, 3, (face, k) => {
    const index = indices[face * 3 + k]!
    out.whole(v + index)
    if (uvs) out.text('/').whole(vt + index)
    else if (normals) out.text('/')
    if (normals) out.text('/').whole(vn + index)
  })
}

function meshText(parts: readonly PosedPart[], surfaceFor: (part: PosedPart) => Surface, name: string): Uint8Array {
  const out = new TextBytes().text(`# Plinth. ${FRAME_TEXT}\nmtllib ${name}.mtl\n`)
  const counts: Counts = { v: 1, vt: 1, vn: 1 }
  for (const [index, part] of parts.entries()) {
    out.text(`o ${part.name.replace(/\s+/g, '_') || name}_${index}\n`)
    vertexRows(out, part)
    out.text(`usemtl ${surfaceFor(part).name}\n`)
    faceRows(out, part, counts)
    counts.v += part.positions.length / 3
    if (part.uvs) counts.vt += part.uvs.length / 2
    if (part.normals) counts.vn += part.normals.length / 3
  }
  return out.bytes()
}

const short = (value: number): string => String(Math.round(value * 1e5) / 1e5)

const triple = (values: readonly number[], write: (value: number) => number): string =>
  values.map((value) => short(write(value))).join(' ')

/** Roughness as a shininess, Blender's own way there and back: (1 - roughness)² · 1000. `Pr` and `Pm` say it to readers that know them. */
const materialText = (surface: Surface, fileOf: (texture: Texture) => string | undefined): string => {
  const { colour, normal, emissive } = surface.sheets
  const maps = [
    ['map_Kd', colour],
    ['norm', normal],
    ['map_Ke', emissive],
  ] as const
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
async function picturesOf(
  surfaces: readonly Surface[],
  name: string,
  redraw: Redrawer,
): Promise<{ files: Zippable; names: Map<Texture, string> }> {
  const textures = new Set(
    surfaces.flatMap(({ sheets }) =>
      [sheets.colour, sheets.normal, sheets.emissive].flatMap((sheet) => sheet?.texture ?? []),
    ),
  )
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
export async function exportObj(
  parts: readonly PosedPart[],
  name: string,
  redraw: Redrawer,
): Promise<Uint8Array<ArrayBuffer>> {
  const materials = [...new Set(parts.map(({ material }) => material))]
  const surfaces = materials.map(surfaceOf)
  const { files, names } = await picturesOf(surfaces, name, redraw)
  const surfaceFor = ({ material }: PosedPart): Surface =>
    surfaces[materials.indexOf(material)] ?? surfaceOf(material, 0)
  files[`${name}.mtl`] = strToU8(
    `${surfaces.map((surface) => materialText(surface, (texture) => names.get(texture))).join('\n\n')}\n`,
  )
  files[`${name}.obj`] = meshText(parts, surfaceFor, name)
  // In one go: this runs in a worker, and fflate's own are made from text.
  return zipSync(files, { level: 2, mtime: MADE })
}
