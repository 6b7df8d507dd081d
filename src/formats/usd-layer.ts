/** A scene as the text layer of a USDZ: meshes with UsdPreviewSurface. OpenUSD, "UsdPreviewSurface Specification" 2.6. */
import type { Texture } from '@gltf-transform/core'
import { boxOf } from '../contract/vec3.ts'
import type { PosedPart } from '../glb/posed-parts.ts'
import type { Sheet, Surface } from '../glb/surface-of.ts'
import { decimalsFor, TextBytes } from './text-bytes.ts'

/** Of directions, UVs and colours. */
const DECIMALS = 5

const short = (value: number): number => Math.round(value * 1e5) / 1e5

/** `[(x, y, z), …]` of the first `keep` numbers of each element of `width`. */
function tuples(
  out: TextBytes,
  values: Float32Array,
  [width, keep]: readonly [number, number],
  decimals: number,
  read: (value: number, k: number) => number = Number,
): void {
  out.text('[')
  for (let at = 0; at < values.length; at += width) {
    out.text(at === 0 ? '(' : ', (')
    for (let k = 0; k < keep; k++) {
      if (k > 0) out.text(', ')
      out.decimal(read(values[at + k]!, k), decimals)
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

const INDENT = '        '
const PER_VERTEX = ` (\n${INDENT}    interpolation = "vertex"\n${INDENT})\n`

/** No surface is named so: their names end in `_` and a number. */
const meshName = (index: number): string => `Mesh${index}`

function meshPrim(out: TextBytes, part: PosedPart, index: number, surface: Surface): void {
  const { min, max } = boxOf(part.positions) ?? { min: [0, 0, 0], max: [0, 0, 0] }
  out.text(`\n    def Mesh "${meshName(index)}" (\n        prepend apiSchemas = ["MaterialBindingAPI"]\n    )\n    {\n`)
  out.text(
    `${INDENT}uniform bool doubleSided = ${surface.doubleSided ? 1 : 0}\n${INDENT}float3[] extent = [(${min.join(', ')}), (${max.join(', ')})]\n${INDENT}int[] faceVertexCounts = `,
  )
  wholes(out, part.indices.length / 3, () => 3)
  out.text(`${INDENT}int[] faceVertexIndices = `)
  wholes(out, part.indices.length, (corner) => part.indices[corner]!)
  out.text(`${INDENT}point3f[] points = `)
  tuples(out, part.positions, [3, 3], decimalsFor(part.positions))
  out.text('\n')
  const vertexPrimvar = (type: string, name: string, write: () => void) => {
    out.text(`${INDENT}${type}[] ${name} = `)
    write()
    out.text(PER_VERTEX)
  }
  const { normals, uvs, colours } = part
  if (normals) vertexPrimvar('normal3f', 'normals', () => tuples(out, normals, [3, 3], DECIMALS))
  // v runs up in USD, down in glTF.
  if (uvs)
    vertexPrimvar('texCoord2f', 'primvars:st', () =>
      tuples(out, uvs, [2, 2], DECIMALS, (value, k) => (k === 1 ? 1 - value : value)),
    )
  if (colours) vertexPrimvar('color3f', 'primvars:displayColor', () => tuples(out, colours, [4, 3], DECIMALS))
  out.text(
    `${INDENT}uniform token subdivisionScheme = "none"\n${INDENT}rel material:binding = </Root/${surface.name}>\n    }\n`,
  )
}

interface Sampled {
  readonly id: string
  readonly sheet: Sheet | null
  readonly colourSpace: 'sRGB' | 'raw'
  readonly scale: readonly number[]
  readonly bias?: readonly number[]
}

/** Every texture of a surface with what glTF multiplies it by. */
function sampled({ sheets, colour, alpha, metallic, roughness, emissive }: Surface): Sampled[] {
  return [
    { id: 'Colour', sheet: sheets.colour, colourSpace: 'sRGB', scale: [...colour, alpha] },
    { id: 'Normal', sheet: sheets.normal, colourSpace: 'raw', scale: [2, 2, 2, 1], bias: [-1, -1, -1, 0] },
    { id: 'MetalRough', sheet: sheets.metalRough, colourSpace: 'raw', scale: [1, roughness, metallic, 1] },
    { id: 'Occlusion', sheet: sheets.occlusion, colourSpace: 'raw', scale: [1, 1, 1, 1] },
    { id: 'Emissive', sheet: sheets.emissive, colourSpace: 'sRGB', scale: [...emissive, 1] },
  ]
}

const samplerPrim = (path: string, { id, sheet, colourSpace, scale, bias }: Sampled, file: string): string => `
        def Shader "${id}"
        {
            uniform token info:id = "UsdUVTexture"
            asset inputs:file = @${file}@
            float2 inputs:st.connect = <${path}/Coordinates.outputs:result>
            token inputs:sourceColorSpace = "${colourSpace}"
            float4 inputs:scale = (${scale.map(short).join(', ')})${bias ? `\n            float4 inputs:bias = (${bias.join(', ')})` : ''}
            token inputs:wrapS = "${sheet?.wrapS}"
            token inputs:wrapT = "${sheet?.wrapT}"
            float outputs:r
            float outputs:g
            float outputs:b
            float outputs:a
            float3 outputs:rgb
        }
`

const rgb = (values: readonly number[]): string => `(${values.map(short).join(', ')})`

/** Inputs of the surface: from a texture where there is one, else plain. */
function inputs(surface: Surface, path: string, has: (id: string) => boolean, coloured: boolean): string[] {
  const plainColour = coloured
    ? `color3f inputs:diffuseColor.connect = <${path}/VertexColour.outputs:result>`
    : `color3f inputs:diffuseColor = ${rgb(surface.colour)}`
  const from = (type: string, name: string, id: string, output: string, plain: string | null): string[] =>
    has(id) ? [`${type} inputs:${name}.connect = <${path}/${id}.outputs:${output}>`] : plain === null ? [] : [plain]
  return [
    ...from('color3f', 'diffuseColor', 'Colour', 'rgb', plainColour),
    ...from('color3f', 'emissiveColor', 'Emissive', 'rgb', `color3f inputs:emissiveColor = ${rgb(surface.emissive)}`),
    ...from('normal3f', 'normal', 'Normal', 'rgb', null),
    ...from('float', 'roughness', 'MetalRough', 'g', `float inputs:roughness = ${short(surface.roughness)}`),
    ...from('float', 'metallic', 'MetalRough', 'b', `float inputs:metallic = ${short(surface.metallic)}`),
    ...from('float', 'occlusion', 'Occlusion', 'r', null),
    ...(surface.alphaMode === 'OPAQUE'
      ? []
      : from('float', 'opacity', 'Colour', 'a', `float inputs:opacity = ${short(surface.alpha)}`)),
    ...(surface.alphaMode === 'MASK' ? [`float inputs:opacityThreshold = ${short(surface.alphaCutoff)}`] : []),
  ]
}

const readerPrim = (id: string, type: string, info: string, name: string): string => `
        def Shader "${id}"
        {
            uniform token info:id = "${info}"
            string inputs:varname = "${name}"
            ${type} outputs:result
        }
`

function materialPrim(surface: Surface, coloured: boolean, fileOf: (texture: Texture) => string | undefined): string {
  const path = `/Root/${surface.name}`
  const shown = sampled(surface).flatMap((each) => {
    const file = each.sheet && fileOf(each.sheet.texture)
    return file ? [{ each, file }] : []
  })
  const has = (id: string): boolean => shown.some(({ each }) => each.id === id)
  return `
    def Material "${surface.name}"
    {
        token outputs:surface.connect = <${path}/Surface.outputs:surface>

        def Shader "Surface"
        {
            uniform token info:id = "UsdPreviewSurface"
            ${[...inputs(surface, path, has, coloured), 'token outputs:surface'].join('\n            ')}
        }
${shown.length > 0 ? readerPrim('Coordinates', 'float2', 'UsdPrimvarReader_float2', 'st') : ''}${coloured && !has('Colour') ? readerPrim('VertexColour', 'float3', 'UsdPrimvarReader_float3', 'displayColor') : ''}${shown.map(({ each, file }) => samplerPrim(path, each, file)).join('')}    }
`
}

export interface Layered {
  readonly part: PosedPart
  readonly surface: Surface
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

/** The whole layer: metres, Y up. `fileOf` names the picture beside it, for textures that have one there. */
export function usdLayer(layered: readonly Layered[], fileOf: (texture: Texture) => string | undefined): Uint8Array {
  const out = new TextBytes().text(HEAD)
  for (const [index, { part, surface }] of layered.entries()) meshPrim(out, part, index, surface)
  const surfaces = new Map(layered.map(({ surface }) => [surface.name, surface]))
  const coloured = new Set(layered.flatMap(({ part, surface }) => (part.colours ? [surface.name] : [])))
  for (const surface of surfaces.values()) out.text(materialPrim(surface, coloured.has(surface.name), fileOf))
  return out.text('}\n').bytes()
}
