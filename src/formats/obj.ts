/** Wavefront OBJ with its material library and textures in one zip: the form that every tool since 1990 opens. */
import { frameText, OWN_FRAME } from './file-frame.ts'
import { materialNames, pictureNames } from './material-names.ts'
import {
  srgb,
  type EncodedPicture,
  type LinearRgb,
  type MeshMaterial,
  type MeshPart,
  type TextureUse,
} from './mesh-part.ts'
import { TextBytes } from './text-bytes.ts'
import { zip, type Deflate, type ZipFile } from './zip.ts'

/** The textures that MTL has a line for. */
export const OBJ_TEXTURES = ['colour', 'normal', 'emissive'] as const satisfies readonly TextureUse[]
const TEXTURE_LINES = { colour: 'map_Kd', normal: 'norm', emissive: 'map_Ke' } as const

/** Of directions, UVs and colours. */
const DECIMALS = 5

const NONE = new Float32Array()

/** Vertex colours follow the coordinates, as MeshLab, ZBrush and Blender have it. v runs up in OBJ, down in glTF. */
function vertexRows(out: TextBytes, { positions, colours, ...part }: MeshPart): void {
  const [uvs, normals] = [part.uvs ?? NONE, part.normals ?? NONE]
  for (let v = 0; v < positions.length / 3; v++) {
    out.text('v')
    for (let k = 0; k < 3; k++) out.text(' ').float(positions[v * 3 + k]!)
    if (colours) for (let k = 0; k < 3; k++) out.text(' ').decimal(srgb(colours[v * 4 + k]!), DECIMALS)
    out.text('\n')
  }
  for (let at = 0; at < uvs.length; at += 2) {
    out.text('vt')
    for (const value of [uvs[at]!, 1 - uvs[at + 1]!]) out.text(' ').decimal(value, DECIMALS)
    out.text('\n')
  }
  for (let at = 0; at < normals.length; at += 3) {
    out.text('vn')
    for (let k = 0; k < 3; k++) out.text(' ').decimal(normals[at + k]!, DECIMALS)
    out.text('\n')
  }
}

interface Counts {
  v: number
  vt: number
  vn: number
}

/** Corners count from the first vertex of the whole file, each kind of row by itself. */
function faceRows(out: TextBytes, { indices, uvs, normals }: MeshPart, { v, vt, vn }: Counts): void {
  for (let corner = 0; corner < indices.length; corner++) {
    const index = indices[corner]!
    out.text(corner % 3 === 0 ? 'f ' : ' ').whole(v + index)
    if (uvs) out.text('/').whole(vt + index)
    else if (normals) out.text('/')
    if (normals) out.text('/').whole(vn + index)
    if (corner % 3 === 2) out.text('\n')
  }
}

function meshText(parts: readonly MeshPart[], materials: ReadonlyMap<MeshMaterial, string>, name: string): Uint8Array {
  const out = new TextBytes().text(`# Plinth. ${frameText(OWN_FRAME)}\nmtllib ${name}.mtl\n`)
  const counts: Counts = { v: 1, vt: 1, vn: 1 }
  for (const [index, part] of parts.entries()) {
    out.text(`o ${part.name.replace(/\s+/g, '_') || name}_${index}\n`)
    vertexRows(out, part)
    out.text(`usemtl ${materials.get(part.material)}\n`)
    faceRows(out, part, counts)
    counts.v += part.positions.length / 3
    if (part.uvs) counts.vt += part.uvs.length / 2
    if (part.normals) counts.vn += part.normals.length / 3
  }
  return out.bytes()
}

const short = (value: number): string => String(Math.round(value * 1e5) / 1e5)
const shortSrgb = (colour: LinearRgb): string => colour.map((channel) => short(srgb(channel))).join(' ')

/** Roughness as a shininess, Blender's own way there and back: (1 - roughness)² · 1000. `Pr` and `Pm` say it to readers that know them. */
const materialText = (material: MeshMaterial, name: string, pictures: ReadonlyMap<EncodedPicture, string>): string => {
  const { colour, emissive, roughness, metallic, alpha, alphaMode, textures } = material
  return [
    `newmtl ${name}`,
    'Ka 0 0 0',
    `Kd ${shortSrgb(colour)}`,
    'Ks 0.04 0.04 0.04',
    `Ke ${shortSrgb(emissive)}`,
    `Ns ${short((1 - roughness) ** 2 * 1000)}`,
    `d ${short(alphaMode === 'BLEND' ? alpha : 1)}`,
    'illum 2',
    `Pr ${short(roughness)}`,
    `Pm ${short(metallic)}`,
    ...OBJ_TEXTURES.flatMap((use) => {
      const picture = textures[use]?.picture
      return picture ? [`${TEXTURE_LINES[use]} ${pictures.get(picture)}`] : []
    }),
  ].join('\n')
}

export interface ObjOptions {
  /** Of the files in the zip, without an ending. */
  readonly name: string
  readonly deflate?: Deflate
}

/** `<name>.obj`, then `<name>.mtl` and the pictures, as they lie side by side. The OBJ opens alone, without its colours. */
export function objFiles(parts: readonly MeshPart[], name: string): readonly [obj: ZipFile, ...others: ZipFile[]] {
  const materials = materialNames(parts)
  const pictures = pictureNames(materials.keys(), OBJ_TEXTURES, name)
  const library = [...materials].map(([material, own]) => materialText(material, own, pictures)).join('\n\n')
  return [
    { name: `${name}.obj`, data: meshText(parts, materials, name), deflate: true },
    { name: `${name}.mtl`, data: new TextEncoder().encode(`${library}\n`), deflate: true },
    ...[...pictures].map(([{ bytes }, file]) => ({ name: file, data: bytes, deflate: false })),
  ]
}

/** A zip with `<name>.obj`, `<name>.mtl` and the pictures. */
export const writeObj = (
  parts: readonly MeshPart[],
  { name, ...options }: ObjOptions,
): Promise<Uint8Array<ArrayBuffer>> => zip(objFiles(parts, name), options)
