/** What a file is to a mesh, told by its name. */

/** Formats that are read, each with the endings it goes by; the one that says most of a mesh first. */
const MESH_ENDINGS = {
  glb: ['glb', 'vrm'],
  gltf: ['gltf'],
  usd: ['usdz', 'usda', 'usdc', 'usd'],
  obj: ['obj'],
  ply: ['ply'],
  stl: ['stl'],
  zip: ['zip'],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type MeshFormat = keyof typeof MESH_ENDINGS
export const MESH_FORMATS = Object.keys(MESH_ENDINGS) as MeshFormat[]

const FOREIGN =
  /^(?:3dm|3ds|3mf|abc|amf|blend|c4d|dae|dwg|dxf|f3d|fbx|gh|iges|igs|ipt|jt|lwo|lxo|ma|max|mb|mesh|ms3d|nif|off|pmd|pmx|prt|rvt|sat|skp|sldasm|sldprt|spz|splat|step|stp|vox|wrl|x3d|x_t|xyz|zpr|ztl)$/
const PICTURE = /^(?:png|jpe?g|jfif|webp|avif|gif|bmp|tga|tiff?|ktx2?|exr|hdr|dds|heic|heif)$/
const COMPANION = /^(?:bin|mtl)$/

/** What a mesh's file can be, besides a mesh of some format. */
export type FileKind = MeshFormat | 'companion' | 'foreign' | 'picture' | 'unknown'

/** By the type that a browser names, for a file whose name does not tell. */
const TYPES: Readonly<Record<string, FileKind>> = {
  'model/gltf-binary': 'glb',
  'model/gltf+json': 'gltf',
  'model/obj': 'obj',
  'model/stl': 'stl',
  'model/vnd.usdz+zip': 'usd',
  'application/zip': 'zip',
}

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** In small letters, without the dot; empty for none. */
export const endingOf = (path: string): string => /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? ''

export function kindOf(path: string, type = ''): FileKind {
  const ending = endingOf(path)
  const format = MESH_FORMATS.find((candidate) => MESH_ENDINGS[candidate].some((known) => known === ending))
  if (format) return format
  if (FOREIGN.test(ending)) return 'foreign'
  if (COMPANION.test(ending)) return 'companion'
  if (TYPES[type]) return TYPES[type]
  return type.startsWith('image/') || PICTURE.test(ending) ? 'picture' : 'unknown'
}

export const isMesh = (kind: FileKind): kind is MeshFormat => MESH_FORMATS.some((format) => format === kind)

/** What systems and archivers leave beside the files that were meant. */
const CLUTTER = /(?:^|\/)(?:__MACOSX\/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/i

export const isClutter = (path: string): boolean => CLUTTER.test(path)

export const OPENED_FORMATS = 'GLB, glTF, OBJ, STL, PLY and USDZ'
