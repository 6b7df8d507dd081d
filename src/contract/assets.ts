import { MAX_SPINS } from './preview-request.ts'
import type { Session } from './session.ts'

/** Mesh formats an upstream may offer; `obj` may be a bare OBJ or, as `zip`, one with its material and texture. */
export const MESH_FORMATS = ['glb', 'obj', 'zip', 'usdz', 'fbx', 'stl'] as const
export type MeshFormat = (typeof MESH_FORMATS)[number]

export const MESH_KINDS = ['preview', 'refine'] as const
export type MeshKind = (typeof MESH_KINDS)[number]

/** The wire's field for a mesh: `preview_mesh_url_glb`, `mesh_url_glb`. */
export const meshField = (kind: MeshKind, format: MeshFormat): string =>
  `${kind === 'preview' ? 'preview_mesh_url' : 'mesh_url'}_${format}`

/** An asset's name in the proxy's path, resolved against the session's own answer and never a URL. */
export type AssetName = string

export const IMAGE_ASSET: AssetName = 'image'
export const spinAsset = (index: number): AssetName => `spins/${index}`

/** Every name that can be asked for. */
export const ASSET_NAMES: readonly AssetName[] = [
  IMAGE_ASSET,
  ...Array.from({ length: MAX_SPINS }, (_, index) => spinAsset(index)),
  ...MESH_KINDS.flatMap((kind) => MESH_FORMATS.map((format) => meshField(kind, format))),
  'mp4_url',
  'session_gif',
]

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

/** Path under the API's mount at which the proxy serves an asset. */
export const assetPath = (code: string, name: AssetName): string => `/image-to-3d-sessions/${code}/assets/${name}`
