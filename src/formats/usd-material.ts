/** A material as UsdPreviewSurface. OpenUSD, "UsdPreviewSurface Specification" 2.6. */
import type { EncodedPicture, MaterialTexture, MeshMaterial } from './mesh-part.ts'

const short = (value: number): number => Math.round(value * 1e5) / 1e5
const tuple = (values: readonly number[]): string => `(${values.map(short).join(', ')})`

interface TextureShader {
  readonly id: string
  readonly texture: MaterialTexture | undefined
  readonly colourSpace: 'sRGB' | 'raw'
  readonly scale: readonly number[]
  readonly bias?: readonly number[]
}

/** Every texture of a material with what glTF multiplies it by. */
function textureShaders({ textures, colour, alpha, metallic, roughness, emissive }: MeshMaterial): TextureShader[] {
  return [
    { id: 'Colour', texture: textures.colour, colourSpace: 'sRGB', scale: [...colour, alpha] },
    { id: 'Normal', texture: textures.normal, colourSpace: 'raw', scale: [2, 2, 2, 1], bias: [-1, -1, -1, 0] },
    { id: 'MetalRough', texture: textures.metalRough, colourSpace: 'raw', scale: [1, roughness, metallic, 1] },
    { id: 'Occlusion', texture: textures.occlusion, colourSpace: 'raw', scale: [1, 1, 1, 1] },
    { id: 'Emissive', texture: textures.emissive, colourSpace: 'sRGB', scale: [...emissive, 1] },
  ]
}

const texturePrim = (path: string, { id, texture, colourSpace, scale, bias }: TextureShader, file: string): string => `
        def Shader "${id}"
        {
            uniform token info:id = "UsdUVTexture"
            asset inputs:file = @${file}@
            float2 inputs:st.connect = <${path}/Coordinates.outputs:result>
            token inputs:sourceColorSpace = "${colourSpace}"
            float4 inputs:scale = ${tuple(scale)}${bias ? `\n            float4 inputs:bias = ${tuple(bias)}` : ''}
            token inputs:wrapS = "${texture?.wrapS}"
            token inputs:wrapT = "${texture?.wrapT}"
            float outputs:r
            float outputs:g
            float outputs:b
            float outputs:a
            float3 outputs:rgb
        }
`

const readerPrim = (id: string, type: string, info: string, name: string): string => `
        def Shader "${id}"
        {
            uniform token info:id = "${info}"
            string inputs:varname = "${name}"
            ${type} outputs:result
        }
`

/** Inputs of the surface: from a texture where there is one, else plain. */
function inputs(material: MeshMaterial, path: string, has: (id: string) => boolean, coloured: boolean): string[] {
  const { colour, emissive, roughness, metallic, alpha, alphaMode, alphaCutoff } = material
  const plainColour = coloured
    ? `color3f inputs:diffuseColor.connect = <${path}/VertexColour.outputs:result>`
    : `color3f inputs:diffuseColor = ${tuple(colour)}`
  const from = (type: string, name: string, id: string, output: string, plain: string | null): string[] =>
    has(id) ? [`${type} inputs:${name}.connect = <${path}/${id}.outputs:${output}>`] : plain === null ? [] : [plain]
  return [
    ...from('color3f', 'diffuseColor', 'Colour', 'rgb', plainColour),
    ...from('color3f', 'emissiveColor', 'Emissive', 'rgb', `color3f inputs:emissiveColor = ${tuple(emissive)}`),
    ...from('normal3f', 'normal', 'Normal', 'rgb', null),
    ...from('float', 'roughness', 'MetalRough', 'g', `float inputs:roughness = ${short(roughness)}`),
    ...from('float', 'metallic', 'MetalRough', 'b', `float inputs:metallic = ${short(metallic)}`),
    ...from('float', 'occlusion', 'Occlusion', 'r', null),
    ...(alphaMode === 'OPAQUE'
      ? []
      : from('float', 'opacity', 'Colour', 'a', `float inputs:opacity = ${short(alpha)}`)),
    ...(alphaMode === 'MASK' ? [`float inputs:opacityThreshold = ${short(alphaCutoff)}`] : []),
  ]
}

export interface MaterialPrim {
  readonly name: string
  /** Some mesh of this material has colours of its own. */
  readonly coloured: boolean
  /** File names beside the layer. */
  readonly pictures: ReadonlyMap<EncodedPicture, string>
}

/** The prim `/Root/<name>`. */
export function materialPrim(material: MeshMaterial, { name, coloured, pictures }: MaterialPrim): string {
  const path = `/Root/${name}`
  const shaders = textureShaders(material).flatMap((shader) => {
    const file = shader.texture && pictures.get(shader.texture.picture)
    return file ? [{ shader, file }] : []
  })
  const has = (id: string): boolean => shaders.some(({ shader }) => shader.id === id)
  const coordinates = shaders.length > 0 ? readerPrim('Coordinates', 'float2', 'UsdPrimvarReader_float2', 'st') : ''
  const vertexColour =
    coloured && !has('Colour') ? readerPrim('VertexColour', 'float3', 'UsdPrimvarReader_float3', 'displayColor') : ''
  return `
    def Material "${name}"
    {
        token outputs:surface.connect = <${path}/Surface.outputs:surface>

        def Shader "Surface"
        {
            uniform token info:id = "UsdPreviewSurface"
            ${[...inputs(material, path, has, coloured), 'token outputs:surface'].join('\n            ')}
        }
${coordinates}${vertexColour}${shaders.map(({ shader, file }) => texturePrim(path, shader, file)).join('')}    }
`
}
