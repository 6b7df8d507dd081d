import type { EncodedPicture, MeshMaterial, MeshPart, TextureUse } from './mesh-part.ts'

const letters = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\W+/g, '_')
    .replace(/^_+|_+$/g, '')
    .replace(/^(?=\d)/, '_')

/**
 * The materials of some parts, each once, by names that OBJ and USD take: letters, digits and underscores, no digit first.
 * A number of its own ends each, so that no two are alike.
 */
export const materialNames = (parts: readonly MeshPart[]): ReadonlyMap<MeshMaterial, string> =>
  new Map(
    [...new Set(parts.map(({ material }) => material))].map((material, index) => [
      material,
      `${letters(material.name) || 'material'}_${index}`,
    ]),
  )

/** The pictures that materials have for some uses, each once, by file names `<stem>_<number>.<ending>`. */
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
