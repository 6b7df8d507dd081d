import type { EncodedPicture, MeshMaterial, MeshPart, TextureUse } from './mesh-part.ts'

const letters = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\W+/g, '_')
    .replace(/^_+|_+$/g, '')
    .replace(/^(?=\d)/, '_')

/**
 * The parts' materials with names that OBJ and USD allow: letters, digits and underscores, no digit first.
 * Every name ends in a number of its own, so no two are alike.
 */
export const materialNames = (parts: readonly MeshPart[]): ReadonlyMap<MeshMaterial, string> =>
  new Map(
    [...new Set(parts.map(({ material }) => material))].map((material, index) => [
      material,
      `${letters(material.name) || 'material'}_${index}`,
    ]),
  )

/** The pictures that the materials have for some uses, with file names: `<stem>_<number>.jpg` or `.png`. */
export function pictureNames(
  materials: Iterable<MeshMaterial>,
  uses: readonly TextureUse[],
  stem: string,
): ReadonlyMap<EncodedPicture, string> {
  const pictures = [...materials].flatMap(({ textures }) => uses.flatMap((use) => textures[use]?.picture ?? []))
  return new Map([...new Set(pictures)].map((picture, index) => [picture, `${stem}_${index}.${endingOf(picture)}`]))
}

const endingOf = ({ mimeType }: EncodedPicture): string =>
  mimeType === 'image/jpeg' ? 'jpg' : mimeType.slice('image/'.length)
