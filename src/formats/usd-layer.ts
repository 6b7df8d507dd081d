/** Parts as the text layer of a USDZ. */
import { boxOf } from '../contract/vec3.ts'
import type { EncodedPicture, MeshMaterial, MeshPart } from './mesh-part.ts'
import { TextBytes } from './text-bytes.ts'
import { materialPrim } from './usd-material.ts'

/** Of directions, UVs and colours. */
const DECIMALS = 5
const INDENT = '        '
const PER_VERTEX = ` (\n${INDENT}    interpolation = "vertex"\n${INDENT})\n`

/** `[(x, y, z), …]` of the first `keep` numbers of each element of `width`. */
function tuples(
  out: TextBytes,
  values: Float32Array,
  [width, keep]: readonly [number, number],
  put: (value: number, k: number) => void,
): void {
  out.text('[')
  for (let at = 0; at < values.length; at += width) {
    out.text(at === 0 ? '(' : ', (')
    for (let k = 0; k < keep; k++) {
      if (k > 0) out.text(', ')
      put(values[at + k]!, k)
    }
    out.text(')')
  }
  out.text(']')
}

function wholes(out: TextBytes, count: number, read: (index: number) => number): void {
  out.text('[')
  for (let index = 0; index < count; index++) {
    if (index > 0) out.text(', ')
    out.whole(read(index))
  }
  out.text(']\n')
}

/** `Mesh0`, …: no material is called so, as `_` and a number end their names. */
function meshPrim(out: TextBytes, part: MeshPart, index: number, material: string): void {
  const { indices, positions, normals, uvs, colours } = part
  const { min, max } = boxOf(positions) ?? { min: [0, 0, 0], max: [0, 0, 0] }
  out.text(`
    def Mesh "Mesh${index}" (
        prepend apiSchemas = ["MaterialBindingAPI"]
    )
    {
        uniform bool doubleSided = ${part.material.doubleSided ? 1 : 0}
        float3[] extent = [(${min.join(', ')}), (${max.join(', ')})]
        int[] faceVertexCounts = `)
  wholes(out, indices.length / 3, () => 3)
  out.text(`${INDENT}int[] faceVertexIndices = `)
  wholes(out, indices.length, (corner) => indices[corner]!)
  out.text(`${INDENT}point3f[] points = `)
  tuples(out, positions, [3, 3], (value) => out.float(value))
  out.text('\n')
  const perVertex = (type: string, name: string, write: () => void) => {
    out.text(`${INDENT}${type}[] ${name} = `)
    write()
    out.text(PER_VERTEX)
  }
  const short = (value: number) => out.decimal(value, DECIMALS)
  if (normals) perVertex('normal3f', 'normals', () => tuples(out, normals, [3, 3], short))
  // v runs up in USD, down in glTF.
  const upwards = (value: number, k: number) => out.decimal(k === 1 ? 1 - value : value, DECIMALS)
  if (uvs) perVertex('texCoord2f', 'primvars:st', () => tuples(out, uvs, [2, 2], upwards))
  if (colours) perVertex('color3f', 'primvars:displayColor', () => tuples(out, colours, [4, 3], short))
  out.text(
    `${INDENT}uniform token subdivisionScheme = "none"\n${INDENT}rel material:binding = </Root/${material}>\n    }\n`,
  )
}

const HEAD = `#usda 1.0
(
    defaultPrim = "Root"
    metersPerUnit = 1
    upAxis = "Y"
    doc = "Plinth"
)

def Xform "Root" (
    kind = "component"
)
{`

/** The whole layer, metres and Y up; `pictures` are the files beside it. */
export function usdLayer(
  parts: readonly MeshPart[],
  materials: ReadonlyMap<MeshMaterial, string>,
  pictures: ReadonlyMap<EncodedPicture, string>,
): Uint8Array {
  const out = new TextBytes().text(HEAD)
  for (const [index, part] of parts.entries()) meshPrim(out, part, index, materials.get(part.material) ?? '')
  for (const [material, name] of materials) {
    const coloured = parts.some((part) => part.material === material && part.colours)
    out.text(materialPrim(material, { name, coloured, pictures }))
  }
  return out.text('}\n').bytes()
}
