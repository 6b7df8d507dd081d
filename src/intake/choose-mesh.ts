import { OPENED_FORMATS, MESH_FORMATS, baseName, endingOf, isClutter, isMesh, kindOf } from './file-kind.ts'

/** A file by its path in what was given, and its media type where the browser says one. */
export interface Candidate {
  readonly path: string
  readonly type?: string
}

export interface Words {
  readonly what: string
  readonly next: string
}

/** What files that were given together are for. */
export type Choice<T extends Candidate> =
  /** One mesh and the files that may belong to it. */
  | { readonly take: 'mesh'; readonly main: T; readonly files: readonly T[] }
  /** A picture for a new session. */
  | { readonly take: 'picture'; readonly file: T }
  /** Several, for a session each. What is no picture among them is refused where it is looked at. */
  | { readonly take: 'pictures'; readonly files: readonly T[] }
  | { readonly take: 'nothing'; readonly words: Words }

const kindIn = ({ path, type }: Candidate) => kindOf(path, type)

const depthOf = ({ path }: Candidate): number => path.split('/').length

/** The mesh to open where there are several: the format that says most, then the one least deep, then the first by name. */
export function mainMesh<T extends Candidate>(files: readonly T[]): T | null {
  const rank = (file: T) => MESH_FORMATS.findIndex((format) => format === kindIn(file))
  const meshes = files.filter((file) => !isClutter(file.path) && isMesh(kindIn(file)))
  return (
    meshes.toSorted(
      (a, b) => rank(a) - rank(b) || depthOf(a) - depthOf(b) || (a.path < b.path ? -1 : Number(a.path > b.path)),
    )[0] ?? null
  )
}

function companionWords(path: string): Words {
  return endingOf(path) === 'mtl'
    ? {
        what: `${baseName(path)} only describes the materials of an OBJ.`,
        next: 'Give it together with its .obj and the textures, or the whole folder.',
      }
    : {
        what: `${baseName(path)} only holds the data of a .gltf.`,
        next: 'Give it together with its .gltf and the textures, or the whole folder.',
      }
}

const foreignWords = (path: string): Words => ({
  what: `${baseName(path)} cannot be opened here.`,
  next: `Plinth opens ${OPENED_FORMATS}. Export ${endingOf(path).toUpperCase()} as GLB.`,
})

/** The words for a folder or archive without a mesh. */
export const noMeshWords = (name: string): Words => ({
  what: `${name} holds no mesh that can be opened.`,
  next: `Plinth opens ${OPENED_FORMATS}, or pictures for new sessions.`,
})

/**
 * What to do with files that came in one drop, paste or choice. A session may cost credits, so it is only made of pictures that came without
 * anything of a mesh.
 */
export function chooseMesh<T extends Candidate>(given: readonly T[]): Choice<T> {
  const files = given.filter(({ path }) => !isClutter(path))
  const main = mainMesh(files)
  if (main) return { take: 'mesh', main, files }
  const foreign = files.find((file) => kindIn(file) === 'foreign')
  if (foreign) return { take: 'nothing', words: foreignWords(foreign.path) }
  const companion = files.find((file) => kindIn(file) === 'companion')
  if (companion) return { take: 'nothing', words: companionWords(companion.path) }
  const [first] = files
  if (!first) return { take: 'nothing', words: noMeshWords('What you gave') }
  const [folder, ...inside] = first.path.split('/')
  if (inside.length > 0 && !files.some((file) => kindIn(file) === 'picture'))
    return { take: 'nothing', words: noMeshWords(`The folder ${folder ?? ''}`) }
  return files.length > 1 ? { take: 'pictures', files } : { take: 'picture', file: first }
}
