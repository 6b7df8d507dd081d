/** A scene as the text layer of a USDZ: meshes with UsdPreviewSurface. OpenUSD, "UsdPreviewSurface Specification" 2.6. */
import type { Texture } from '@gltf-transform/core'
import { boxOf } from '../contract/vec3.ts'
import type { PosedPart } from './posed-parts.ts'
import type { Sheet, Surface } from './surface-of.ts'

const exact = (value: number): number => Number(value.toPrecision(9))
const short = (value: number): number => Math.round(value * 1e5) / 1e5

function tuples(values: Float32Array, per: number, keep: number, write: (value: number, k: number) => number): string {
  const parts: string[] = []
  for (let at = 0; at < values.length; at += per) {
    const tuple: number[] = []
    for (let k = 0; k < keep; k++) tuple.push(write(values[at + k]!, k))
    parts.push(`(${tuple.join(', ')})`)
  }
  return parts.join(', ')
}

const perVertex = (type: string, name: string, text: string): string => `        ${type}[] ${name} = [${text}] (
            interpolation = "vertex"
        )`

function meshPrim(part: PosedPart, index: number, surface: Surface): string {
  const { min, max } = boxOf(part.positions) ?? { min: [0, 0, 0], max: [0, 0, 0] }
  return `
    def Mesh "Mesh_${index}" (
        prepend apiSchemas = ["MaterialBindingAPI"]
    )
    {
${[
  `        uniform bool doubleSided = ${surface.doubleSided ? 1 : 0}`,
  `        float3[] extent = [(${min.join(', ')}), (${max.join(', ')})]`,
  `        int[] faceVertexCounts = [${Array.from({ length: part.indices.length / 3 }, () => 3).join(', ')}]`,
  `        int[] faceVertexIndices = [${part.indices.join(', ')}]`,
  `        point3f[] points = [${tuples(part.positions, 3, 3, exact)}]`,
  ...(part.normals ? [perVertex('normal3f', 'normals', tuples(part.normals, 3, 3, short))] : []),
  // v runs up in USD, down in glTF.
  ...(part.uvs ? [perVertex('texCoord2f', 'primvars:st', tuples(part.uvs, 2, 2, (value, k) => short(k === 1 ? 1 - value : value)))] : []),
  ...(part.colours ? [perVertex('color3f', 'primvars:displayColor', tuples(part.colours, 4, 3, short))] : []),
  '        uniform token subdivisionScheme = "none"',
  `        rel material:binding = </Root/${surface.name}>`,
].join('\n')}
    }
`
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
  const plainColour = coloured ? `color3f inputs:diffuseColor.connect = <${path}/VertexColour.outputs:result>` : `color3f inputs:diffuseColor = ${rgb(surface.colour)}`
  const from = (type: string, name: string, id: string, output: string, plain: string | null): string[] =>
    has(id) ? [`${type} inputs:${name}.connect = <${path}/${id}.outputs:${output}>`] : plain === null ? [] : [plain]
  return [
    ...from('color3f', 'diffuseColor', 'Colour', 'rgb', plainColour),
    ...from('color3f', 'emissiveColor', 'Emissive', 'rgb', `color3f inputs:emissiveColor = ${rgb(surface.emissive)}`),
    ...from('normal3f', 'normal', 'Normal', 'rgb', null),
    ...from('float', 'roughness', 'MetalRough', 'g', `float inputs:roughness = ${short(surface.roughness)}`),
    ...from('float', 'metallic', 'MetalRough', 'b', `float inputs:metallic = ${short(surface.metallic)}`),
    ...from('float', 'occlusion', 'Occlusion', 'r', null),
    ...(surface.alphaMode === 'OPAQUE' ? [] : from('float', 'opacity', 'Colour', 'a', `float inputs:opacity = ${short(surface.alpha)}`)),
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

/** The whole layer: metres, Y up. `fileOf` names the picture beside it, for textures that have one there. */
export function usdLayer(layered: readonly Layered[], fileOf: (texture: Texture) => string | undefined): string {
  const surfaces = new Map(layered.map(({ surface }) => [surface.name, surface]))
  const coloured = new Set(layered.flatMap(({ part, surface }) => (part.colours ? [surface.name] : [])))
  return `#usda 1.0
(
    defaultPrim = "Root"
    metersPerUnit = 1
    upAxis = "Y"
    doc = "Plinth"
)

def Xform "Root" (
    kind = "component"
)
{${layered.map(({ part, surface }, index) => meshPrim(part, index, surface)).join('')}${[...surfaces.values()].map((surface) => materialPrim(surface, coloured.has(surface.name), fileOf)).join('')}}
`
}
