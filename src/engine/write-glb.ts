/**
 * GLB with one node without transform, one mesh, and one material with the atlas as base colour. Source: glTF 2.0. Vertices are neither
 * quantised nor compressed: sizes would be rounded, and not every tool reads the extensions.
 */
import { Document, WebIO } from '@gltf-transform/core'
import { encodeTexture } from '../paint/encode-texture.ts'
import { ROUGHNESS } from './mesh-part-of.ts'
import type { Model } from '../paint/model.ts'

/** The model as GLB; indices are 16-bit where they suffice. Positions and normals stay float32, so that the size is exact. */
export async function writeGlb(model: Model, name: string): Promise<Uint8Array> {
  const document = new Document()
  document.getRoot().getAsset().generator = 'Plinth'
  const buffer = document.createBuffer()
  const texture = document
    .createTexture(`${name} albedo`)
    .setMimeType('image/jpeg')
    .setImage(await encodeTexture(model.texture))
  const material = document
    .createMaterial(name)
    .setBaseColorTexture(texture)
    .setMetallicFactor(0)
    .setRoughnessFactor(ROUGHNESS)
  const accessor = (type: 'SCALAR' | 'VEC2' | 'VEC3', array: Float32Array | Uint16Array | Uint32Array) =>
    document.createAccessor().setType(type).setArray(array.slice()).setBuffer(buffer)
  const vertexCount = model.positions.length / 3
  const indices = vertexCount <= 0xffff ? Uint16Array.from(model.indices) : model.indices
  const primitive = document
    .createPrimitive()
    .setMaterial(material)
    .setIndices(accessor('SCALAR', indices))
    .setAttribute('POSITION', accessor('VEC3', model.positions))
    .setAttribute('NORMAL', accessor('VEC3', model.normals))
    .setAttribute('TEXCOORD_0', accessor('VEC2', model.uvs))
  const mesh = document.createMesh(name).addPrimitive(primitive)
  const scene = document.createScene(name).addChild(document.createNode(name).setMesh(mesh))
  document.getRoot().setDefaultScene(scene)
  return new WebIO().writeBinary(document)
}
