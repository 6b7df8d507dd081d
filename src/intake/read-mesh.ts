import { MAX_MESH_BYTES } from '../contract/limits.ts'
import type { FileFrame } from '../formats/file-frame.ts'
import type { MeshPart } from '../formats/mesh-part.ts'
import type { Redrawer } from '../glb/picture.ts'
import { mainMesh, noMeshWords } from './choose-mesh.ts'
import { baseName, isMesh, kindOf, type MeshFormat } from './file-kind.ts'
import { FileSet, type SourceFile } from './file-set.ts'
import { frameOf, toMetres, turnUp, type OpenFormat } from './frame.ts'
import { IntakeError } from './intake-error.ts'
import { openZip } from './open-zip.ts'
import { Pictures } from './pictures.ts'
import { readGltf } from './read-gltf.ts'
import { readPly } from './read-ply.ts'
import { readStl } from './read-stl.ts'
import { Report, unusedText } from './report.ts'
import { WHITE_MATERIAL, refuseMany, soundPart } from './surface.ts'
import { writeParts } from './write-parts.ts'

/** A mesh file and those that came with it, to be read. */
export interface Intake {
  readonly main: string
  readonly files: readonly SourceFile[]
  /** Unit and up axis for a format that has none; null for those that it goes by. */
  readonly frame: FileFrame | null
}

export interface ReadMesh {
  /** Metres, Y up, front +Z. */
  readonly glb: Uint8Array<ArrayBuffer>
  /** Of the mesh file that was read, in an archive too. */
  readonly fileName: string
  /** How the numbers of a format without unit and up axis were read; null for a format that says. */
  readonly frame: FileFrame | null
  /** What was left out, a sentence each. */
  readonly notes: readonly string[]
}

export interface IntakeTools {
  readonly redraw: Redrawer
  /** Most bytes that are read or unpacked altogether. */
  readonly maxBytes?: number
}

interface Work {
  readonly main: SourceFile
  readonly files: FileSet
  readonly report: Report
  readonly pictures: Pictures
  readonly redraw: Redrawer
}

/** By the first bytes: a .gltf that is a GLB, and a .glb that is JSON, are common. */
function isJson(bytes: Uint8Array, format: 'glb' | 'gltf'): boolean {
  const start = new TextDecoder().decode(bytes.subarray(0, 64)).trimStart()
  return !start.startsWith('glTF') && (format === 'gltf' || start.startsWith('{'))
}

async function plyParts({ main, files, pictures, report }: Work): Promise<MeshPart[]> {
  const { part, texture } = readPly(await files.read(main), baseName(main.path), report)
  const picture = texture === null ? null : await pictures.get(texture, main.path)
  if (!picture) return [part]
  const textures = { colour: { picture, wrapS: 'repeat', wrapT: 'repeat' } } as const
  return [{ ...part, material: { ...WHITE_MATERIAL, textures } }]
}

/** three.js comes only with the formats that it reads. */
async function partsOf(format: OpenFormat | 'usd', work: Work): Promise<MeshPart[]> {
  const { main, files } = work
  switch (format) {
    case 'stl':
      return [readStl(await files.read(main), baseName(main.path))]
    case 'ply':
      return plyParts(work)
    case 'obj':
      return (await import('./read-obj.ts')).readObj(work)
    case 'usd':
      return (await import('./read-usd.ts')).readUsd(work)
  }
}

/** The parts in metres, Y up. Those of one file may share their arrays, which are turned once each. */
function inFrame(parts: readonly MeshPart[], frame: FileFrame): void {
  for (const positions of new Set(parts.map((part) => part.positions))) toMetres(positions, frame)
  if (frame.up !== 'Z') return
  for (const normals of new Set(parts.map((part) => part.normals))) if (normals) turnUp(normals)
}

async function glbOf(
  format: MeshFormat,
  asked: FileFrame | null,
  work: Work,
): Promise<Pick<ReadMesh, 'glb' | 'frame'>> {
  const { main, files, report } = work
  const name = baseName(main.path)
  switch (format) {
    case 'glb':
    case 'gltf': {
      const bytes = await files.read(main)
      return { glb: isJson(bytes, format) ? await readGltf(work) : bytes, frame: null }
    }
    case 'zip':
      throw new IntakeError(`${name} is an archive within an archive. Unpack it first.`)
    case 'stl':
    case 'ply':
    case 'obj':
    case 'usd': {
      const parts = await partsOf(format, work)
      refuseMany(
        parts.reduce((sum, { indices }) => sum + indices.length / 3, 0),
        name,
      )
      const frame = format === 'usd' ? null : (asked ?? frameOf(format, await files.read(main)))
      if (frame) inFrame(parts, frame)
      const sound = parts.flatMap((part) => soundPart(part, report) ?? [])
      if (sound.length === 0)
        throw new IntakeError(`${name} holds no triangles that can be shown. Export it again, with its faces.`)
      return { glb: writeParts(sound), frame }
    }
  }
}

/** The mesh in an archive, among the files there. */
async function unpacked(archive: SourceFile, files: FileSet): Promise<{ main: SourceFile; inside: SourceFile[] }> {
  const name = baseName(archive.path)
  const inside = openZip(await files.read(archive), name)
  const main = mainMesh(inside)
  if (main) return { main, inside }
  const { what, next } = noMeshWords(name)
  throw new IntakeError(`${what} ${next}`)
}

/**
 * Reads a mesh of any format that is known, with the files it names, as a GLB of the same size and origin.
 * @throws {IntakeError} with a sentence for the artist, and {UnsafeGlbError} for a GLB that is refused
 */
export async function readMesh(
  { main: mainPath, files: given, frame }: Intake,
  { redraw, maxBytes = MAX_MESH_BYTES }: IntakeTools,
): Promise<ReadMesh> {
  const outside = new FileSet(given, { left: maxBytes })
  const chosen = given.find(({ path }) => path === mainPath)
  if (!chosen) throw new IntakeError(`${baseName(mainPath)} is not there any more. Give it again.`)
  const isArchive = kindOf(mainPath, chosen.type) === 'zip'
  const { main, inside } = isArchive ? await unpacked(chosen, outside) : { main: chosen, inside: given }
  const files = isArchive ? outside.within(inside) : outside
  const report = new Report()
  const work: Work = { main, files, report, redraw, pictures: new Pictures(files, report, redraw) }
  const kind = kindOf(main.path, main.type)
  if (!isMesh(kind)) throw new IntakeError(`${baseName(main.path)} is of no format that is read here.`)
  const read = await glbOf(kind, frame, work)
  const unused = [...unusedText(files, isArchive), ...(isArchive ? unusedText(outside, false) : [])]
  return { ...read, fileName: baseName(main.path), notes: [...report.sentences(), ...unused] }
}
