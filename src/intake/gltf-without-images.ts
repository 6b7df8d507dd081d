import { isRecord, type Gltf, type Json } from './gltf-json.ts'

const recordsIn = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isRecord) : [])

/** A copy in which every object has gone through `change`, innermost first; undefined leaves it out. */
function mapped(value: unknown, change: (object: Json, name: string) => Json | undefined, name = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => mapped(item, change, name))
  if (!isRecord(value)) return value
  const entries = Object.entries(value)
    .map(([key, inner]) => [key, mapped(inner, change, key)] as const)
    .filter(([, inner]) => inner !== undefined)
  return change(Object.fromEntries(entries), name)
}

/** A texture whose pictures, its own and those of extensions (EXT_texture_webp, …), have new numbers or are gone. */
function textureWith(texture: Json, numbers: readonly (number | undefined)[]): Json {
  const moved = ({ source, ...rest }: Json): Json => {
    const next = typeof source === 'number' ? numbers[source] : undefined
    return next === undefined ? rest : { ...rest, source: next }
  }
  const { extensions, ...own } = texture
  if (!isRecord(extensions)) return moved(own)
  const kept = Object.entries(extensions)
    .map(([name, value]) => [name, isRecord(value) && 'source' in value ? moved(value) : value] as const)
    .filter(
      ([name, value]) =>
        !isRecord(value) || 'source' in value || !isRecord(extensions[name]) || !('source' in extensions[name]),
    )
  return kept.length > 0 ? { ...moved(own), extensions: Object.fromEntries(kept) } : moved(own)
}

const hasPicture = (texture: Json | undefined): boolean =>
  texture !== undefined &&
  ('source' in texture ||
    Object.values(isRecord(texture.extensions) ? texture.extensions : {}).some(
      (value) => isRecord(value) && 'source' in value,
    ))

/** A glTF without some of its images: no material refers to a texture that has none left. Textures keep their numbers. */
export function withoutImages(json: Gltf, gone: ReadonlySet<number>): Gltf {
  if (gone.size === 0) return json
  const { images = [], ...rest } = json
  const left = images.filter((_, index) => !gone.has(index))
  let next = 0
  const numbers = images.map((_, index) => (gone.has(index) ? undefined : next++))
  const textures = recordsIn(json.textures).map((texture) => textureWith(texture, numbers))
  const materials = mapped(json.materials, (object, name) =>
    name.endsWith('Texture') && typeof object.index === 'number' && !hasPicture(textures[object.index])
      ? undefined
      : object,
  )
  return {
    ...rest,
    ...(left.length > 0 && { images: left }),
    ...(textures.length > 0 && { textures }),
    ...(materials !== undefined && { materials }),
  }
}
