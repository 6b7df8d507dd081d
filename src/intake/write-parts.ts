import { boxOf } from '../contract/vec3.ts'
import type { EncodedPicture, MaterialTexture, MeshMaterial, MeshPart, Wrap } from '../formats/mesh-part.ts'
import { packGlb } from '../glb/glb-container.ts'
import { joinBytes } from '../formats/join-bytes.ts'

/** glTF 2.0 §5.1.3, §5.11.5, §5.26. */
const [FLOAT, UNSIGNED_INT, VERTICES, CORNERS] = [5126, 5125, 34962, 34963]
const WRAPS: Readonly<Record<Wrap, number>> = { repeat: 10497, clamp: 33071, mirror: 33648 }

/** A list without doubles that numbers what it is given. */
class Numbered<T> {
  readonly #numbers = new Map<T, number>()

  of(item: T): number {
    const known = this.#numbers.get(item) ?? this.#numbers.size
    this.#numbers.set(item, known)
    return known
  }

  get list(): readonly T[] {
    return [...this.#numbers.keys()]
  }
}

/** What the JSON is made of while parts are added to it. */
class Assembly {
  readonly materials = new Numbered<MeshMaterial>()
  readonly views: object[] = []
  readonly accessors: object[] = []
  readonly #bytes: Uint8Array[] = []
  #length = 0

  view(bytes: Uint8Array, target?: number): number {
    const padding = -bytes.length & 3
    this.views.push({ buffer: 0, byteOffset: this.#length, byteLength: bytes.length, ...(target && { target }) })
    this.#bytes.push(bytes, new Uint8Array(padding))
    this.#length += bytes.length + padding
    return this.views.length - 1
  }

  accessor(values: Float32Array | Uint32Array, type: string, width: number, more: object = {}): number {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
    const isCorners = values instanceof Uint32Array
    this.accessors.push({
      bufferView: this.view(bytes, isCorners ? CORNERS : VERTICES),
      componentType: isCorners ? UNSIGNED_INT : FLOAT,
      count: values.length / width,
      type,
      ...more,
    })
    return this.accessors.length - 1
  }

  get binary(): Uint8Array<ArrayBuffer> {
    return joinBytes(this.#bytes)
  }
}

const primitiveOf = (part: MeshPart, to: Assembly): object => ({
  attributes: {
    POSITION: to.accessor(part.positions, 'VEC3', 3, boxOf(part.positions) ?? {}),
    ...(part.normals && { NORMAL: to.accessor(part.normals, 'VEC3', 3) }),
    ...(part.uvs && { TEXCOORD_0: to.accessor(part.uvs, 'VEC2', 2) }),
    ...(part.colours && { COLOR_0: to.accessor(part.colours, 'VEC4', 4) }),
  },
  indices: to.accessor(part.indices, 'SCALAR', 1),
  material: to.materials.of(part.material),
})

type TextureNumber = (texture: MaterialTexture) => { readonly index: number }

function materialOf(material: MeshMaterial, number: TextureNumber): object {
  const { name, colour, alpha, alphaMode, alphaCutoff, metallic, roughness, emissive, doubleSided, textures } = material
  return {
    ...(name && { name }),
    pbrMetallicRoughness: {
      baseColorFactor: [...colour, alpha],
      metallicFactor: metallic,
      roughnessFactor: roughness,
      ...(textures.colour && { baseColorTexture: number(textures.colour) }),
      ...(textures.metalRough && { metallicRoughnessTexture: number(textures.metalRough) }),
    },
    ...(textures.normal && { normalTexture: number(textures.normal) }),
    ...(textures.occlusion && { occlusionTexture: number(textures.occlusion) }),
    ...(textures.emissive && { emissiveTexture: number(textures.emissive) }),
    emissiveFactor: emissive.map((channel) => Math.min(1, channel)),
    alphaMode,
    ...(alphaMode === 'MASK' && { alphaCutoff }),
    doubleSided,
  }
}

/** Textures, each picture once and each way of wrapping once. */
function texturesOf(materials: readonly MeshMaterial[], to: Assembly) {
  const pictures = new Numbered<EncodedPicture>()
  const samplers = new Numbered<string>()
  const textures = new Numbered<string>()
  const number: TextureNumber = ({ picture, wrapS, wrapT }) => ({
    index: textures.of(`${pictures.of(picture)} ${samplers.of(`${WRAPS[wrapS]} ${WRAPS[wrapT]}`)}`),
  })
  const written = materials.map((material) => materialOf(material, number))
  if (textures.list.length === 0) return { materials: written }
  return {
    materials: written,
    images: pictures.list.map(({ bytes, mimeType }) => ({ mimeType, bufferView: to.view(bytes) })),
    samplers: samplers.list.map((wraps) => {
      const [wrapS, wrapT] = wraps.split(' ').map(Number)
      return { wrapS, wrapT }
    }),
    textures: textures.list.map((pair) => {
      const [source, sampler] = pair.split(' ').map(Number)
      return { source, sampler }
    }),
  }
}

/** Parts in metres, Y up, as a GLB: a node for each part, none of them moved. */
export function writeParts(parts: readonly MeshPart[]): Uint8Array<ArrayBuffer> {
  const to = new Assembly()
  const meshes = parts.map((part) => ({ ...(part.name && { name: part.name }), primitives: [primitiveOf(part, to)] }))
  const looks = texturesOf(to.materials.list, to)
  const binary = to.binary
  const json = {
    asset: { version: '2.0', generator: 'Plinth' },
    scene: 0,
    scenes: [{ nodes: meshes.map((_, index) => index) }],
    nodes: meshes.map(({ name }, mesh) => ({ ...(name && { name }), mesh })),
    meshes,
    ...looks,
    accessors: to.accessors,
    bufferViews: to.views,
    buffers: [{ byteLength: binary.length }],
  }
  return packGlb(JSON.stringify(json), binary)
}
