import type { GLTF } from '@gltf-transform/core'

/** Picture types that a texture refers to in an extension. */
const NAMED_IN: Readonly<Record<string, string>> = {
  'image/webp': 'EXT_texture_webp',
  'image/avif': 'EXT_texture_avif',
  'image/ktx2': 'KHR_texture_basisu',
}

/** Index of the picture that a texture shows; `source`, its fallback, only where no extension names one. */
export function pictureOf({ source, extensions = {} }: GLTF.ITexture): number | undefined {
  const [named] = Object.values(NAMED_IN).flatMap(
    (name) => (extensions[name] as { readonly source?: number } | undefined)?.source ?? [],
  )
  return named ?? source
}

function showing(picture: number | undefined, images: readonly GLTF.IImage[]): GLTF.ITexture {
  const name = picture === undefined ? undefined : NAMED_IN[images[picture]?.mimeType ?? '']
  if (picture === undefined) return {}
  return name ? { extensions: { [name]: { source: picture } } } : { source: picture }
}

const isInfo = (value: unknown): value is GLTF.ITextureInfo =>
  typeof value === 'object' && value !== null && typeof (value as { index?: unknown }).index === 'number'

/** Every reference to a texture in a material, its extensions included. */
function infosIn(value: unknown, found: GLTF.ITextureInfo[] = []): GLTF.ITextureInfo[] {
  if (typeof value !== 'object' || value === null) return found
  for (const [key, entry] of Object.entries(value)) {
    if (key.endsWith('Texture') && isInfo(entry)) found.push(entry)
    else if (key !== 'extras') infosIn(entry, found)
  }
  return found
}

/** Equal for textures that show the same picture in the same way. */
function keyOf(texture: GLTF.ITexture, samplers: readonly GLTF.ISampler[]): string {
  const { magFilter, minFilter, wrapS = 10497, wrapT = 10497 } = samplers[texture.sampler ?? -1] ?? {}
  return [pictureOf(texture), magFilter, minFilter, wrapS, wrapT].join()
}

/**
 * Gives a file's textures the indices that they had in its source: glTF-Transform writes only those whose use it knows,
 * in the order of their use. Pictures keep their indices without help.
 */
export function keepTextures(source: GLTF.IGLTF, made: GLTF.IGLTF): void {
  const [{ textures: before = [], samplers = [] }, { textures: after = [], samplers: own = [], images = [] }] = [
    source,
    made,
  ]
  if (before.length === 0) return
  const keys = before.map((texture) => keyOf(texture, samplers))
  made.textures = before.map((texture) => {
    const { extensions: _, source: __, ...rest } = texture
    return Object.assign(rest, showing(pictureOf(texture), images))
  })
  for (const info of infosIn(made.materials)) {
    const texture = after[info.index]
    if (!texture) continue
    const same = keys.indexOf(keyOf(texture, own))
    info.index =
      same >= 0
        ? same
        : made.textures.push({
            ...texture,
            ...(texture.sampler !== undefined && { sampler: samplers.length + texture.sampler }),
          }) - 1
  }
  const all = made.textures.length > before.length ? [...samplers, ...own] : samplers
  if (all.length > 0) made.samplers = [...all]
  else delete made.samplers
}
