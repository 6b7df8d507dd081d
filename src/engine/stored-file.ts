import { IMAGE_ASSET, spinAsset, type AssetName } from '../contract/assets.ts'
import { MESH_KINDS, meshField, type MeshFormat } from '../contract/mesh-fields.ts'
import { IMAGE_FILE, meshFile, spinFile } from './session-files.ts'
import type { SessionRecord } from './session-record.ts'

const FILE_TYPES: Readonly<Record<MeshFormat | 'webp', string>> = {
  webp: 'image/webp',
  glb: 'model/gltf-binary',
  obj: 'model/obj',
  zip: 'application/zip',
  usdz: 'model/vnd.usdz+zip',
  fbx: 'application/octet-stream',
  stl: 'model/stl',
}

export interface StoredFile {
  /** Its name in the session's folder. */
  readonly file: string
  /** Media type. */
  readonly type: string
  /** Changes with the file. */
  readonly tag: string
}

/** The file of an asset; null when the session has none by that name. */
export function storedFile(record: SessionRecord, name: AssetName): StoredFile | null {
  // The page's proxy decides an image's type by its bytes.
  if (name === IMAGE_ASSET) return { file: IMAGE_FILE, type: 'application/octet-stream', tag: record.madeFrom }
  return spinNamed(record, name) ?? meshNamed(record, name)
}

function spinNamed({ spins, madeFrom, enclosed }: SessionRecord, name: AssetName): StoredFile | null {
  const index = spins.findIndex((_, spin) => spinAsset(spin) === name)
  return index < 0
    ? null
    : { file: spinFile(index), type: FILE_TYPES.webp, tag: `${madeFrom}-${enclosed?.made ?? ''}-${index}` }
}

function meshNamed({ meshes }: SessionRecord, name: AssetName): StoredFile | null {
  for (const kind of MESH_KINDS) {
    const mesh = meshes[kind]
    const format = mesh?.formats.find((offered) => meshField(kind, offered) === name)
    if (mesh && format)
      return { file: meshFile(mesh.key, format), type: FILE_TYPES[format], tag: `${mesh.key}-${format}` }
  }
  return null
}
