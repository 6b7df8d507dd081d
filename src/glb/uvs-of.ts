import type { Primitive } from '@gltf-transform/core'
import type { Transform } from '@gltf-transform/extensions'
import { floatsOf } from './floats-of.ts'

/**
 * UVs as the base colour's texture reads them: its set, with KHR_texture_transform applied, which other formats do not
 * know.
 */
export function uvsOf(primitive: Primitive): Float32Array | null {
  const info = primitive.getMaterial()?.getBaseColorTextureInfo()
  const transform = info?.getExtension<Transform>('KHR_texture_transform')
  const attribute = primitive.getAttribute(`TEXCOORD_${transform?.getTexCoord() ?? info?.getTexCoord() ?? 0}`)
  if (!attribute) return null
  const uvs = floatsOf(attribute)
  if (!transform) return uvs
  const [sin, cos] = [Math.sin(transform.getRotation()), Math.cos(transform.getRotation())]
  const [[su, sv], [ou, ov]] = [transform.getScale(), transform.getOffset()]
  const moved = new Float32Array(uvs.length)
  for (let i = 0; i < uvs.length; i += 2) {
    const [u, v] = [uvs[i]! * su, uvs[i + 1]! * sv]
    moved[i] = cos * u + sin * v + ou
    moved[i + 1] = cos * v - sin * u + ov
  }
  return moved
}
