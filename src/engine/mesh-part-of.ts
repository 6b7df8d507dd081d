import type { MeshPart } from '../formats/mesh-part.ts'
import { encodeTexture } from '../paint/encode-texture.ts'
import type { Model } from '../paint/model.ts'

/** As most plastics, woods and ceramics are: nothing in a photo tells. */
export const ROUGHNESS = 0.75

/** A model as the writers of other formats take it: one matt material with the atlas, beyond whose edge there is nothing. */
export async function meshPartOf({ texture, ...mesh }: Model, name: string): Promise<MeshPart> {
  const picture = { bytes: await encodeTexture(texture), mimeType: 'image/jpeg' }
  return {
    ...mesh,
    name,
    colours: null,
    material: {
      name,
      colour: [1, 1, 1],
      alpha: 1,
      alphaMode: 'OPAQUE',
      alphaCutoff: 0.5,
      metallic: 0,
      roughness: ROUGHNESS,
      emissive: [0, 0, 0],
      doubleSided: false,
      textures: { colour: { picture, wrapS: 'clamp', wrapT: 'clamp' } },
    },
  }
}
