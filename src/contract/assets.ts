import { MESH_FORMATS, MESH_KINDS, meshField } from './mesh-fields.ts'
import { MAX_SPINS } from './preview-request.ts'
import type { Session } from './session.ts'

/** A file's name in the proxy's path. The proxy finds its URL in the session's own answer; a URL is never a name. */
export type AssetName = string

export const IMAGE_ASSET: AssetName = 'image'
export const spinAsset = (index: number): AssetName => `spins/${index}`

/** Every name that the proxy serves. */
export const ASSET_NAMES: readonly AssetName[] = [
  IMAGE_ASSET,
  ...Array.from({ length: MAX_SPINS }, (_, index) => spinAsset(index)),
  ...MESH_KINDS.flatMap((kind) => MESH_FORMATS.map((format) => meshField(kind, format))),
  'mp4_url',
  'session_gif',
]

const OF_MESH = /^((?:preview_)?mesh_url_([a-z]+))\/[\w-]+\.\2$/

/**
 * [ASSET-1] The name in an asset's path, or null for none. Behind a mesh's name there may stand what its file is called,
 * since clients save a file under the last part of its URL's path.
 */
export function assetNamed(path: string): AssetName | null {
  const name = OF_MESH.exec(path)?.[1] ?? path
  return ASSET_NAMES.includes(name) ? name : null
}

/** What a file is called where it is saved: `SESSION_1-preview_mesh.glb`. */
export const assetFile = (code: string, name: AssetName, extension: string): string =>
  `${code}-${name.replace('/', '-').replace(/_url_\w+$/, '')}.${extension}`

/** The URL that a session gives for an asset, or null when it offers none by that name. */
export function assetUrl(session: Session, name: AssetName): string | null {
  if (name === IMAGE_ASSET) return session.imageUrl
  if (name === 'mp4_url') return session.mp4Url
  if (name === 'session_gif') return session.gifUrl
  const spin = session.spins.find(({ index }) => spinAsset(index) === name)
  if (spin) return spin.url
  for (const kind of MESH_KINDS) {
    for (const format of MESH_FORMATS) if (meshField(kind, format) === name) return session.meshes[kind][format] ?? null
  }
  return null
}
