/**
 * USDZ: a zip of stored files whose data start at multiples of 64 bytes (OpenUSD, "Usdz File Format Specification"),
 * a text layer first. fflate pads by an extra field, which the specification names as the way. A binary (crate) layer was not chosen:
 * it would be smaller, but its format is documented by its source alone, and text is read by every USD tool.
 */
import { strToU8, zipSync, type Zippable } from 'fflate'
import { encodeTexture } from '../paint/encode-texture.ts'
import type { Model } from '../paint/model.ts'

const ALIGNMENT = 64
const LOCAL_HEADER_BYTES = 30
/** An id no reader claims; only its length matters. */
const PADDING_ID = 0x1986

const tuples = (values: Float32Array, per: number, write: (value: number, k: number) => number): string => {
  const parts: string[] = []
  for (let v = 0; v < values.length; v += per) {
    const tuple: number[] = []
    for (let k = 0; k < per; k++) tuple.push(write(values[v + k]!, k))
    parts.push(`(${tuple.join(', ')})`)
  }
  return parts.join(', ')
}

const exact = (value: number): number => Number(value.toPrecision(9))
const short = (value: number): number => Math.round(value * 1e5) / 1e5

function layer(model: Model, name: string, extent: readonly [readonly number[], readonly number[]]): string {
  const { indices } = model
  return `#usda 1.0
(
    defaultPrim = "Root"
    metersPerUnit = 1
    upAxis = "Y"
    doc = "Plinth: ${name}"
)

def Xform "Root" (
    kind = "component"
)
{
    def Mesh "Mesh" (
        prepend apiSchemas = ["MaterialBindingAPI"]
    )
    {
        float3[] extent = [(${extent[0].join(', ')}), (${extent[1].join(', ')})]
        int[] faceVertexCounts = [${Array.from({ length: indices.length / 3 }, () => 3).join(', ')}]
        int[] faceVertexIndices = [${indices.join(', ')}]
        point3f[] points = [${tuples(model.positions, 3, exact)}]
        normal3f[] normals = [${tuples(model.normals, 3, short)}] (
            interpolation = "vertex"
        )
        texCoord2f[] primvars:st = [${tuples(model.uvs, 2, (value, k) => short(k === 1 ? 1 - value : value))}] (
            interpolation = "vertex"
        )
        uniform token subdivisionScheme = "none"
        rel material:binding = </Root/Material>
    }

    def Material "Material"
    {
        token outputs:surface.connect = </Root/Material/Surface.outputs:surface>

        def Shader "Surface"
        {
            uniform token info:id = "UsdPreviewSurface"
            color3f inputs:diffuseColor.connect = </Root/Material/Albedo.outputs:rgb>
            float inputs:metallic = 0
            float inputs:roughness = 0.75
            token outputs:surface
        }

        def Shader "Coordinates"
        {
            uniform token info:id = "UsdPrimvarReader_float2"
            string inputs:varname = "st"
            float2 outputs:result
        }

        def Shader "Albedo"
        {
            uniform token info:id = "UsdUVTexture"
            asset inputs:file = @albedo.jpg@
            float2 inputs:st.connect = </Root/Material/Coordinates.outputs:result>
            token inputs:sourceColorSpace = "sRGB"
            token inputs:wrapS = "clamp"
            token inputs:wrapT = "clamp"
            float3 outputs:rgb
        }
    }
}
`
}

function extentOf(positions: Float32Array): [number[], number[]] {
  const [min, max] = [
    [Infinity, Infinity, Infinity],
    [-Infinity, -Infinity, -Infinity],
  ]
  positions.forEach((value, k) => {
    min[k % 3] = Math.min(min[k % 3]!, value)
    max[k % 3] = Math.max(max[k % 3]!, value)
  })
  return [min, max]
}

/** Stored entries, each with an extra field that brings its data to the next multiple of 64. */
function alignedZip(files: readonly (readonly [string, Uint8Array])[]): Uint8Array {
  const entries: Zippable = {}
  let offset = 0
  for (const [path, data] of files) {
    const start = offset + LOCAL_HEADER_BYTES + path.length
    // An extra field has four bytes of its own before its padding.
    const padding = (ALIGNMENT - ((start + 4) % ALIGNMENT)) % ALIGNMENT
    entries[path] = [data, { level: 0, extra: { [PADDING_ID]: new Uint8Array(padding) } }]
    offset = start + 4 + padding + data.length
  }
  return zipSync(entries, { level: 0, mtime: new Date('2000-01-01T00:00:00') })
}

/** The model as USDZ: metres, Y up, one textured UsdPreviewSurface. */
export async function writeUsdz(model: Model, name: string): Promise<Uint8Array> {
  return alignedZip([
    ['model.usda', strToU8(layer(model, name, extentOf(model.positions)))],
    ['albedo.jpg', await encodeTexture(model.texture)],
  ])
}
