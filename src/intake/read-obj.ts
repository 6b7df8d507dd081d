import { OBJLoader } from 'three/addons/loaders/OBJLoader.js'
import type { MeshMaterial, MeshPart } from '../formats/mesh-part.ts'
import { baseName } from './file-kind.ts'
import type { FileSet, SourceFile } from './file-set.ts'
import { IntakeError } from './intake-error.ts'
import { partsOfScene } from './parts-of-scene.ts'
import type { Pictures } from './pictures.ts'
import { readMtl } from './read-mtl.ts'
import type { Report } from './report.ts'
import { PLAIN_MATERIAL, WHITE_MATERIAL, refuseMany, refuseText } from './surface.ts'

/** What the loader reads of faces. A line or point among them would make it take the faces beside it for lines. */
const READ = /^\s*(?:v|vn|vt|f|o|g|s|usemtl)(?:\s|$)/

interface Statements {
  /** The lines for the loader. */
  readonly text: string
  readonly libraries: readonly string[]
  readonly hasNormals: boolean
  readonly faces: number
  /** Lines, points and curves. */
  readonly others: number
}

function statementsOf(text: string): Statements {
  const lines = text
    .replaceAll('\r\n', '\n')
    .replaceAll('\\\n', ' ')
    .split(/[\n\r]/)
  const libraries: string[] = []
  const kept: string[] = []
  let [hasNormals, faces, others] = [false, 0, 0]
  for (const line of lines) {
    const word = /^\s*(\S+)/.exec(line)?.[1] ?? ''
    if (word === 'vn') hasNormals = true
    if (word === 'f') faces++
    if (/^(?:l|p|curv|curv2|surf)$/.test(word)) others++
    if (word === 'mtllib') libraries.push(line.trim().slice('mtllib'.length).trim())
    if (READ.test(line)) kept.push(line.replace(/^\s*usemtl\s+/, 'usemtl '))
  }
  return { text: kept.join('\n'), libraries, hasNormals, faces, others }
}

interface ObjTools {
  readonly main: SourceFile
  readonly files: FileSet
  readonly pictures: Pictures
  readonly report: Report
}

/** The material libraries, which a line names as one file or several, or which lie beside the OBJ alone. */
function librariesFor(named: readonly string[], { main, files, report }: ObjTools): SourceFile[] {
  const found = named.flatMap((line) => {
    const whole = files.find(line, main.path)
    if (whole) return [whole]
    return line.split(/\s+/).flatMap((name) => files.find(name, main.path) ?? [])
  })
  if (found.length > 0) return [...new Set(found)]
  const [only, ...others] = files.with('mtl')
  if (only && others.length === 0) return [only]
  for (const line of named) report.missing(line)
  return []
}

async function materialsOf(named: readonly string[], tools: ObjTools): Promise<ReadonlyMap<string, MeshMaterial>> {
  const materials = new Map<string, MeshMaterial>()
  for (const file of librariesFor(named, tools)) {
    const text = new TextDecoder().decode(await tools.files.read(file))
    for (const [name, material] of await readMtl(text, { ...tools, path: file.path })) materials.set(name, material)
  }
  return materials
}

/**
 * An OBJ with its materials and textures, as it stands in the file.
 * @throws {IntakeError} for one without faces, or too large
 */
export async function readObj(tools: ObjTools): Promise<MeshPart[]> {
  const name = baseName(tools.main.path)
  const bytes = await tools.files.read(tools.main)
  refuseText(bytes, name)
  const { text, libraries, hasNormals, faces, others } = statementsOf(new TextDecoder().decode(bytes))
  if (faces === 0)
    throw new IntakeError(
      others > 0
        ? `${name} holds only lines and points, and Plinth needs faces. Export the surface itself.`
        : `${name} holds no faces, so there is no mesh in it. Export it again.`,
    )
  refuseMany(faces, name)
  if (others > 0) tools.report.add('Lines, points and curves were left out: only faces are opened.')
  const materials = await materialsOf(libraries, tools)
  const group = new OBJLoader().parse(text)
  const parts = partsOfScene(group, ({ name: own, vertexColors }) => {
    return materials.get(own) ?? (vertexColors ? WHITE_MATERIAL : PLAIN_MATERIAL)
  })
  // Where the file has no normals the loader makes every face flat.
  return hasNormals ? parts : parts.map((part) => Object.assign(part, { normals: null }))
}
